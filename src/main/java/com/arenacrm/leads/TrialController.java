package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** Trials and diagnoses: of all leads, and of one. */
@Controller
@RequestMapping("/leads")
class TrialController {

  private static final int LONGEST_NOTE = 2000;

  /**
   * What was typed about a trial.
   *
   * @param id of the trial, new or known
   */
  record TrialForm(String id, String offer, String on, String result, String note) {

    static TrialForm blank(LocalDate today) {
      return new TrialForm(TrialId.next().toString(), "", today.toString(), "", "");
    }
  }

  private final Trials trials;
  private final TrialRecords records;
  private final Leads leads;
  private final Playbook playbook;
  private final UserNames userNames;
  private final Exports exports;
  private final Clock clock;

  TrialController(
      Trials trials,
      TrialRecords records,
      Leads leads,
      Playbook playbook,
      UserNames userNames,
      Exports exports,
      Clock clock) {
    this.trials = trials;
    this.records = records;
    this.leads = leads;
    this.playbook = playbook;
    this.userNames = userNames;
    this.exports = exports;
    this.clock = clock;
  }

  @GetMapping("/trials")
  String all(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID offer,
      @RequestParam(required = false) Trials.@Nullable Reached state,
      @RequestParam(required = false) @Nullable UUID after,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    Slice<Trials.Row> page = trials.seen(offer, state, after, Trials.PAGE, viewer);
    model.addAttribute("page", page);
    model.addAttribute("counts", trials.counts(offer, viewer));
    model.addAttribute("offer", offer);
    model.addAttribute("state", state);
    model.addAttribute(
        "offers",
        playbook.offerNames(
            offer == null
                ? page.rows().stream().map(Trials.Row::offerId).distinct().toList()
                : List.of(offer)));
    return htmx == null ? "leads/trials" : "leads/trials :: rows";
  }

  /** The same trials as a file. */
  @GetMapping("/trials/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(required = false) @Nullable UUID offer,
      @RequestParam(required = false) Trials.@Nullable Reached state,
      Locale locale,
      HttpServletResponse response) {
    exports.send(
        response,
        viewer,
        locale,
        format,
        "trials.title",
        List.of(
            "trials.who",
            "person.company",
            "trial.offer",
            "trials.state.REQUESTED.one",
            "trials.state.DELIVERED.one",
            "trial.result",
            "trial.result.on",
            "trial.note"),
        Exports.pieces(
            after -> trials.seen(offer, state, after, Exports.PIECE, viewer),
            (piece, file) -> {
              Map<UUID, String> names =
                  playbook.offerNames(piece.stream().map(Trials.Row::offerId).distinct().toList());
              piece.forEach(
                  t ->
                      file.row(
                          Arrays.asList(
                              t.personName(),
                              t.companyName(),
                              names.get(t.offerId()),
                              t.requestedOn(),
                              t.deliveredOn(),
                              t.result() == null
                                  ? null
                                  : exports.say("trial.result." + t.result(), locale),
                              t.resultOn(),
                              t.resultNote())));
            }));
  }

  @GetMapping("/{lead}/trials")
  String ofLead(
      CurrentUser viewer,
      @PathVariable UUID lead,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    fill(model.asMap(), get(lead, viewer), viewer);
    TrialForm form = TrialForm.blank(viewer.today(clock));
    model.addAttribute("form", form);
    model.addAttribute(
        BindingResult.MODEL_KEY_PREFIX + "form", new BeanPropertyBindingResult(form, "form"));
    return htmx == null ? "leads/lead-trials" : "leads/lead-trials :: trials";
  }

  @PostMapping("/{lead}/trials")
  ModelAndView request(
      CurrentUser actor,
      @PathVariable UUID lead,
      @ModelAttribute("form") TrialForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Lead known = get(lead, actor);
    LocalDate today = actor.today(clock);
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    UUID offer = reader.id("offer", form.offer());
    reader.require("offer", offer, "choose");
    if (offer != null
        && playbook.trialChoices(today).stream()
            .noneMatch(c -> c.value().equals(offer.toString()))) {
      reader.refuse("offer", playbook.refusalOf(offer, today));
    }
    LocalDate on = reader.date("on", form.on());
    reader.require("on", on, "date.invalid");
    if (on != null && on.isAfter(today)) {
      reader.refuse("on", "trial.later");
    }
    if (reader.failed() || id == null || offer == null || on == null) {
      return invalid(errors, known, actor, null);
    }
    TrialId trial = new TrialId(id);
    Once.make(
        () -> records.findById(trial).isPresent(),
        () -> trials.request(trial, known.id(), new OfferId(offer), on, by(actor)));
    Flash.done(next, "trial.requested.done");
    Flash.undo(next, "/leads/trials/" + id + "/withdrawal");
    return back(known.id());
  }

  @PostMapping("/trials/{id}/delivery")
  ModelAndView deliver(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") TrialForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Trial trial = trials.get(new TrialId(id), actor);
    FormReader reader = new FormReader(errors, locale);
    LocalDate on = reader.date("on", form.on());
    reader.require("on", on, "date.invalid");
    if (on != null && !reader.failed()) {
      try {
        trials.deliver(trial.id(), on, actor.today(clock), by(actor));
        Flash.done(next, "trial.delivered.done");
        return back(trial.lead());
      } catch (RefusedException e) {
        reader.refuse("on", e.messageKey(), e.arguments());
      }
    }
    return invalid(errors, get(trial.lead().id(), actor), actor, id);
  }

  @PostMapping("/trials/{id}/result")
  ModelAndView conclude(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") TrialForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Trial trial = trials.get(new TrialId(id), actor);
    FormReader reader = new FormReader(errors, locale);
    Trial.Result result = reader.choice("result", form.result(), Trial.Result.class);
    reader.require("result", result, "choose");
    String note = reader.text("note", form.note(), LONGEST_NOTE);
    LocalDate on = reader.date("on", form.on());
    reader.require("on", on, "date.invalid");
    if (on != null && result != null && !reader.failed()) {
      try {
        trials.conclude(trial.id(), result, note, on, actor.today(clock), by(actor));
        Flash.done(next, "trial.result.done");
        return back(trial.lead());
      } catch (RefusedException e) {
        reader.refuse("on", e.messageKey(), e.arguments());
      }
    }
    return invalid(errors, get(trial.lead().id(), actor), actor, id);
  }

  @PostMapping("/trials/{id}/withdrawal")
  ModelAndView withdraw(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Trial trial = trials.get(new TrialId(id), actor);
    try {
      trials.withdraw(trial.id(), actor);
      Flash.done(next, "trial.withdrawn");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return back(trial.lead());
  }

  /**
   * @param about the trial whose form was sent; null for a new one
   */
  private ModelAndView invalid(
      BindingResult errors, Lead lead, CurrentUser viewer, @Nullable UUID about) {
    ModelAndView page = new ModelAndView("leads/lead-trials", errors.getModel());
    fill(page.getModel(), lead, viewer);
    page.addObject("about", about);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private void fill(Map<String, Object> model, Lead lead, CurrentUser viewer) {
    List<Trial> known = records.findByLeadOrderByRequestedOnDescIdIdDesc(lead.id());
    model.put("lead", lead);
    model.put("trials", known);
    model.put(
        "offers", playbook.offerNames(known.stream().map(t -> t.offer().id()).distinct().toList()));
    model.put("offerChoices", playbook.trialChoices(viewer.today(clock)));
    model.put("trialResults", Trial.Result.values());
    model.put("userNames", userNames.all());
    model.put("today", viewer.today(clock));
    model.put("mayWrite", viewer.isMarketing() || viewer.isSales() || viewer.isManager());
  }

  private Trials.By by(CurrentUser actor) {
    return new Trials.By(actor, clock.instant());
  }

  private Lead get(UUID id, CurrentUser viewer) {
    return leads.seen(new LeadId(id), viewer);
  }

  private static ModelAndView back(LeadId lead) {
    return new ModelAndView("redirect:/leads/" + lead + "#trials");
  }
}
