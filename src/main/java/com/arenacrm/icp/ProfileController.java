package com.arenacrm.icp;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.ContactScores;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.Edition.State;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.HourglassPhase;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
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

/** Profiles: the list, writing them, retiring them. */
@Controller
@RequestMapping("/icp")
class ProfileController {

  private final Profiles profiles;
  private final IdealCustomerProfiles all;
  private final Drafts drafts;
  private final Signatures signatures;
  private final EditionPages pages;
  private final FitPanels panels;
  private final ContactBook book;
  private final ContactScores scores;
  private final Folding folding;
  private final UserNames userNames;
  private final Exports exports;
  private final Clock clock;

  ProfileController(
      Profiles profiles,
      IdealCustomerProfiles all,
      Drafts drafts,
      Signatures signatures,
      EditionPages pages,
      FitPanels panels,
      ContactBook book,
      ContactScores scores,
      Folding folding,
      UserNames userNames,
      Exports exports,
      Clock clock) {
    this.profiles = profiles;
    this.all = all;
    this.drafts = drafts;
    this.signatures = signatures;
    this.pages = pages;
    this.panels = panels;
    this.book = book;
    this.scores = scores;
    this.folding = folding;
    this.userNames = userNames;
    this.exports = exports;
    this.clock = clock;
  }

  @GetMapping
  String list(
      @RequestParam(defaultValue = "false") boolean retired,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    model.addAttribute("page", pages.profiles(retired, after, EditionPages.PAGE));
    model.addAttribute("retired", retired);
    model.addAttribute("userNames", userNames.all());
    return "icp/profiles";
  }

  /** A blank one, or one that begins with a rule that was found out about who buys. */
  /** The same profiles as a file. */
  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(defaultValue = "false") boolean retired,
      Locale locale,
      HttpServletResponse response) {
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "icp.title",
        List.of(
            "icp.list.profile",
            "icp.export.edition",
            "icp.list.state",
            "icp.export.marketing",
            "icp.export.sales",
            "icp.export.signed",
            "icp.list.validation",
            "icp.list.exclusions",
            "icp.list.criteria",
            "icp.list.phases"),
        Exports.each(
            after -> pages.profiles(retired, after, Exports.PIECE),
            p ->
                Arrays.asList(
                    p.name(),
                    p.number(),
                    exports.say("icp.state." + p.state(), locale),
                    p.marketing() == null ? null : names.get(p.marketing()),
                    p.sales() == null ? null : names.get(p.sales()),
                    p.signedAt(),
                    p.signedAt() == null
                        ? null
                        : exports.say(
                            "validation.short."
                                + (p.validation() == null ? "REOPENED" : p.validation()),
                            locale),
                    p.exclusions(),
                    p.criteria(),
                    HourglassPhase.values().length - p.phasesWithout())));
  }

  @GetMapping("/new")
  String blank(
      ProfileForm.RuleForm found, @RequestParam(defaultValue = "") String excluded, Model model) {
    model.addAttribute(
        "form",
        found.isBlank()
            ? ProfileForm.blank()
            : ProfileForm.beginningWith(found, excluded.equals("true")));
    addChoices(model.asMap());
    return "icp/editor";
  }

  @GetMapping("/{profile}/edit")
  String edit(@PathVariable UUID profile, Locale locale, Model model, RedirectAttributes next) {
    EditionPages.Page latest = latest(new ProfileId(profile));
    if (latest.state() == State.PROPOSED || latest.retiredAt() != null) {
      Flash.refused(next, latest.retiredAt() == null ? "icp.notDraft" : "icp.retired.closed");
      return "redirect:/icp/" + profile + "/editions/" + latest.number();
    }
    model.addAttribute("form", ProfileForm.of(latest, locale));
    model.addAttribute("latest", latest);
    model.addAttribute("contradictions", latest.text().contradictions(folding));
    addChoices(model.asMap());
    return "icp/editor";
  }

  /** The form as typed with a row more or less, or with a new count; nothing is kept. */
  @PostMapping("/draft")
  ModelAndView draft(
      @ModelAttribute("form") ProfileForm typed,
      BindingResult ignored,
      @RequestParam(defaultValue = "") String step,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale) {
    ProfileForm form = typed.with(step);
    BindingResult errors = new BeanPropertyBindingResult(form, "form");
    String part = step.startsWith("roles") ? "roles" : "rules";
    ModelAndView page =
        new ModelAndView(htmx == null ? "icp/editor" : "icp/editor :: " + part, errors.getModel());
    page.addObject("grown", step.endsWith("+") ? step.substring(0, step.length() - 1) : null);
    if (htmx == null) {
      EditionText text = readable(form, locale);
      page.addObject("panel", panel(form, text));
      page.addObject("contradictions", text.contradictions(folding));
    }
    addChoices(page.getModel());
    return page;
  }

  /** How many fit the rules as typed. */
  @PostMapping("/fit")
  String fit(
      @ModelAttribute("form") ProfileForm form, BindingResult ignored, Locale locale, Model model) {
    EditionText text = readable(form, locale);
    model.addAttribute("panel", panel(form, text));
    model.addAttribute("contradictions", text.contradictions(folding));
    model.addAttribute("live", true);
    return "icp/fit :: panel";
  }

  /** The comparisons and values to choose from for the fact chosen in a row. */
  @GetMapping("/choices")
  String choices(@RequestParam Map<String, String> row, Model model) {
    Optional<Map.Entry<String, String>> chosen =
        row.entrySet().stream()
            .filter(e -> e.getKey().matches("(exclusions|criteria)\\[[0-9]{1,3}]\\.field"))
            .findFirst();
    Optional<ContactField> field = chosen.map(Map.Entry::getValue).flatMap(ContactField::parse);
    model.addAttribute(
        "operators", field.map(ContactField::operators).orElse(List.of(Operator.values())));
    model.addAttribute("values", field.map(scores::commonValues).orElse(List.of()));
    model.addAttribute("row", chosen.map(e -> e.getKey().replace(".field", "")).orElse(""));
    return "icp/editor :: choices";
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") ProfileForm form,
      BindingResult errors,
      @RequestParam(defaultValue = "") String then,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    String name = reader.required("name", form.name(), 100);
    EditionText text = form.read(reader, locale);
    if (id != null && !reader.failed()) {
      ProfileId profile = new ProfileId(id);
      try {
        Once.make(
            () -> all.findById(profile).isPresent(),
            () -> profiles.define(profile, name, text, actor.id(), clock.instant()));
        Flash.done(next, "icp.added", name);
        return kept(actor, profile, then, next);
      } catch (RefusedException e) {
        reader.refuse("name", e.messageKey(), e.arguments());
      } catch (DataIntegrityViolationException e) {
        reader.refuse("name", "icp.name.taken", name);
      }
    }
    return invalid(errors, null, text);
  }

  @PostMapping("/{profile}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID profile,
      @ModelAttribute("form") ProfileForm form,
      BindingResult errors,
      @RequestParam(defaultValue = "") String then,
      Locale locale,
      RedirectAttributes next) {
    ProfileId id = new ProfileId(profile);
    EditionPages.Page latest = latest(id);
    FormReader reader = new FormReader(errors, locale);
    String name = reader.required("name", form.name(), 100);
    EditionText text = form.read(reader, locale);
    if (!reader.failed()) {
      Drafts.Seen seen =
          new Drafts.Seen(seen(form.number()), seen(form.version()), seen(form.profileVersion()));
      try {
        drafts.keep(id, name, text, seen, actor, clock.instant());
        Flash.done(next, "icp.kept", name);
        return kept(actor, id, then, next);
      } catch (RefusedException e) {
        if (!e.messageKey().equals("icp.name.taken")) {
          throw e;
        }
        reader.refuse("name", e.messageKey(), e.arguments());
      } catch (DataIntegrityViolationException e) {
        // Somebody else began the same new edition, or took the name, a moment before.
        throw new StaleVersionException();
      }
    }
    return invalid(errors, latest, text);
  }

  @PostMapping("/{profile}/retirement")
  String retire(CurrentUser actor, @PathVariable UUID profile, RedirectAttributes next) {
    signatures.retire(new ProfileId(profile), actor, clock.instant());
    Flash.done(next, "icp.retired.done");
    Flash.undo(next, "/icp/" + profile + "/return");
    return "redirect:/icp/" + profile;
  }

  @PostMapping("/{profile}/return")
  String bringBack(CurrentUser actor, @PathVariable UUID profile, RedirectAttributes next) {
    signatures.bringBack(new ProfileId(profile), actor);
    Flash.done(next, "icp.returned");
    return "redirect:/icp/" + profile;
  }

  /** Where to go once the draft is kept: to its page, signed on the way there if so asked. */
  private ModelAndView kept(
      CurrentUser actor, ProfileId profile, String then, RedirectAttributes next) {
    EditionPages.Page draft = latest(profile);
    if (then.equals("propose") && draft.state() == State.DRAFT) {
      try {
        signatures.propose(profile, draft.number(), draft.version(), actor, clock.instant());
        Flash.done(next, "icp.proposed");
      } catch (RefusedException e) {
        Flash.refused(next, e);
      }
    }
    return new ModelAndView("redirect:/icp/" + profile + "/editions/" + draft.number());
  }

  /** What of a form can be read. */
  private static EditionText readable(ProfileForm form, Locale locale) {
    BindingResult errors = new BeanPropertyBindingResult(form, "form");
    return form.read(new FormReader(errors, locale), locale);
  }

  private FitPanel panel(ProfileForm form, EditionText text) {
    long typed =
        Stream.concat(form.exclusions().stream(), form.criteria().stream())
            .filter(row -> !row.isBlank())
            .count();
    int read = text.exclusions().size() + text.criteria().size();
    return panels.count(text, (int) typed - read);
  }

  private ModelAndView invalid(
      BindingResult errors, EditionPages.@Nullable Page latest, EditionText text) {
    ModelAndView page = new ModelAndView("icp/editor", errors.getModel());
    page.addObject("contradictions", text.contradictions(folding));
    page.addObject("latest", latest);
    addChoices(page.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private void addChoices(Map<String, Object> model) {
    model.put("companyFields", fields(true));
    model.put("personFields", fields(false));
    model.put("phaseNames", HourglassPhase.values());
  }

  private List<ContactField> fields(boolean ofCompanies) {
    Stream<ContactField> common =
        Stream.of(Kind.values())
            .filter(kind -> kind != Kind.COMPANY_ATTRIBUTE && kind != Kind.PERSON_ATTRIBUTE)
            .map(ContactField::of)
            .filter(field -> field.ofCompanies() == ofCompanies);
    Kind further = ofCompanies ? Kind.COMPANY_ATTRIBUTE : Kind.PERSON_ATTRIBUTE;
    return Stream.concat(
            common,
            book.attributeNames(ofCompanies).stream()
                .filter(label -> !label.isBlank())
                .map(label -> new ContactField(further, label)))
        .toList();
  }

  private EditionPages.Page latest(ProfileId profile) {
    return pages.before(profile, Integer.MAX_VALUE).orElseThrow(NotFoundException::new);
  }

  private static int seen(@Nullable Integer version) {
    return version == null ? -1 : version;
  }
}
