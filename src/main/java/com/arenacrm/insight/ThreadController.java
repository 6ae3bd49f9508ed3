package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.insight.Threads.ActivityLine;
import com.arenacrm.insight.Threads.Bare;
import com.arenacrm.insight.Threads.End;
import com.arenacrm.insight.Threads.FormLine;
import com.arenacrm.insight.Threads.ScriptLine;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** From the core message to leads: pages of their own, and parts of the playbook's pages. */
@Controller
@RequestMapping("/reports")
class ThreadController {

  /** So far back uses are counted by user. */
  private static final Duration LATELY = Duration.ofDays(90);

  private final Threads threads;
  private final Adoption adoption;
  private final UserNames userNames;
  private final Clock clock;

  ThreadController(Threads threads, Adoption adoption, UserNames userNames, Clock clock) {
    this.adoption = adoption;
    this.clock = clock;
    this.threads = threads;
    this.userNames = userNames;
  }

  /** What follows from a part of the core message, a story or an offer; one of them is asked. */
  @GetMapping("/thread")
  String thread(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID part,
      @RequestParam(required = false) @Nullable UUID story,
      @RequestParam(required = false) @Nullable UUID offer,
      @RequestParam(required = false) @Nullable UUID after,
      HtmxRequest htmx,
      Model model) {
    if (Stream.of(part != null, story != null, offer != null).filter(b -> b).count() != 1) {
      throw new NotFoundException();
    }
    model.addAttribute("most", Threads.MOST);
    model.addAttribute("after", after);
    model.addAttribute("mayForms", viewer.isMarketing());
    if (part != null) {
      model.addAttribute("part", threads.part(part).orElseThrow(NotFoundException::new));
      model.addAttribute("stories", threads.storiesOf(part));
      List<ActivityLine> activities = threads.activitiesOfPart(part, viewer);
      model.addAttribute("activities", activities);
      model.addAttribute(
          "byStory",
          activities.stream()
              .collect(Collectors.groupingBy(ActivityLine::storyId, Collectors.toList())));
      model.addAttribute(
          "formsByStory",
          threads.formsOfPart(part, viewer).stream()
              .collect(Collectors.groupingBy(FormLine::storyId)));
      model.addAttribute(
          "scriptsByStory",
          threads.scriptsOfPart(part).stream().collect(Collectors.groupingBy(ScriptLine::storyId)));
      return "insight/thread-part";
    }
    if (story != null) {
      put(End.STORY, story, model);
      model.addAttribute("story", story);
      model.addAttribute("activities", threads.activitiesOfStory(story, viewer));
      model.addAttribute("leadForms", threads.formsOf(story, viewer));
      model.addAttribute("scripts", threads.scriptsOf(story));
      return htmx.isHtmxRequest() ? "insight/thread-story :: thread" : "insight/thread-story";
    }
    UUID of = Objects.requireNonNull(offer);
    put(End.OFFER, of, model);
    model.addAttribute("offer", of);
    model.addAttribute("activities", threads.activitiesOfOffer(of, viewer));
    model.addAttribute("deals", threads.dealsOf(of, after, viewer));
    return htmx.isHtmxRequest() ? "insight/thread-offer :: thread" : "insight/thread-offer";
  }

  /** How much tells a part of the core message, for whoever is about to take it out. */
  @GetMapping("/reach")
  String reach(@RequestParam UUID part, Model model) {
    threads.part(part).orElseThrow(NotFoundException::new);
    model.addAttribute("part", part);
    model.addAttribute("reach", threads.reach(part));
    return "insight/thread-part :: reach";
  }

  /** What carries or tells nothing, with where to mend it. */
  @GetMapping("/untold")
  String untold(Model model) {
    Map<String, List<Bare>> groups = new LinkedHashMap<>();
    for (String what : List.of("part", "story", "activity", "form", "script")) {
      groups.put(what, List.of());
    }
    groups.putAll(threads.untold().stream().collect(Collectors.groupingBy(Bare::what)));
    model.addAttribute("groups", groups);
    model.addAttribute("there", threads.there());
    model.addAttribute("most", Threads.MOST);
    return "insight/untold";
  }

  /** Who used a script or a piece of material. */
  @GetMapping("/uses")
  String uses(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID script,
      @RequestParam(required = false) @Nullable UUID material,
      @RequestParam(required = false) @Nullable UUID user,
      @RequestParam(required = false) @Nullable UUID after,
      HtmxRequest htmx,
      Model model) {
    if (user != null) {
      return usesOf(viewer, user, after, model);
    }
    if (script != null && material == null) {
      put(End.SCRIPT, script, model);
    } else if (script == null && material != null) {
      put(End.MATERIAL, material, model);
    } else {
      throw new NotFoundException();
    }
    model.addAttribute("uses", threads.uses(script, material, after, viewer));
    model.addAttribute("after", after);
    model.addAttribute("script", script);
    model.addAttribute("material", material);
    model.addAttribute("userNames", userNames.all());
    return htmx.isHtmxRequest() ? "insight/uses :: uses" : "insight/uses";
  }

  private String usesOf(CurrentUser viewer, UUID user, @Nullable UUID after, Model model) {
    Map<UUID, String> names = namesFor(viewer, user);
    model.addAttribute("name", names.get(user));
    model.addAttribute(
        "back",
        viewer.isManager() || viewer.isMarketing() ? "/reports/uses/users" : "/playbook/scripts");
    model.addAttribute("uses", threads.usesOf(user, lately(), after, viewer));
    model.addAttribute("after", after);
    model.addAttribute("script", null);
    model.addAttribute("material", null);
    model.addAttribute("user", user);
    model.addAttribute("userNames", names);
    return "insight/uses";
  }

  /** All names, where the viewer may see what this person does: it is for those who lead them. */
  private Map<UUID, String> namesFor(CurrentUser viewer, UUID user) {
    Map<UUID, String> names = userNames.all();
    if (!names.containsKey(user)
        || !viewer.id().id().equals(user) && !viewer.isManager() && !viewer.isMarketing()) {
      throw new NotFoundException();
    }
    return names;
  }

  /** What somebody let lie: open deals without a next step, or what was closed late (R046). */
  @GetMapping("/uses/left")
  String left(
      CurrentUser viewer,
      @RequestParam UUID user,
      @RequestParam String what,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Map<UUID, String> names = namesFor(viewer, user);
    model.addAttribute(
        "page",
        switch (what) {
          case "steps" -> adoption.steplessOf(user, after, viewer);
          case "late" -> adoption.lateOf(user, lateSince(viewer), after, viewer, clock.instant());
          default -> throw new NotFoundException();
        });
    model.addAttribute("what", what);
    model.addAttribute("user", user);
    model.addAttribute("after", after);
    model.addAttribute("name", names.get(user));
    model.addAttribute(
        "back",
        viewer.isManager() || viewer.isMarketing()
            ? "/reports/uses/users"
            : "/reports/uses?user=" + user);
    model.addAttribute("days", LATELY.toDays());
    return "insight/uses-left";
  }

  private LocalDate lateSince(CurrentUser viewer) {
    return viewer.today(clock).minusDays(LATELY.toDays());
  }

  /** Who uses scripts and material and who does not, and whose work is kept up in Arena (R046). */
  @GetMapping("/uses/users")
  String usesByUser(CurrentUser viewer, Model model) {
    Map<UUID, Adoption.Left> left = adoption.byUser(lateSince(viewer), viewer, clock.instant());
    Map<UUID, Threads.UserUses> uses = threads.usesByUser(lately());
    Map<UUID, String> names = userNames.all();
    Map<UUID, String> people = new LinkedHashMap<>();
    userNames
        .active(Role.SALES, Role.MARKETING)
        .forEach(colleague -> people.put(colleague.id().id(), colleague.name()));
    // Who left, or does something else now, may have used something all the same.
    Stream.concat(uses.keySet().stream(), left.keySet().stream())
        .forEach(id -> people.putIfAbsent(id, names.getOrDefault(id, Formats.NONE)));
    model.addAttribute("left", left);
    model.addAttribute("people", people);
    model.addAttribute("uses", uses);
    model.addAttribute("days", LATELY.toDays());
    return "insight/uses-users";
  }

  private Instant lately() {
    return clock.instant().minus(LATELY);
  }

  /** Discounts by seller and by the activity that brought the customer (R079). */
  @GetMapping("/discounts")
  String discounts(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID owner,
      @RequestParam(required = false) @Nullable UUID activity,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    model.addAttribute("deals", threads.discounts(owner, activity, after, viewer));
    model.addAttribute("sellers", threads.givenBySeller(viewer));
    model.addAttribute("activities", threads.givenByActivity(viewer));
    model.addAttribute("owner", owner);
    model.addAttribute("activity", activity);
    model.addAttribute("after", after);
    model.addAttribute("most", Threads.MOST_GIVEN);
    model.addAttribute("userNames", userNames.all());
    return "insight/discounts";
  }

  private void put(End end, UUID id, Model model) {
    model.addAttribute("name", threads.nameOf(end, id).orElseThrow(NotFoundException::new));
    model.addAttribute("back", end.page(id));
  }
}
