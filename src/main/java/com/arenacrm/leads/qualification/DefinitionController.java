package com.arenacrm.leads.qualification;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.icp.Grade;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.qualification.Definition.State;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

/** What both teams call a qualified prospect: reading it, writing it, signing it. */
@Controller
@RequestMapping("/leads/definition")
class DefinitionController {

  private static final int LONGEST_COMMENT = 2000;

  /** How far back sellers' checks are counted. */
  static final Duration CHECKED_SINCE = Duration.ofDays(90);

  private final Definitions definitions;
  private final Agreement agreement;
  private final DefinitionPages pages;
  private final ContactSets contacts;
  private final UserNames userNames;
  private final Clock clock;

  DefinitionController(
      Definitions definitions,
      Agreement agreement,
      DefinitionPages pages,
      ContactSets contacts,
      UserNames userNames,
      Clock clock) {
    this.definitions = definitions;
    this.agreement = agreement;
    this.pages = pages;
    this.contacts = contacts;
    this.userNames = userNames;
    this.clock = clock;
  }

  /** The one in force; while there is none, the latest; at first the five facts alone. */
  @GetMapping
  String inForce(CurrentUser viewer, Model model) {
    Optional<Definition> shown =
        definitions.findByState(State.IN_FORCE).or(definitions::findFirstByOrderByNumberDesc);
    return page(shown.orElse(null), viewer, model);
  }

  /** That one awaits the viewer's signature, for pages that load it by themselves. */
  @GetMapping("/waiting")
  String waiting(CurrentUser viewer, Model model) {
    model.addAttribute(
        "toSign",
        definitions
            .findFirstByOrderByNumberDesc()
            .filter(latest -> Agreement.maySign(viewer, latest))
            .map(Definition::number)
            .orElse(null));
    return "leads/definition :: waiting";
  }

  /** Any edition, however old. */
  @GetMapping("/{number}")
  String one(CurrentUser viewer, @PathVariable int number, Model model) {
    return page(
        definitions.findByNumber(number).orElseThrow(NotFoundException::new), viewer, model);
  }

  private String page(@Nullable Definition shown, CurrentUser viewer, Model model) {
    List<DefinitionPages.Line> all = pages.editions();
    model.addAttribute("definition", shown);
    model.addAttribute("editions", all);
    model.addAttribute(
        "open",
        all.stream()
            .filter(d -> d.state().isOpen() && (shown == null || d.number() != shown.number()))
            .findFirst()
            .orElse(null));
    model.addAttribute("nothingInForce", all.stream().noneMatch(d -> d.state() == State.IN_FORCE));
    Definition standing =
        shown == null || !shown.state().isOpen()
            ? null
            : definitions.findByState(State.IN_FORCE).orElse(null);
    model.addAttribute("standing", standing == null ? 0 : standing.number());
    model.addAttribute(
        "difference",
        standing == null ? null : Difference.of(standing.criteria(), shown.criteria()));
    model.addAttribute("writing", all.stream().anyMatch(d -> d.state().isOpen()));
    model.addAttribute("maySign", shown != null && Agreement.maySign(viewer, shown));
    model.addAttribute("mayTakeBack", shown != null && Agreement.mayTakeBack(viewer, shown));
    model.addAttribute("mayPropose", Agreement.mayPropose(viewer));
    model.addAttribute("signedFirst", shown != null && viewer.id().equals(shown.proposer()));
    model.addAttribute("checks", pages.checkedSince(clock.instant().minus(CHECKED_SINCE)));
    model.addAttribute("checkedDays", CHECKED_SINCE.toDays());
    model.addAttribute("userNames", userNames.all());
    return "leads/definition";
  }

  @GetMapping("/edit")
  String edit(Locale locale, Model model, RedirectAttributes next) {
    Optional<Definition> latest = definitions.findFirstByOrderByNumberDesc();
    if (latest.filter(d -> d.state() == State.PROPOSED).isPresent()) {
      Flash.refused(next, "definition.notDraft");
      return "redirect:/leads/definition/" + latest.get().number();
    }
    Optional<Definition> draft = latest.filter(d -> d.state() == State.DRAFT);
    DefinitionForm form =
        DefinitionForm.of(
            draft.map(Definition::number).orElse(0),
            draft.map(Definition::version).orElse(0),
            draft
                .or(() -> definitions.findByState(State.IN_FORCE))
                .map(Definition::criteria)
                .orElse(List.of()),
            locale);
    model.addAttribute("form", form);
    model.addAttribute(
        BindingResult.MODEL_KEY_PREFIX + "form", new BeanPropertyBindingResult(form, "form"));
    addChoices(model.asMap());
    return "leads/definition-form";
  }

  /** The form as typed with a row more or less; nothing is kept. */
  @PostMapping("/draft")
  ModelAndView draft(
      @ModelAttribute("form") DefinitionForm typed,
      BindingResult ignored,
      @RequestParam(defaultValue = "") String step,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx) {
    DefinitionForm form = typed.with(step);
    ModelAndView page =
        new ModelAndView(
            htmx == null ? "leads/definition-form" : "leads/definition-form :: criteria",
            new BeanPropertyBindingResult(form, "form").getModel());
    page.addObject("grown", step.equals("+"));
    addChoices(page.getModel());
    return page;
  }

  @PostMapping
  ModelAndView keep(
      CurrentUser actor,
      @ModelAttribute("form") DefinitionForm form,
      BindingResult errors,
      @RequestParam(defaultValue = "") String then,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    List<Criterion> criteria = form.read(reader, locale);
    if (!reader.failed() && agreement.isInForce(criteria)) {
      reader.refuse("criteria", form.hasBlank() ? "definition.same.blank" : "definition.same");
    }
    if (reader.failed()) {
      ModelAndView page = new ModelAndView("leads/definition-form", errors.getModel());
      addChoices(page.getModel());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    int number;
    try {
      number =
          agreement.keep(
              form.number() == null ? 0 : form.number(),
              form.version() == null ? -1 : form.version(),
              criteria,
              actor,
              clock.instant());
    } catch (DataIntegrityViolationException e) {
      throw new StaleVersionException(); // somebody else began to write a moment before
    }
    Flash.done(next, "definition.kept", number);
    if (then.equals("propose")) {
      Definition draft = definitions.findByNumber(number).orElseThrow(NotFoundException::new);
      agreement.propose(number, draft.version(), actor, clock.instant());
      Flash.done(next, "definition.proposed", number);
    }
    return new ModelAndView("redirect:/leads/definition/" + number);
  }

  @PostMapping("/{number}/proposal")
  String propose(
      CurrentUser actor,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    try {
      agreement.propose(number, version, actor, clock.instant());
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return "redirect:/leads/definition/" + number;
    }
    Flash.done(next, "definition.proposed", number);
    int proposed = definitions.findByNumber(number).map(Definition::version).orElse(version);
    Flash.undo(next, "/leads/definition/" + number + "/proposal/withdrawal?version=" + proposed);
    return "redirect:/leads/definition/" + number;
  }

  @PostMapping("/{number}/proposal/withdrawal")
  String takeBack(
      CurrentUser actor,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    try {
      agreement.takeBack(number, version, actor);
      Flash.done(next, "definition.takenBack");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/leads/definition/" + number;
  }

  @PostMapping("/{number}/signature")
  String sign(
      CurrentUser actor,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    try {
      agreement.sign(number, version, actor, clock.instant());
      Flash.done(next, "definition.signed", number);
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/leads/definition/" + number;
  }

  @PostMapping("/{number}/objection")
  String sendBack(
      CurrentUser actor,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "") String comment,
      RedirectAttributes next) {
    String why = FormReader.clean(comment);
    try {
      if (why.isEmpty() || why.length() > LONGEST_COMMENT) {
        Flash.refused(next, "icp.comment.required", LONGEST_COMMENT);
        next.addFlashAttribute("typedComment", why);
      } else {
        agreement.sendBack(number, version, why, actor, clock.instant());
        Flash.done(next, "definition.sentBack");
      }
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/leads/definition/" + number;
  }

  @PostMapping("/{number}/deletion")
  String discard(
      CurrentUser actor,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    agreement.discard(number, version, actor);
    Flash.done(next, "definition.discarded", number);
    return "redirect:/leads/definition";
  }

  private void addChoices(Map<String, Object> model) {
    model.put("companyFields", contacts.fields(true));
    model.put("personFields", contacts.fields(false));
    model.put("grades", List.of(Grade.A, Grade.B, Grade.C));
  }
}
