package com.arenacrm.icp.research;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.ProfileName;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import java.time.Clock;
import java.time.LocalDate;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Research notes: the list, writing them, and the few that other pages show. */
@Controller
@RequestMapping("/icp/research")
class ResearchController {

  /** As many as another page shows of what is known about a profile or a company. */
  private static final int FEW = 4;

  /** A note as typed; {@code id} is the new note's, so that sending twice makes one. */
  record NoteForm(
      String id,
      String profile,
      String company,
      String market,
      String method,
      String phase,
      String title,
      String finding,
      String source,
      String link,
      String foundOn,
      Integer version) {

    static NoteForm of(ResearchNote note, String company) {
      Finding f = note.finding();
      return new NoteForm(
          note.id().toString(),
          f.profile() == null ? "" : f.profile().toString(),
          company,
          Objects.requireNonNullElse(f.market(), ""),
          f.method().name(),
          f.phase() == null ? "" : f.phase().name(),
          f.title(),
          f.text(),
          f.source(),
          Objects.requireNonNullElse(f.link(), ""),
          f.foundOn().toString(),
          note.version());
    }
  }

  private final Research research;
  private final ResearchNotes notes;
  private final Profiles profiles;
  private final ContactBook book;
  private final UserNames userNames;
  private final Clock clock;

  ResearchController(
      Research research,
      ResearchNotes notes,
      Profiles profiles,
      ContactBook book,
      UserNames userNames,
      Clock clock) {
    this.research = research;
    this.notes = notes;
    this.profiles = profiles;
    this.book = book;
    this.userNames = userNames;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String list(
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(required = false) @Nullable ResearchMethod method,
      @RequestParam(defaultValue = "false") boolean markets,
      @RequestParam(defaultValue = "false") boolean expected,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable UUID after,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    Research.Query query =
        new Research.Query(
            profile == null ? null : new ProfileId(profile),
            company == null ? null : new CompanyId(company),
            method,
            markets,
            expected,
            FormReader.clean(q));
    boolean part = htmx != null;
    Slice<Research.Row> page = part ? research.list(query, null, FEW) : research.page(query, after);
    model.addAttribute("page", page);
    model.addAttribute("query", query);
    model.addAttribute("companyNames", companyNames(query, page.rows()));
    if (part) {
      return "icp/research :: few";
    }
    model.addAttribute("profileChoices", profiles.choices());
    model.addAttribute("methods", ResearchMethod.values());
    return "icp/research";
  }

  @GetMapping("/new")
  String blank(
      CurrentUser actor,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(defaultValue = "") String phase,
      Model model) {
    model.addAttribute(
        "form",
        new NoteForm(
            ResearchNoteId.next().toString(),
            profile == null ? "" : profile.toString(),
            company == null ? "" : nameOf(new CompanyId(company)),
            "",
            ResearchMethod.INTERVIEW.name(),
            phase,
            "",
            "",
            "",
            "",
            actor.today(clock).toString(),
            0));
    addChoices(model.asMap());
    return "icp/research-form";
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") NoteForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Finding finding = read(form, reader, actor);
    if (id == null || finding == null) {
      return invalid(errors);
    }
    ResearchNoteId note = new ResearchNoteId(id);
    Once.make(
        () -> notes.findById(note).isPresent(),
        () -> research.note(note, finding, actor.id(), clock.instant()));
    Flash.done(next, "research.added");
    return new ModelAndView("redirect:/icp/research/" + id);
  }

  @GetMapping("/{note}")
  String one(CurrentUser viewer, @PathVariable UUID note, Model model) {
    ResearchNote found = get(note);
    Finding finding = found.finding();
    model.addAttribute("note", found.id());
    model.addAttribute("finding", finding);
    model.addAttribute("noted", found.createdAt());
    model.addAttribute("notedBy", userNames.all().get(found.createdBy()));
    model.addAttribute("userNames", userNames.all());
    model.addAttribute("before", research.before(found.id()));
    model.addAttribute("conclusions", research.conclusionsOn(found.id()));
    model.addAttribute("mayChange", found.mayBeChangedBy(viewer));
    model.addAttribute("profileNames", profiles.names());
    model.addAttribute("companyName", finding.company() == null ? null : nameOf(finding.company()));
    return "icp/research-note";
  }

  @GetMapping("/{note}/edit")
  String edit(CurrentUser actor, @PathVariable UUID note, Model model) {
    ResearchNote found = mine(note, actor);
    model.addAttribute("note", found.id());
    model.addAttribute("conclusions", research.conclusionsOn(found.id()));
    model.addAttribute("form", formOf(found));
    addChoices(model.asMap());
    return "icp/research-form";
  }

  @PostMapping("/{note}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID note,
      @ModelAttribute("form") NoteForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    ResearchNote found = mine(note, actor);
    FormReader reader = new FormReader(errors, locale);
    Finding finding = read(form, reader, actor);
    if (finding == null) {
      return invalid(errors).addObject("note", found.id());
    }
    if (Meanwhile.changed(form.version(), found.version())) {
      ModelAndView late = new ModelAndView("icp/research-form", "note", found.id());
      addChoices(late.getModel());
      return Meanwhile.show(late, form, formOf(found));
    }
    try {
      research.change(found, finding, actor.id(), clock.instant());
    } catch (RefusedException e) {
      reader.refuse("profile", e.messageKey(), e.arguments());
      return invalid(errors).addObject("note", found.id());
    }
    Flash.done(next, "research.saved");
    return new ModelAndView("redirect:/icp/research/" + note);
  }

  @PostMapping("/{note}/deletion")
  String delete(CurrentUser actor, @PathVariable UUID note, RedirectAttributes next) {
    try {
      research.delete(new ResearchNoteId(note), actor);
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return "redirect:/icp/research/" + note;
    }
    Flash.done(next, "research.deleted");
    return "redirect:/icp/research";
  }

  private @Nullable Finding read(NoteForm form, FormReader reader, CurrentUser actor) {
    UUID profile = reader.id("profile", form.profile());
    if (profile != null && !profiles.names().containsKey(new ProfileId(profile))) {
      reader.refuse("profile", "choose");
    }
    String companyName = reader.text("company", form.company(), 200);
    CompanyId company = companyName == null ? null : book.findCompany(companyName).orElse(null);
    if (companyName != null && company == null) {
      reader.refuse("company", "research.company.unknown", companyName);
    }
    String market = reader.text("market", form.market(), 200);
    if (profile == null && company == null && market == null && !reader.failed()) {
      reader.refuse("profile", "research.about.required");
    }
    ResearchMethod method = reader.choice("method", form.method(), ResearchMethod.class);
    reader.require("method", method, "choose");
    HourglassPhase phase = reader.choice("phase", form.phase(), HourglassPhase.class);
    if (phase != null && phase != HourglassPhase.TRY && phase != HourglassPhase.BUY) {
      reader.refuse("phase", "choose");
    }
    String title = reader.required("title", form.title(), 200);
    String text = reader.required("finding", form.finding(), 10_000);
    String source = reader.required("source", form.source(), 300);
    String link = reader.url("link", form.link());
    LocalDate day = reader.date("foundOn", form.foundOn());
    reader.require("foundOn", day, "required");
    if (day != null && day.isAfter(actor.today(clock))) {
      reader.refuse("foundOn", "research.future");
    }
    return reader.failed() || method == null || day == null
        ? null
        : new Finding(
            profile == null ? null : new ProfileId(profile),
            company,
            market,
            method,
            phase,
            title,
            text,
            source,
            link,
            day);
  }

  private Map<UUID, String> companyNames(Research.Query query, List<Research.Row> rows) {
    List<CompanyId> named =
        rows.stream()
            .map(Research.Row::companyId)
            .filter(Objects::nonNull)
            .map(CompanyId::new)
            .toList();
    return book.companyNames(
        query.company() == null || !named.isEmpty() ? named : List.of(query.company()));
  }

  private NoteForm formOf(ResearchNote note) {
    CompanyId company = note.finding().company();
    return NoteForm.of(note, company == null ? "" : nameOf(company));
  }

  private String nameOf(CompanyId company) {
    return book.companyNames(List.of(company)).getOrDefault(company.id(), "");
  }

  private ResearchNote get(UUID note) {
    return notes.findById(new ResearchNoteId(note)).orElseThrow(NotFoundException::new);
  }

  private ResearchNote mine(UUID note, CurrentUser actor) {
    ResearchNote found = get(note);
    if (!found.mayBeChangedBy(actor)) {
      throw new NotFoundException();
    }
    return found;
  }

  private void addChoices(Map<String, Object> model) {
    List<ProfileName> choices = profiles.choices();
    model.put("profileChoices", choices);
    model.put("methods", ResearchMethod.values());
  }

  private ModelAndView invalid(BindingResult errors) {
    ModelAndView page = new ModelAndView("icp/research-form", errors.getModel());
    addChoices(page.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }
}
