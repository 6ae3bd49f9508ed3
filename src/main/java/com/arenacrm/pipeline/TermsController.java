package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.Playbook.Choice;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

/** On what terms a deal stands: the offer, a discount with its reason, a competitor. */
@Controller
@RequestMapping("/pipeline/opportunities/{id}/terms")
class TermsController {

  private static final BigDecimal MOST = new BigDecimal("9999999999");

  /**
   * The terms as typed.
   *
   * @param discount an amount, or a percentage of the list price with its sign
   */
  record TermsForm(
      @Nullable String offer,
      @Nullable String discount,
      @Nullable String reason,
      @Nullable String competitor,
      @Nullable Integer version) {}

  private final Opportunities opportunities;
  private final Playbook playbook;
  private final Clock clock;

  TermsController(Opportunities opportunities, Playbook playbook, Clock clock) {
    this.opportunities = opportunities;
    this.playbook = playbook;
    this.clock = clock;
  }

  @GetMapping
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale,
      Model model) {
    Opportunity deal = opportunities.get(new OpportunityId(id), viewer);
    if (htmx == null && DealDesk.mayWrite(viewer)) {
      model.addAttribute("form", opened(deal, viewer, locale));
      fill(model, deal, viewer, locale);
      return "pipeline/terms-form";
    }
    Terms terms = deal.terms();
    BigDecimal amount = deal.details().amount();
    model.addAttribute("deal", deal);
    model.addAttribute("terms", terms);
    model.addAttribute("currency", deal.details().currency());
    model.addAttribute("listPrice", terms.listPrice(amount).orElse(null));
    model.addAttribute("share", terms.share(amount).orElse(null));
    model.addAttribute(
        "offer", terms.offer() == null ? null : playbook.offer(terms.offer()).orElse(null));
    model.addAttribute("mayWrite", DealDesk.mayWrite(viewer));
    return htmx == null ? "pipeline/terms" : "pipeline/terms :: terms";
  }

  @PostMapping
  ModelAndView agree(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") TermsForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    FormReader reader = new FormReader(errors, locale);
    Terms present = deal.terms();
    List<Choice> offers = playbook.offerChoices(present.offer(), actor.formats(locale));
    UUID offer = reader.id("offer", form.offer());
    if (offer != null && offers.stream().noneMatch(c -> c.value().equals(offer.toString()))) {
      reader.refuse("offer", "choose");
    }
    BigDecimal discount = discount(form, reader, deal, locale);
    String reason = reader.text("reason", form.reason(), 500);
    if (discount != null && discount.signum() > 0) {
      reader.require("reason", reason, "terms.discount.why");
    }
    String competitor = reader.text("competitor", form.competitor(), 120);
    if (reader.failed()) {
      fill(model, deal, actor, locale);
      ModelAndView page = new ModelAndView("pipeline/terms-form", errors.getModel());
      page.addAllObjects(model.asMap());
      page.addAllObjects(errors.getModel());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    if (Meanwhile.changed(form.version(), deal.version())) {
      fill(model, deal, actor, locale);
      ModelAndView late = new ModelAndView("pipeline/terms-form", model.asMap());
      return Meanwhile.show(late, form, opened(deal, actor, locale));
    }
    deal.agree(
        new Terms(offer == null ? null : new OfferId(offer), discount, reason, competitor),
        actor.id(),
        clock.instant());
    opportunities.save(deal);
    Flash.done(next, "terms.agreed");
    return new ModelAndView("redirect:/pipeline/opportunities/" + id + "#terms");
  }

  private static @Nullable BigDecimal discount(
      TermsForm form, FormReader reader, Opportunity deal, Locale locale) {
    String typed = FormReader.clean(form.discount());
    if (!typed.endsWith("%")) {
      BigDecimal amount = reader.amount("discount", typed);
      if (amount != null && amount.compareTo(MOST) > 0) {
        reader.refuse("discount", "amount.invalid");
        return null;
      }
      return amount;
    }
    Optional<BigDecimal> percent =
        FormReader.parseAmount(typed.substring(0, typed.length() - 1), locale)
            .filter(p -> p.signum() >= 0 && p.compareTo(BigDecimal.valueOf(100)) < 0);
    BigDecimal amount = deal.details().amount();
    if (percent.isEmpty()) {
      reader.refuse("discount", "terms.discount.percent");
      return null;
    }
    if (amount == null) {
      reader.refuse("discount", "terms.discount.noAmount");
      return null;
    }
    return Terms.discountOf(amount, percent.get());
  }

  private TermsForm opened(Opportunity deal, CurrentUser viewer, Locale locale) {
    Terms terms = deal.terms();
    return new TermsForm(
        terms.offer() == null ? "" : terms.offer().toString(),
        viewer.formats(locale).typed(terms.discount()),
        terms.reason() == null ? "" : terms.reason(),
        terms.competitor() == null ? "" : terms.competitor(),
        deal.version());
  }

  private void fill(Model model, Opportunity deal, CurrentUser viewer, Locale locale) {
    OfferId offer = deal.terms().offer();
    model.addAttribute("deal", deal);
    model.addAttribute("offers", playbook.offerChoices(offer, viewer.formats(locale)));
    model.addAttribute("competitors", playbook.competitors());
    model.addAttribute("chosen", offer == null ? null : playbook.offer(offer).orElse(null));
  }
}
