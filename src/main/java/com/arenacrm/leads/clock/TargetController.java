package com.arenacrm.leads.clock;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Origin;
import com.arenacrm.leads.clock.ResponseTargets.Minutes;
import com.arenacrm.leads.clock.ResponseTargets.Target;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How soon leads are answered, by profile and by how they came. */
@Controller
@RequestMapping("/leads/routing/targets")
class TargetController {

  private static final int LONGEST = 100_000;

  /** A target as typed, in working minutes; {@code id} is the new one's. */
  record TargetForm(
      String id, String profile, String origin, String first, String following, Integer version) {

    static TargetForm of(Target target) {
      return new TargetForm(
          target.id().toString(),
          target.profile() == null ? "" : target.profile().toString(),
          target.origin() == null ? "" : target.origin().name(),
          String.valueOf(target.minutes().first()),
          String.valueOf(target.minutes().following()),
          target.version());
    }
  }

  /** Something to choose. */
  record Choice(String value, String label) {}

  /** A target as the list shows it. */
  record Row(
      UUID id,
      @Nullable String profileName,
      @Nullable Origin origin,
      Duration first,
      Duration following) {}

  private final ResponseTargets targets;
  private final Profiles profiles;
  private final MessageSource messages;
  private final Clock clock;

  TargetController(
      ResponseTargets targets, Profiles profiles, MessageSource messages, Clock clock) {
    this.targets = targets;
    this.profiles = profiles;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping
  String list(CurrentUser viewer, Model model, Locale locale) {
    Minutes usual = targets.usual();
    model.addAttribute(
        "form",
        new TargetForm(
            TimeOrderedUuid.next().toString(),
            "",
            "",
            String.valueOf(usual.first()),
            String.valueOf(usual.following()),
            0));
    return fill(model, viewer, null, locale);
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") TargetForm form,
      BindingResult errors,
      Model model,
      Locale locale,
      RedirectAttributes next) {
    UUID id = new FormReader(errors, locale).id("id", form.id());
    if (id != null && targets.find(id).isEmpty() || id == null) {
      Optional<Target> target =
          read(form, id == null ? TimeOrderedUuid.next() : id, errors, locale);
      if (target.isEmpty() || id == null) {
        return refused(model, actor, null, locale);
      }
      Once.make(
          () -> targets.find(id).isPresent(),
          () -> targets.add(target.get(), actor, clock.instant()));
    }
    Flash.done(next, "target.saved");
    return new ModelAndView("redirect:/leads/routing/targets");
  }

  @GetMapping("/{id}")
  String edit(CurrentUser viewer, @PathVariable UUID id, Model model, Locale locale) {
    model.addAttribute("form", TargetForm.of(targets.find(id).orElseThrow(NotFoundException::new)));
    return fill(model, viewer, id, locale);
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") TargetForm form,
      BindingResult errors,
      Model model,
      Locale locale,
      RedirectAttributes next) {
    Target present = targets.find(id).orElseThrow(NotFoundException::new);
    Optional<Target> target = read(form, id, errors, locale);
    if (target.isEmpty()) {
      return refused(model, actor, id, locale);
    }
    if (Meanwhile.changed(form.version(), present.version())
        && Meanwhile.isMade(form, TargetForm.of(present))) {
      Flash.done(next, "target.saved");
      return new ModelAndView("redirect:/leads/routing/targets");
    }
    if (Meanwhile.changed(form.version(), present.version())) {
      return Meanwhile.show(
          new ModelAndView(fill(model, actor, id, locale), model.asMap()),
          form,
          TargetForm.of(present));
    }
    targets.change(target.get(), actor);
    Flash.done(next, "target.saved");
    return new ModelAndView("redirect:/leads/routing/targets");
  }

  @PostMapping("/{id}/deletion")
  String remove(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    targets.remove(id, actor);
    Flash.done(next, "target.removed");
    return "redirect:/leads/routing/targets";
  }

  private Optional<Target> read(TargetForm form, UUID id, BindingResult errors, Locale locale) {
    FormReader reader = new FormReader(errors, locale);
    UUID profile = reader.id("profile", form.profile());
    if (profile != null && !profiles.names().containsKey(new ProfileId(profile))) {
      reader.refuse("profile", "choose");
    }
    Origin origin = reader.choice("origin", form.origin(), Origin.class);
    Integer first = reader.whole("first", form.first(), 1, LONGEST);
    reader.require("first", first, "required");
    Integer following = reader.whole("following", form.following(), 1, LONGEST);
    reader.require("following", following, "required");
    if (!reader.failed() && profile == null && origin == null) {
      reader.refuse("profile", "target.nothing");
    }
    if (reader.failed() || first == null || following == null) {
      return Optional.empty();
    }
    Target target =
        new Target(
            id,
            profile,
            origin,
            new Minutes(first, following),
            form.version() == null ? -1 : form.version());
    if (targets.isTaken(target)) {
      reader.refuse("profile", "target.taken");
      return Optional.empty();
    }
    return Optional.of(target);
  }

  private ModelAndView refused(Model model, CurrentUser viewer, @Nullable UUID id, Locale locale) {
    return new ModelAndView(
        fill(model, viewer, id, locale), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
  }

  private String fill(Model model, CurrentUser viewer, @Nullable UUID id, Locale locale) {
    var names = profiles.names();
    List<Row> rows =
        targets.all().stream()
            .map(
                t ->
                    new Row(
                        t.id(),
                        t.profile() == null ? null : names.get(new ProfileId(t.profile())),
                        t.origin(),
                        Duration.ofMinutes(t.minutes().first()),
                        Duration.ofMinutes(t.minutes().following())))
            .toList();
    model.addAttribute("targets", rows);
    model.addAttribute("usual", Duration.ofMinutes(targets.usual().first()));
    model.addAttribute("targetId", id);
    model.addAttribute(
        "running", id == null ? 0 : targets.find(id).map(targets::running).orElse(0));
    model.addAttribute("profileChoices", profiles.choices());
    model.addAttribute(
        "origins",
        Stream.of(Origin.values())
            .map(o -> new Choice(o.name(), messages.getMessage("lead.origin." + o, null, locale)))
            .toList());
    model.addAttribute("mayRule", viewer.isManager());
    return "leads/routing-targets";
  }
}
