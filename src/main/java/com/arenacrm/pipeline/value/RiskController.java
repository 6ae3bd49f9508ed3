package com.arenacrm.pipeline.value;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.Seen;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.value.BuyerRisk.State;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.util.Locale;
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
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the customer of a deal fears: a part of its page, and pages to write it on. */
@Controller
@RequestMapping("/pipeline/opportunities/{id}/risks")
class RiskController {

  /** A risk as typed; {@code id} is its own, so that sending twice notes it once. */
  record RiskForm(
      @Nullable String id,
      @Nullable String risk,
      @Nullable String mitigation,
      @Nullable String state,
      @Nullable Integer version) {

    static RiskForm of(BuyerRisk r) {
      return new RiskForm(
          r.id().toString(),
          r.risk(),
          r.mitigation() == null ? "" : r.mitigation(),
          r.state().name(),
          r.version());
    }
  }

  private final Deals deals;
  private final BuyerRisks risks;
  private final UserNames userNames;
  private final Clock clock;

  RiskController(Deals deals, BuyerRisks risks, UserNames userNames, Clock clock) {
    this.deals = deals;
    this.risks = risks;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping
  String all(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    Seen deal = deals.seen(new OpportunityId(id), viewer);
    model.addAttribute("deal", deal);
    model.addAttribute("risks", risks.of(deal.id()));
    model.addAttribute("names", userNames.all());
    return htmx == null ? "pipeline/risks" : "pipeline/risks :: risks";
  }

  @GetMapping("/new")
  ModelAndView blank(CurrentUser actor, @PathVariable UUID id) {
    Seen deal = writable(id, actor);
    ModelAndView page = form(deal, null);
    page.addObject(
        "form", new RiskForm(TimeOrderedUuid.next().toString(), "", "", State.OPEN.name(), 0));
    return page;
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") RiskForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Seen deal = writable(id, actor);
    FormReader reader = new FormReader(errors, locale);
    UUID own = reader.id("id", form.id());
    Read read = read(form, reader);
    if (own != null && !reader.failed()) {
      try {
        risks.add(
            own, deal.id(), read.risk, read.mitigation, read.state, actor.id(), clock.instant());
        Flash.done(next, "risks.added");
        return done(id);
      } catch (RefusedException e) {
        reader.refuse("risk", e.messageKey(), e.arguments());
      }
    }
    return invalid(deal, null, errors);
  }

  @GetMapping("/{risk}")
  ModelAndView edit(CurrentUser actor, @PathVariable UUID id, @PathVariable UUID risk) {
    Seen deal = writable(id, actor);
    BuyerRisk present = risks.get(risk, deal.id());
    ModelAndView page = form(deal, present);
    page.addObject("form", RiskForm.of(present));
    return page;
  }

  @PostMapping("/{risk}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @PathVariable UUID risk,
      @ModelAttribute("form") RiskForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Seen deal = writable(id, actor);
    BuyerRisk present = risks.get(risk, deal.id());
    Read read = read(form, new FormReader(errors, locale));
    if (errors.hasErrors()) {
      return invalid(deal, present, errors);
    }
    try {
      risks.change(
          risk,
          deal.id(),
          read.risk,
          read.mitigation,
          read.state,
          form.version() == null ? -1 : form.version(),
          actor.id(),
          clock.instant());
    } catch (StaleVersionException e) {
      BuyerRisk now = risks.get(risk, deal.id());
      return Meanwhile.show(form(deal, now), form, RiskForm.of(now));
    }
    Flash.done(next, "risks.changed");
    return done(id);
  }

  @PostMapping("/{risk}/deletion")
  ModelAndView remove(
      CurrentUser actor, @PathVariable UUID id, @PathVariable UUID risk, RedirectAttributes next) {
    Seen deal = writable(id, actor);
    risks.remove(risk, deal.id());
    Flash.done(next, "risks.removed");
    return done(id);
  }

  private record Read(String risk, @Nullable String mitigation, State state) {}

  private static Read read(RiskForm form, FormReader reader) {
    String risk = reader.required("risk", form.risk(), 300);
    String mitigation = reader.text("mitigation", form.mitigation(), 1000);
    State state = reader.choice("state", form.state(), State.class);
    if (state == State.HANDLED) {
      reader.require("mitigation", mitigation, "risks.handled.how");
    }
    return new Read(risk, mitigation, state == null ? State.OPEN : state);
  }

  private Seen writable(UUID id, CurrentUser actor) {
    Seen deal = deals.seen(new OpportunityId(id), actor);
    if (!deal.writes()) {
      throw new NotFoundException();
    }
    return deal;
  }

  private static ModelAndView form(Seen deal, @Nullable BuyerRisk present) {
    ModelAndView page = new ModelAndView("pipeline/risk-form");
    page.addObject("deal", deal);
    page.addObject("present", present);
    page.addObject("states", State.values());
    return page;
  }

  private static ModelAndView invalid(
      Seen deal, @Nullable BuyerRisk present, BindingResult errors) {
    ModelAndView page = form(deal, present);
    page.addAllObjects(errors.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private static ModelAndView done(UUID deal) {
    return new ModelAndView("redirect:/pipeline/opportunities/" + deal + "#risks");
  }
}
