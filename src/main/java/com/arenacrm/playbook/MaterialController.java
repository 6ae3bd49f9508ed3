package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.shared.HourglassPhase;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
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

/** Material: list, page, writing it, no longer using it (R024, R100). */
@Controller
@RequestMapping("/playbook/material")
class MaterialController {

  /** Material as typed; {@code id} is the new one's, so that sending twice makes one. */
  record MaterialForm(
      String id,
      String kind,
      String title,
      String body,
      String figure,
      String source,
      String url,
      String competitor,
      String strengths,
      String weaknesses,
      String answer,
      String phase,
      String profile,
      String spokenTo,
      Integer version) {

    static MaterialForm of(Material material) {
      Material.Content c = material.content();
      return new MaterialForm(
          material.id().toString(),
          c.kind().name(),
          c.title(),
          c.body(),
          c.figure(),
          c.source(),
          c.url(),
          c.competitor(),
          c.strengths(),
          c.weaknesses(),
          c.answer(),
          c.phase() == null ? "" : c.phase().name(),
          c.profile() == null ? "" : c.profile().toString(),
          c.spokenTo() == null ? "" : c.spokenTo().name(),
          material.version());
    }
  }

  private final Playbook playbook;
  private final Materials materials;
  private final PlaybookLists lists;
  private final Shelf shelf;
  private final OwnWords ownWords;
  private final Clock clock;

  MaterialController(
      Playbook playbook,
      Materials materials,
      PlaybookLists lists,
      Shelf shelf,
      OwnWords ownWords,
      Clock clock) {
    this.ownWords = ownWords;
    this.playbook = playbook;
    this.materials = materials;
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
      @RequestParam(required = false) Material.@Nullable Kind kind,
      @RequestParam(defaultValue = "false") boolean retired,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    PlaybookLists.Filter filter =
        new PlaybookLists.Filter(
            q, phase, profile, kind == null ? null : kind.name(), null, false, retired);
    model.addAttribute("page", lists.material(filter, after, PlaybookLists.PAGE));
    model.addAttribute("filter", filter);
    model.addAttribute("kinds", shelf.choices(Material.Kind.values(), "material.kind.", locale));
    model.addAttribute("profileNames", shelf.profileNames());
    shelf.addChoices(model.asMap(), locale);
    return "playbook/materials";
  }

  @GetMapping("/new")
  String blank(
      @RequestParam(required = false) Material.@Nullable Kind kind,
      @RequestParam(defaultValue = "") String competitor,
      Locale locale,
      Model model) {
    String named = FormReader.clean(competitor);
    model.addAttribute(
        "form",
        new MaterialForm(
            MaterialId.next().toString(),
            (kind == null ? Material.Kind.CASE : kind).name(),
            "",
            "",
            "",
            "",
            "",
            named.substring(0, Math.min(120, named.length())),
            "",
            "",
            "",
            "",
            "",
            "",
            0));
    return editor(model.asMap(), locale, null);
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") MaterialForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Material.Content content = read(form, reader);
    if (id == null || content == null) {
      return invalid(errors, locale, null);
    }
    MaterialId material = new MaterialId(id);
    Once.make(
        () -> materials.findById(material).isPresent(),
        () -> playbook.material(material, content, actor.id(), clock.instant()));
    Flash.done(next, "material.added", content.title());
    return new ModelAndView("redirect:/playbook/material/" + id);
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Model model) {
    Material material = materials.get(id);
    model.addAttribute("material", material);
    model.addAttribute("content", material.content());
    model.addAttribute("consent", ownWords.consent(id).orElse(null));
    model.addAttribute("uses", lists.uses(Kit.Item.MATERIAL, id));
    model.addAttribute("profileNames", shelf.profileNames());
    return "playbook/material";
  }

  @GetMapping("/{id}/edit")
  String edit(@PathVariable UUID id, Locale locale, Model model) {
    Material material = materials.get(id);
    model.addAttribute("form", MaterialForm.of(material));
    return editor(model.asMap(), locale, material);
  }

  @PostMapping("/{id}")
  ModelAndView change(
      @PathVariable UUID id,
      @ModelAttribute("form") MaterialForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Material material = materials.get(id);
    Material.Content content = read(form, new FormReader(errors, locale));
    if (content == null) {
      return invalid(errors, locale, material);
    }
    if (Meanwhile.changed(form.version(), material.version())) {
      ModelAndView late = new ModelAndView("playbook/material-form");
      editor(late.getModel(), locale, material);
      return Meanwhile.show(late, form, MaterialForm.of(material));
    }
    material.change(content);
    materials.save(material);
    Flash.done(next, "material.changed", content.title());
    return new ModelAndView("redirect:/playbook/material/" + id);
  }

  @PostMapping("/{id}/retirement")
  String retire(@PathVariable UUID id, RedirectAttributes next) {
    Material material = materials.get(id);
    material.retire(clock.instant());
    materials.save(material);
    Flash.done(next, "material.retired", material.title());
    Flash.undo(next, "/playbook/material/" + id + "/return");
    return "redirect:/playbook/material/" + id;
  }

  @PostMapping("/{id}/return")
  String bringBack(@PathVariable UUID id, RedirectAttributes next) {
    Material material = materials.get(id);
    if (ownWords.consent(id).filter(OwnWords.Consent::isTakenBack).isPresent()) {
      Flash.refused(next, "material.consent.takenBack");
      return "redirect:/playbook/material/" + id;
    }
    material.bringBack();
    materials.save(material);
    Flash.done(next, "material.returned", material.title());
    return "redirect:/playbook/material/" + id;
  }

  private Material.@Nullable Content read(MaterialForm form, FormReader reader) {
    Material.Kind kind = reader.choice("kind", form.kind(), Material.Kind.class);
    reader.require("kind", kind, "choose");
    String title = reader.required("title", form.title(), 120);
    String body = reader.text("body", form.body(), 10_000);
    String figure = reader.text("figure", form.figure(), 200);
    String source = reader.text("source", form.source(), 300);
    String url = reader.url("url", form.url());
    String competitor = reader.text("competitor", form.competitor(), 120);
    String strengths = reader.text("strengths", form.strengths(), 5000);
    String weaknesses = reader.text("weaknesses", form.weaknesses(), 5000);
    String answer = reader.text("answer", form.answer(), 5000);
    HourglassPhase phase = reader.choice("phase", form.phase(), HourglassPhase.class);
    ProfileId profile = shelf.profile(reader, form.profile());
    SpokenTo spokenTo = reader.choice("spokenTo", form.spokenTo(), SpokenTo.class);
    if (kind == Material.Kind.BENCHMARK) {
      reader.require("figure", figure, "material.figure.required");
      reader.require("source", source, "material.source.required");
    } else if (kind == Material.Kind.BATTLECARD) {
      reader.require("competitor", competitor, "material.competitor.required");
      reader.require("answer", answer, "material.answer.required");
    } else if (kind == Material.Kind.OBJECTION) {
      reader.require("answer", answer, "material.answer.required");
    } else if (kind == Material.Kind.LINK) {
      reader.require("url", url, "material.url.required");
    } else {
      reader.require("body", body, "required");
    }
    if (reader.failed() || kind == null) {
      return null;
    }
    boolean benchmark = kind == Material.Kind.BENCHMARK;
    boolean battlecard = kind == Material.Kind.BATTLECARD;
    return new Material.Content(
        kind,
        title,
        body,
        benchmark ? figure : null,
        benchmark ? source : null,
        url,
        battlecard ? competitor : null,
        battlecard ? strengths : null,
        battlecard ? weaknesses : null,
        battlecard || kind == Material.Kind.OBJECTION ? answer : null,
        phase,
        profile,
        spokenTo);
  }

  private String editor(Map<String, Object> model, Locale locale, @Nullable Material material) {
    model.put("material", material);
    model.put("spokenToChoices", shelf.choices(SpokenTo.values(), "buying.", locale));
    model.put("kinds", shelf.choices(Material.Kind.values(), "material.kind.", locale));
    shelf.addChoices(model, locale);
    return "playbook/material-form";
  }

  private ModelAndView invalid(BindingResult errors, Locale locale, @Nullable Material material) {
    ModelAndView page = new ModelAndView("playbook/material-form", errors.getModel());
    editor(page.getModel(), locale, material);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }
}
