package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.playbook.Kit;
import com.arenacrm.playbook.MaterialId;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.Playbook.Choice;
import com.arenacrm.playbook.Playbook.KitChoice;
import com.arenacrm.playbook.ScriptId;
import com.arenacrm.playbook.StoryId;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The kit of an activity: a page of its own, and a part of the activity's page. */
@Controller
@RequestMapping("/planner/activities/{id}/kit")
class ActivityKitController {

  /** What was chosen. */
  record KitForm(
      String story, String offer, Set<UUID> scripts, Set<UUID> material, Integer version) {

    KitForm {
      scripts = scripts == null ? Set.of() : Set.copyOf(scripts);
      material = material == null ? Set.of() : Set.copyOf(material);
    }
  }

  private final Activities activities;
  private final ActivityKits kits;
  private final Playbook playbook;
  private final TransactionOperations transaction;
  private final Clock clock;

  ActivityKitController(
      Activities activities,
      ActivityKits kits,
      Playbook playbook,
      TransactionOperations transaction,
      Clock clock) {
    this.clock = clock;
    this.activities = activities;
    this.kits = kits;
    this.playbook = playbook;
    this.transaction = transaction;
  }

  @GetMapping
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale,
      Model model) {
    Activity activity = get(id);
    ActivityDetails details = activity.details();
    model.addAttribute("form", opened(activity));
    if (htmx == null) {
      fill(model.asMap(), activity, viewer.formats(locale));
      return "planner/activity-kit";
    }
    ActivityKits.Packed packed = packed(activity);
    model.addAttribute("activity", activity);
    model.addAttribute("mayPlan", viewer.isMarketing());
    model.addAttribute(
        "story", details.story() == null ? null : playbook.story(details.story()).orElse(null));
    LocalDate today = viewer.today(clock);
    model.addAttribute("today", today);
    model.addAttribute(
        "offer",
        details.offer() == null ? null : playbook.offer(details.offer(), today).orElse(null));
    model.addAttribute(
        "chosen",
        packed.scripts().isEmpty() && packed.material().isEmpty()
            ? List.of()
            : playbook.kitChoices(details.phase(), details.profile()).stream()
                .filter(c -> packed.holds(c.id()))
                .toList());
    return "planner/activity-kit :: packed";
  }

  @PostMapping
  ModelAndView pack(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") KitForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Activity activity = get(id);
    Formats show = actor.formats(locale);
    FormReader reader = new FormReader(errors, locale);
    ActivityDetails details = activity.details();
    LocalDate today = actor.today(clock);
    UUID story =
        chosen(
            reader, "story", form.story(), playbook.storyChoices(details.story()), i -> "choose");
    UUID offer =
        chosen(
            reader,
            "offer",
            form.offer(),
            playbook.offerChoices(details.offer(), show),
            i -> playbook.refusalOf(i, today));
    if (reader.failed() || Meanwhile.changed(form.version(), activity.version())) {
      ModelAndView page = new ModelAndView("planner/activity-kit", errors.getModel());
      fill(page.getModel(), activity, show);
      if (!reader.failed()) {
        return Meanwhile.show(page, form, opened(activity));
      }
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    Map<UUID, KitChoice> there =
        playbook.kitChoices(details.phase(), details.profile()).stream()
            .collect(Collectors.toMap(KitChoice::id, c -> c));
    transaction.executeWithoutResult(
        tx -> {
          activity.tell(
              story == null ? null : new StoryId(story), offer == null ? null : new OfferId(offer));
          activities.save(activity);
          kits.pack(
              activity.id(),
              form.scripts().stream().filter(there::containsKey).map(ScriptId::new).toList(),
              form.material().stream().filter(there::containsKey).map(MaterialId::new).toList());
        });
    Flash.done(next, "activity.kit.packed", activity.title());
    return new ModelAndView("redirect:/planner/activities/" + id);
  }

  private void fill(Map<String, Object> model, Activity activity, Formats show) {
    ActivityDetails details = activity.details();
    Map<Kit.Item, List<KitChoice>> choices =
        playbook.kitChoices(details.phase(), details.profile()).stream()
            .collect(Collectors.groupingBy(KitChoice::item));
    model.put("activity", activity);
    model.put("stories", playbook.storyChoices(details.story()));
    model.put("offers", playbook.offerChoices(details.offer(), show));
    model.put("scriptChoices", choices.getOrDefault(Kit.Item.SCRIPT, List.of()));
    model.put("materialChoices", choices.getOrDefault(Kit.Item.MATERIAL, List.of()));
  }

  private KitForm opened(Activity activity) {
    ActivityDetails details = activity.details();
    ActivityKits.Packed packed = packed(activity);
    return new KitForm(
        details.story() == null ? "" : details.story().toString(),
        details.offer() == null ? "" : details.offer().toString(),
        packed.scripts(),
        packed.material(),
        activity.version());
  }

  private ActivityKits.Packed packed(Activity activity) {
    return kits.of(activity.id()).orElseThrow(NotFoundException::new);
  }

  private Activity get(UUID id) {
    return activities.findById(new ActivityId(id)).orElseThrow(NotFoundException::new);
  }

  private static @Nullable UUID chosen(
      FormReader reader,
      String field,
      @Nullable String typed,
      List<Choice> choices,
      Function<UUID, String> refusal) {
    UUID id = reader.id(field, typed);
    if (id != null && choices.stream().noneMatch(c -> c.value().equals(id.toString()))) {
      reader.refuse(field, refusal.apply(id));
      return null;
    }
    return id;
  }
}
