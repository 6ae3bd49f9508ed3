package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.playbook.StoryTellers.Teller;
import com.arenacrm.shared.HourglassPhase;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Stories: list, page, writing them, no longer telling them (R072). */
@Controller
@RequestMapping("/playbook/stories")
class StoryController {

  /** A story as typed; {@code id} is the new story's, so that sending twice makes one. */
  record StoryForm(
      String id,
      String kind,
      String title,
      String body,
      String profile,
      Set<UUID> parts,
      Set<HourglassPhase> phases,
      Integer version) {

    StoryForm {
      parts = parts == null ? Set.of() : Set.copyOf(parts);
      phases = phases == null ? Set.of() : Set.copyOf(phases);
    }

    static StoryForm of(Story story) {
      Story.Content c = story.content();
      return new StoryForm(
          story.id().toString(),
          c.kind().name(),
          c.title(),
          c.body(),
          c.profile() == null ? "" : c.profile().toString(),
          c.parts(),
          c.phases(),
          story.version());
    }
  }

  private final Playbook playbook;
  private final Stories stories;
  private final PlaybookLists lists;
  private final Shelf shelf;
  private final List<StoryTellers> tellers;
  private final Clock clock;

  StoryController(
      Playbook playbook,
      Stories stories,
      PlaybookLists lists,
      Shelf shelf,
      List<StoryTellers> tellers,
      Clock clock) {
    this.tellers = tellers;
    this.playbook = playbook;
    this.stories = stories;
    this.lists = lists;
    this.shelf = shelf;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String shown(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable HourglassPhase phase,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) Story.@Nullable Kind kind,
      @RequestParam(required = false) @Nullable UUID part,
      @RequestParam(defaultValue = "false") boolean bare,
      @RequestParam(defaultValue = "false") boolean retired,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    PlaybookLists.Filter filter =
        new PlaybookLists.Filter(
            q, phase, profile, kind == null ? null : kind.name(), part, bare, retired);
    model.addAttribute("page", lists.stories(filter, after, PlaybookLists.PAGE));
    model.addAttribute("filter", filter);
    model.addAttribute("parts", lists.parts());
    model.addAttribute("kinds", shelf.choices(Story.Kind.values(), "story.kind.", locale));
    model.addAttribute("profileNames", shelf.profileNames());
    shelf.addChoices(model.asMap(), locale);
    return "playbook/stories";
  }

  @GetMapping("/new")
  String blank(@RequestParam(required = false) @Nullable UUID part, Locale locale, Model model) {
    model.addAttribute(
        "form",
        new StoryForm(
            StoryId.next().toString(),
            "",
            "",
            "",
            "",
            part == null ? Set.of() : Set.of(part),
            Set.of(),
            0));
    return editor(model.asMap(), locale, null);
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") StoryForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Story.Content content = read(form, reader, Set.of());
    if (id == null || content == null) {
      return invalid(errors, locale, null);
    }
    StoryId story = new StoryId(id);
    Once.make(
        () -> stories.findById(story).isPresent(),
        () -> playbook.tell(story, content, actor.id(), clock.instant()));
    Flash.done(next, "story.added", content.title());
    return new ModelAndView("redirect:/playbook/stories/" + id);
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Model model) {
    Story story = stories.get(id);
    Story.Content content = story.content();
    model.addAttribute("story", story);
    model.addAttribute("content", content);
    model.addAttribute(
        "parts", lists.parts().stream().filter(p -> content.parts().contains(p.id())).toList());
    model.addAttribute("profileNames", shelf.profileNames());
    model.addAttribute(
        "tellers", story.retiredAt().isPresent() ? tellersOf(story.id()) : List.of());
    return "playbook/story";
  }

  @GetMapping("/{id}/edit")
  String edit(@PathVariable UUID id, Locale locale, Model model) {
    Story story = stories.get(id);
    model.addAttribute("form", StoryForm.of(story));
    return editor(model.asMap(), locale, story);
  }

  @PostMapping("/{id}")
  ModelAndView change(
      @PathVariable UUID id,
      @ModelAttribute("form") StoryForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Story story = stories.get(id);
    Story.Content content = read(form, new FormReader(errors, locale), story.content().parts());
    if (content == null) {
      return invalid(errors, locale, story);
    }
    if (Meanwhile.changed(form.version(), story.version())) {
      ModelAndView late = new ModelAndView("playbook/story-form");
      editor(late.getModel(), locale, story);
      return Meanwhile.show(late, form, StoryForm.of(story));
    }
    story.change(content);
    stories.save(story);
    Flash.done(next, "story.changed", content.title());
    return new ModelAndView("redirect:/playbook/stories/" + id);
  }

  @PostMapping("/{id}/retirement")
  String retire(@PathVariable UUID id, RedirectAttributes next) {
    Story story = stories.get(id);
    story.retire(clock.instant());
    stories.save(story);
    List<Teller> still = tellersOf(story.id());
    if (still.isEmpty()) {
      Flash.done(next, "story.retired", story.title());
    } else {
      Flash.done(next, "story.retired.told", story.title(), still.size());
    }
    Flash.undo(next, "/playbook/stories/" + id + "/return");
    return "redirect:/playbook/stories/" + id;
  }

  @PostMapping("/{id}/return")
  String bringBack(@PathVariable UUID id, RedirectAttributes next) {
    Story story = stories.get(id);
    story.bringBack();
    stories.save(story);
    Flash.done(next, "story.returned", story.title());
    return "redirect:/playbook/stories/" + id;
  }

  private List<Teller> tellersOf(StoryId story) {
    return tellers.stream().flatMap(t -> t.of(story).stream()).toList();
  }

  /**
   * @param kept parts that it carries although no wording in force has them
   */
  private Story.@Nullable Content read(StoryForm form, FormReader reader, Set<UUID> kept) {
    Story.Kind kind = reader.choice("kind", form.kind(), Story.Kind.class);
    reader.require("kind", kind, "choose");
    String title = reader.required("title", form.title(), 120);
    String body = reader.required("body", form.body(), 10_000);
    ProfileId profile = shelf.profile(reader, form.profile());
    Set<UUID> present =
        lists.parts().stream().map(PlaybookLists.PartRow::id).collect(Collectors.toSet());
    // What is no longer in the wording is not on the form, and comes back with it.
    Set<UUID> parts =
        Stream.concat(
                form.parts().stream().filter(present::contains),
                kept.stream().filter(p -> !present.contains(p)))
            .collect(Collectors.toSet());
    return reader.failed() || kind == null
        ? null
        : new Story.Content(kind, title, body, profile, parts, form.phases());
  }

  private String editor(Map<String, Object> model, Locale locale, @Nullable Story story) {
    model.put("story", story);
    model.put("parts", lists.parts());
    model.put("kinds", shelf.choices(Story.Kind.values(), "story.kind.", locale));
    model.put("phaseValues", List.of(HourglassPhase.values()));
    shelf.addChoices(model, locale);
    return "playbook/story-form";
  }

  private ModelAndView invalid(BindingResult errors, Locale locale, @Nullable Story story) {
    ModelAndView page = new ModelAndView("playbook/story-form", errors.getModel());
    editor(page.getModel(), locale, story);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }
}
