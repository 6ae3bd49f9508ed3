package com.arenacrm.planner.templates;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.Activity;
import com.arenacrm.planner.ActivityDetails;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.Idea;
import com.arenacrm.planner.Idea.Unit;
import com.arenacrm.planner.Ideas;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Recurrence;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.HourglassPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The activities to start from: the company's own first, then those that Arena brings. */
@Component
@Transactional
public class TemplateBook implements Ideas {

  private final Templates templates;
  private final Planner planner;
  private final Folding folding;
  private final MessageSource messages;

  TemplateBook(Templates templates, Planner planner, Folding folding, MessageSource messages) {
    this.folding = folding;
    this.templates = templates;
    this.planner = planner;
    this.messages = messages;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Idea> idea(String key, Locale locale) {
    Optional<Idea> builtIn =
        Arrays.stream(BuiltIn.values())
            .filter(b -> b.key().equals(key))
            .map(b -> b.in(locale, messages))
            .findFirst();
    if (builtIn.isPresent() || key.length() != 36) {
      return builtIn;
    }
    try {
      return templates
          .findById(new TemplateId(UUID.fromString(key)))
          .filter(t -> !t.isRetired())
          .map(Template::idea);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** All of a phase, or of every phase. */
  @Transactional(readOnly = true)
  List<Idea> ideas(@Nullable HourglassPhase phase, Locale locale) {
    List<Idea> ideas = new ArrayList<>(templates.offered().stream().map(Template::idea).toList());
    for (BuiltIn builtIn : BuiltIn.values()) {
      ideas.add(builtIn.in(locale, messages));
    }
    return ideas.stream().filter(i -> phase == null || i.phase() == phase).toList();
  }

  @Transactional(readOnly = true)
  boolean isThere(TemplateId id) {
    return templates.findById(id).isPresent();
  }

  @Override
  public void keep(UUID id, ActivityId from, CurrentUser actor, Instant now) {
    Activity activity = planner.read(from).orElseThrow(NotFoundException::new);
    templates.save(new Template(new TemplateId(id), idea(id, activity), actor.id(), now));
  }

  /** The company's own template of the same name and phase, if one is offered. */
  @Transactional(readOnly = true)
  Optional<TemplateId> like(ActivityId from) {
    ActivityDetails d = planner.read(from).orElseThrow(NotFoundException::new).details();
    return templates.offered().stream()
        .filter(t -> t.idea().phase() == d.phase())
        .filter(t -> folding.fold(t.idea().title()).equals(folding.fold(d.title())))
        .map(Template::id)
        .findFirst();
  }

  /** Makes a template what the activity is now. */
  void replace(TemplateId id, ActivityId from) {
    Template template = templates.findById(id).orElseThrow(NotFoundException::new);
    template.change(idea(id.id(), planner.read(from).orElseThrow(NotFoundException::new)));
    templates.save(template);
  }

  private static Idea idea(UUID id, Activity activity) {
    ActivityDetails d = activity.details();
    Recurrence r = activity.schedule().recurrence();
    return new Idea(
        id.toString(),
        d.phase(),
        d.title(),
        d.goal(),
        d.channel(),
        d.investment(),
        d.nature(),
        r == null ? Unit.ONCE : Unit.valueOf(r.unit().name()),
        r == null ? 1 : r.every(),
        d.followUp().withinDays(),
        true);
  }
}
