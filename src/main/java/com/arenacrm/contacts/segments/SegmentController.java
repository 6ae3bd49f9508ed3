package com.arenacrm.contacts.segments;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactScores;
import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.Operator;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
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

/** Segments: the list, writing them with their count beside, removing them (R069, R078). */
@Controller
@RequestMapping("/contacts/segments")
class SegmentController {

  private static final int EXAMPLES = 5;

  private final Segments segments;
  private final ContactSets sets;
  private final ContactScores scores;
  private final AuditTrail audit;
  private final Exports exports;
  private final Clock clock;

  SegmentController(
      Segments segments,
      ContactSets sets,
      ContactScores scores,
      AuditTrail audit,
      Exports exports,
      Clock clock) {
    this.segments = segments;
    this.sets = sets;
    this.scores = scores;
    this.audit = audit;
    this.exports = exports;
    this.clock = clock;
  }

  @GetMapping
  String list(
      CurrentUser viewer, @RequestParam(required = false) @Nullable UUID after, Model model) {
    Slice<Segments.Row> page = segments.page(after, Segments.PAGE);
    model.addAttribute("page", page);
    model.addAttribute("sizes", sizes(page.rows()));
    model.addAttribute("mayWrite", viewer.isMarketing());
    return "contacts/segments";
  }

  private Map<UUID, Integer> sizes(List<Segments.Row> rows) {
    List<Saved> shown = rows.stream().map(Segments.Row::saved).toList();
    List<Integer> counts = sets.counts(shown);
    Map<UUID, Integer> sizes = new HashMap<>();
    for (int i = 0; i < shown.size(); i++) {
      sizes.put(shown.get(i).id(), counts.get(i));
    }
    return sizes;
  }

  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Formats show = viewer.formats(locale);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "segments.title",
        List.of(
            "segment",
            "segment.export.of",
            "segment.rules",
            "segment.note",
            "segment.community",
            "segment.size"),
        Exports.pieces(
            after -> segments.page(after, Segments.PAGE),
            (rows, file) -> {
              Map<UUID, Integer> sizes = sizes(rows);
              rows.forEach(
                  s ->
                      file.row(
                          Arrays.asList(
                              s.saved().name(),
                              exports.say(
                                  s.saved().companies() ? "companies.title" : "people.title",
                                  locale),
                              rules(s.saved(), show, locale),
                              s.note(),
                              s.community(),
                              sizes.get(s.saved().id()))));
            }));
  }

  /** Its conditions in words, as on the page. */
  private String rules(Saved segment, Formats show, Locale locale) {
    return segment.conditions().stream()
        .map(
            c -> {
              String field =
                  c.field().attribute() == null
                      ? exports.say("icp.field." + c.field().kind(), locale)
                      : c.field().attribute();
              String value =
                  !c.operator().needsValue()
                      ? ""
                      : c.operator() == Operator.BETWEEN
                          ? " "
                              + exports.say(
                                  "icp.range",
                                  locale,
                                  show.decimal(c.least(), 4),
                                  show.decimal(c.most(), 4))
                          : " " + (c.comparesNumbers() ? show.decimal(c.least(), 4) : c.value());
              return field + " " + exports.say("icp.operator." + c.operator(), locale) + value;
            })
        .collect(
            Collectors.joining(
                " " + exports.say(segment.any() ? "segment.or" : "segment.and", locale) + " "));
  }

  @GetMapping("/new")
  String blank(Model model) {
    model.addAttribute("form", SegmentForm.blank());
    addChoices(model.asMap());
    return "contacts/segment-form";
  }

  @GetMapping("/{id}/edit")
  String edit(@PathVariable UUID id, Locale locale, Model model) {
    SegmentForm form = SegmentForm.of(segments.get(new SegmentId(id)), locale);
    model.addAttribute("form", form);
    addCount(model.asMap(), form, locale);
    addChoices(model.asMap());
    return "contacts/segment-form";
  }

  /** The form as typed with a row more or less, or with a new count; nothing is kept. */
  @PostMapping("/draft")
  ModelAndView draft(
      @ModelAttribute("form") SegmentForm typed,
      BindingResult ignored,
      @RequestParam(defaultValue = "") String step,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale) {
    SegmentForm form = typed.with(step);
    BindingResult errors = new BeanPropertyBindingResult(form, "form");
    ModelAndView page =
        new ModelAndView(
            htmx == null ? "contacts/segment-form" : "contacts/segment-form :: rules",
            errors.getModel());
    page.addObject("grown", step.endsWith("+"));
    addCount(page.getModel(), form, locale);
    addChoices(page.getModel());
    return page;
  }

  /** How many meet the conditions as typed. */
  @PostMapping("/count")
  String count(
      @ModelAttribute("form") SegmentForm form, BindingResult ignored, Locale locale, Model model) {
    addCount(model.asMap(), form, locale);
    return "contacts/segment-form :: count";
  }

  /** The comparisons and values to choose from for the fact chosen in a row. */
  @GetMapping("/choices")
  String choices(@RequestParam Map<String, String> row, Model model) {
    Optional<Map.Entry<String, String>> chosen =
        row.entrySet().stream()
            .filter(e -> e.getKey().matches("rules\\[[0-9]{1,2}]\\.field"))
            .findFirst();
    Optional<ContactField> field = chosen.map(Map.Entry::getValue).flatMap(ContactField::parse);
    model.addAttribute(
        "operators", field.map(ContactField::operators).orElse(List.of(Operator.values())));
    model.addAttribute("values", field.map(scores::commonValues).orElse(List.of()));
    model.addAttribute("row", chosen.map(e -> e.getKey().replace(".field", "")).orElse(""));
    return "contacts/condition-rows :: choices";
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") SegmentForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    SegmentText text = form.read(reader, locale);
    if (id != null && text != null) {
      SegmentId segment = new SegmentId(id);
      try {
        Once.make(
            () -> segments.isThere(segment),
            () -> segments.add(segment, text, actor.id(), clock.instant()));
        Flash.done(next, "segment.kept", text.name());
        return new ModelAndView("redirect:" + membersOf(id, text));
      } catch (RefusedException e) {
        reader.refuse("name", e.messageKey(), e.arguments());
      } catch (DataIntegrityViolationException e) {
        reader.refuse("name", "segment.name.taken", text.name());
      }
    }
    return invalid(errors, form, locale);
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") SegmentForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Segment segment = segments.get(new SegmentId(id));
    FormReader reader = new FormReader(errors, locale);
    SegmentText text = form.read(reader, locale);
    if (text != null) {
      if (Meanwhile.changed(form.version(), segment.version())) {
        ModelAndView late = new ModelAndView("contacts/segment-form");
        addChoices(late.getModel());
        return Meanwhile.show(late, form, SegmentForm.of(segment, locale));
      }
      try {
        segments.change(segment.id(), segment.version(), text);
        Flash.done(next, "segment.kept", text.name());
        return new ModelAndView("redirect:" + membersOf(id, text));
      } catch (RefusedException e) {
        reader.refuse("name", e.messageKey(), e.arguments());
      } catch (DataIntegrityViolationException e) {
        reader.refuse("name", "segment.name.taken", text.name());
      }
    }
    return invalid(errors, form, locale);
  }

  @PostMapping("/{id}/deletion")
  String remove(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    String name = segments.remove(new SegmentId(id)).text().name();
    audit.note(actor, "segment-removed", new Subject("segment", id, name));
    Flash.done(next, "segment.removed", name);
    return "redirect:/contacts/segments";
  }

  private static String membersOf(UUID id, SegmentText text) {
    return "/contacts/" + (text.companies() ? "companies" : "people") + "?segment=" + id;
  }

  private ModelAndView invalid(BindingResult errors, SegmentForm form, Locale locale) {
    ModelAndView page = new ModelAndView("contacts/segment-form", errors.getModel());
    addCount(page.getModel(), form, locale);
    addChoices(page.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private void addCount(Map<String, Object> model, SegmentForm form, Locale locale) {
    BindingResult ignored = new BeanPropertyBindingResult(form, "form");
    List<Condition> conditions = form.conditions(new FormReader(ignored, locale), locale);
    long typed = form.rules().stream().filter(row -> !row.isBlank()).count();
    model.put("half", (int) typed - conditions.size());
    model.put("ofCompanies", form.companies());
    if (!conditions.isEmpty()) {
      model.put("preview", sets.preview(conditions, form.any(), form.companies(), EXAMPLES));
    }
  }

  private void addChoices(Map<String, Object> model) {
    model.put("companyFields", sets.fields(true));
    model.put("personFields", sets.fields(false));
  }
}
