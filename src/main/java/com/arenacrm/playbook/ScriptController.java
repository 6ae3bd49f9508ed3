package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.shared.HourglassPhase;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
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

/** Scripts: list, page, writing them, no longer using them (R045, R102). */
@Controller
@RequestMapping("/playbook/scripts")
class ScriptController {

  /** A script as typed; {@code id} is the new script's, so that sending twice makes one. */
  record ScriptForm(
      String id,
      String title,
      @Nullable String subject,
      String body,
      String phase,
      String profile,
      String spokenTo,
      String story,
      Integer version) {

    static ScriptForm of(Script script) {
      Script.Content c = script.content();
      return new ScriptForm(
          script.id().toString(),
          c.title(),
          c.subject() == null ? "" : c.subject(),
          c.body(),
          c.phase() == null ? "" : c.phase().name(),
          c.profile() == null ? "" : c.profile().toString(),
          c.spokenTo() == null ? "" : c.spokenTo().name(),
          c.story() == null ? "" : c.story().toString(),
          script.version());
    }
  }

  private final Playbook playbook;
  private final Scripts scripts;
  private final Stories stories;
  private final PlaybookLists lists;
  private final Shelf shelf;
  private final Clock clock;

  ScriptController(
      Playbook playbook,
      Scripts scripts,
      Stories stories,
      PlaybookLists lists,
      Shelf shelf,
      Clock clock) {
    this.playbook = playbook;
    this.scripts = scripts;
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
      @RequestParam(required = false) @Nullable SpokenTo kind,
      @RequestParam(required = false) @Nullable UUID part,
      @RequestParam(defaultValue = "false") boolean bare,
      @RequestParam(defaultValue = "false") boolean retired,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    PlaybookLists.Filter filter =
        new PlaybookLists.Filter(
            q, phase, profile, kind == null ? null : kind.name(), part, bare, retired);
    model.addAttribute("page", lists.scripts(filter, after, PlaybookLists.PAGE));
    model.addAttribute("filter", filter);
    model.addAttribute("kinds", shelf.choices(SpokenTo.values(), "buying.", locale));
    model.addAttribute("profileNames", shelf.profileNames());
    shelf.addChoices(model.asMap(), locale);
    return "playbook/scripts";
  }

  @GetMapping("/new")
  String blank(@RequestParam(required = false) @Nullable UUID story, Locale locale, Model model) {
    model.addAttribute(
        "form",
        new ScriptForm(
            ScriptId.next().toString(),
            "",
            "",
            "",
            "",
            "",
            "",
            story == null ? "" : story.toString(),
            0));
    return editor(model.asMap(), locale, null);
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") ScriptForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Script.Content content = read(form, reader);
    if (id == null || content == null) {
      return invalid(errors, locale, null);
    }
    ScriptId script = new ScriptId(id);
    try {
      Once.make(
          () -> scripts.findById(script).isPresent(),
          () -> playbook.script(script, content, actor.id(), clock.instant()));
    } catch (RefusedException e) {
      reader.refuse("body", e.messageKey(), e.arguments());
      return invalid(errors, locale, null);
    }
    Flash.done(next, "script.added", content.title());
    return new ModelAndView("redirect:/playbook/scripts/" + id);
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Locale locale, Model model) {
    Script script = scripts.get(id);
    Script.Content content = script.content();
    model.addAttribute("script", script);
    model.addAttribute("content", content);
    model.addAttribute("pieces", MergeText.fill(content.body(), Map.of()));
    model.addAttribute(
        "subject", MergeText.fill(Objects.requireNonNullElse(content.subject(), ""), Map.of()));
    model.addAttribute("mergeNames", playbook.mergeNames(locale));
    model.addAttribute(
        "story", content.story() == null ? null : playbook.story(content.story()).orElse(null));
    model.addAttribute("uses", lists.uses(Kit.Item.SCRIPT, id));
    model.addAttribute("profileNames", shelf.profileNames());
    return "playbook/script";
  }

  @GetMapping("/{id}/edit")
  String edit(@PathVariable UUID id, Locale locale, Model model) {
    Script script = scripts.get(id);
    model.addAttribute("form", ScriptForm.of(script));
    return editor(model.asMap(), locale, script);
  }

  @PostMapping("/{id}")
  ModelAndView change(
      @PathVariable UUID id,
      @ModelAttribute("form") ScriptForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Script script = scripts.get(id);
    FormReader reader = new FormReader(errors, locale);
    Script.Content content = read(form, reader);
    if (content == null) {
      return invalid(errors, locale, script);
    }
    if (Meanwhile.changed(form.version(), script.version())) {
      ModelAndView late = new ModelAndView("playbook/script-form");
      editor(late.getModel(), locale, script);
      return Meanwhile.show(late, form, ScriptForm.of(script));
    }
    try {
      script.change(content);
    } catch (RefusedException e) {
      reader.refuse("body", e.messageKey(), e.arguments());
      return invalid(errors, locale, script);
    }
    scripts.save(script);
    Flash.done(next, "script.changed", content.title());
    return new ModelAndView("redirect:/playbook/scripts/" + id);
  }

  @PostMapping("/{id}/retirement")
  String retire(@PathVariable UUID id, RedirectAttributes next) {
    Script script = scripts.get(id);
    script.retire(clock.instant());
    scripts.save(script);
    Flash.done(next, "script.retired", script.title());
    Flash.undo(next, "/playbook/scripts/" + id + "/return");
    return "redirect:/playbook/scripts/" + id;
  }

  @PostMapping("/{id}/return")
  String bringBack(@PathVariable UUID id, RedirectAttributes next) {
    Script script = scripts.get(id);
    script.bringBack();
    scripts.save(script);
    Flash.done(next, "script.returned", script.title());
    return "redirect:/playbook/scripts/" + id;
  }

  private Script.@Nullable Content read(ScriptForm form, FormReader reader) {
    String title = reader.required("title", form.title(), 120);
    String subject = reader.text("subject", form.subject(), 200);
    String body = reader.required("body", form.body(), 10_000);
    HourglassPhase phase = reader.choice("phase", form.phase(), HourglassPhase.class);
    ProfileId profile = shelf.profile(reader, form.profile());
    SpokenTo spokenTo = reader.choice("spokenTo", form.spokenTo(), SpokenTo.class);
    UUID story = reader.id("story", form.story());
    if (story != null && stories.findById(new StoryId(story)).isEmpty()) {
      reader.refuse("story", "choose");
    }
    return reader.failed()
        ? null
        : new Script.Content(
            title,
            subject,
            body,
            phase,
            profile,
            spokenTo,
            story == null ? null : new StoryId(story));
  }

  private String editor(Map<String, Object> model, Locale locale, @Nullable Script script) {
    model.put("script", script);
    model.put("spokenToChoices", shelf.choices(SpokenTo.values(), "buying.", locale));
    model.put(
        "storyChoices", playbook.storyChoices(script == null ? null : script.content().story()));
    model.put("mergeFields", List.of(MergeField.values()));
    model.put("mergeNames", playbook.mergeNames(locale));
    shelf.addChoices(model, locale);
    return "playbook/script-form";
  }

  private ModelAndView invalid(BindingResult errors, Locale locale, @Nullable Script script) {
    ModelAndView page = new ModelAndView("playbook/script-form", errors.getModel());
    editor(page.getModel(), locale, script);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }
}
