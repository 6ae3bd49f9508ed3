package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.playbook.Offer;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.Playbook.Choice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
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
   * @param discount an amount, or a percentage with its sign
   * @param of what the discount is taken from, once the arithmetic was shown
   * @param shown the discount for which it was shown
   */
  record TermsForm(
      @Nullable String offer,
      @Nullable String discount,
      @Nullable String reason,
      @Nullable String competitor,
      @Nullable String of,
      @Nullable String shown,
      @Nullable Integer version) {}

  /** What the amount of the deal is, when a discount is given. */
  enum Of {
    /** The price before: the amount becomes what remains. */
    PRICE,
    /** What remains already: the price before was higher. */
    AFTER
  }

  /**
   * What a discount comes to, either way.
   *
   * @param price before the discount, if the amount is to be lowered
   * @param discount from that price
   * @param amount what the deal is worth now
   * @param discountBefore what was given away already, if the amount stays
   */
  record Sum(BigDecimal price, BigDecimal discount, BigDecimal amount, BigDecimal discountBefore) {

    static Sum of(BigDecimal amount, Terms present, Typed typed) {
      BigDecimal price = present.listPrice(amount).orElse(amount);
      return new Sum(
          price,
          typed.percent()
              ? price
                  .multiply(typed.number())
                  .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP)
              : typed.number(),
          amount,
          typed.percent() ? Terms.discountOf(amount, typed.number()) : typed.number());
    }

    /** What the deal is worth once the discount is taken from its price. */
    public BigDecimal remains() {
      return price.subtract(discount);
    }

    /** What the price was, if the amount stays. */
    public BigDecimal priceBefore() {
      return amount.add(discountBefore);
    }
  }

  /** A discount as typed; nothing is 0. */
  record Typed(BigDecimal number, boolean percent) {

    boolean says(@Nullable BigDecimal discount) {
      return !percent && number.compareTo(discount == null ? BigDecimal.ZERO : discount) == 0;
    }
  }

  private final Opportunities opportunities;
  private final Deals deals;
  private final Playbook playbook;
  private final JdbcClient jdbc;
  private final Clock clock;

  TermsController(
      Opportunities opportunities, Deals deals, Playbook playbook, JdbcClient jdbc, Clock clock) {
    this.deals = deals;
    this.jdbc = jdbc;
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
        "offer",
        terms.offer() == null
            ? null
            : playbook.offer(terms.offer(), viewer.today(clock)).orElse(null));
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute("mismatch", mismatch(deal, terms.offer(), viewer.today(clock)));
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
      reader.refuse("offer", playbook.refusalOf(offer, actor.today(clock)));
    }
    BigDecimal amount = deal.details().amount();
    Typed typed = discount(form, reader, deal, locale);
    Sum sum = amount == null || typed == null ? null : Sum.of(amount, present, typed);
    if (sum != null && sum.discount().compareTo(sum.price()) > 0) {
      reader.refuse(
          "discount",
          "terms.discount.more",
          actor.formats(locale).money(sum.price(), deal.details().currency()));
    }
    String reason = deal.isLined() ? present.reason() : reader.text("reason", form.reason(), 500);
    if (typed != null && typed.number().signum() > 0) {
      reader.require("reason", reason, "terms.discount.why");
    }
    boolean none = typed != null && typed.number().signum() == 0;
    if (none && !deal.isLined() && reason != null && !reason.equals(present.reason())) {
      reader.refuse("reason", "terms.reason.alone");
    }
    String competitor = reader.text("competitor", form.competitor(), 120);
    if (reader.failed() || typed == null) {
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
    OfferId chosen = offer == null ? null : new OfferId(offer);
    Of of = of(form);
    boolean asks = sum != null && deal.isOpen() && !typed.says(present.discount());
    if (asks && of == null) {
      fill(model, deal, actor, locale);
      ModelAndView page = new ModelAndView("pipeline/terms-form", model.asMap());
      page.addAllObjects(errors.getModel());
      page.addObject("sum", sum);
      page.addObject("mismatch", mismatch(deal, chosen, actor.today(clock)));
      page.addObject(
          "chosen",
          chosen == null ? null : playbook.offer(chosen, actor.today(clock)).orElse(null));
      return page;
    }
    BigDecimal discount = typed.number();
    BigDecimal worth = null;
    if (sum != null && !typed.says(present.discount())) {
      boolean lowers = asks && of == Of.PRICE;
      discount = lowers ? sum.discount() : sum.discountBefore();
      if (lowers) {
        worth = sum.remains();
      }
    }
    deals.agree(
        deal, new Terms(chosen, discount, reason, competitor), worth, actor.id(), clock.instant());
    Flash.done(next, "terms.agreed");
    return new ModelAndView("redirect:/pipeline/opportunities/" + id + "#terms");
  }

  /** What was chosen, if the arithmetic was shown for the discount that is typed now. */
  private static @Nullable Of of(TermsForm form) {
    return FormReader.clean(form.shown()).equals(FormReader.clean(form.discount()))
        ? Stream.of(Of.values()).filter(o -> o.name().equals(form.of())).findFirst().orElse(null)
        : null;
  }

  /** Whether an offer is for others than this customer: the word for whom it is; null for none. */
  private Offer.@Nullable ForWhom mismatch(
      Opportunity deal, @Nullable OfferId offer, LocalDate today) {
    Offer.ForWhom forWhom =
        offer == null
            ? null
            : playbook.offer(offer, today).map(o -> o.content().forWhom()).orElse(null);
    if (forWhom == null || forWhom == Offer.ForWhom.ALL) {
      return null;
    }
    boolean customer =
        jdbc.sql(
                """
                select exists (select from pipeline.opportunity w
                  join pipeline.opportunity d on d.id = :deal
                  where w.kind = 'WON' and w.id <> d.id
                    and (w.company_id = d.company_id or w.person_id = d.person_id))
                """)
            .param("deal", deal.id().id())
            .query(Boolean.class)
            .single();
    return customer == (forWhom == Offer.ForWhom.EXISTING) ? null : forWhom;
  }

  private static @Nullable Typed discount(
      TermsForm form, FormReader reader, Opportunity deal, Locale locale) {
    BigDecimal present = deal.terms().discount();
    if (deal.isLined()) {
      return new Typed(present == null ? BigDecimal.ZERO : present, false);
    }
    String typed = FormReader.clean(form.discount());
    if (!typed.endsWith("%")) {
      BigDecimal amount = reader.amount("discount", typed);
      if (amount != null && amount.compareTo(MOST) > 0) {
        reader.refuse("discount", "amount.invalid");
        return null;
      }
      if (amount == null && !typed.isEmpty()) {
        return null;
      }
      return new Typed(amount == null ? BigDecimal.ZERO : amount, false);
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
    return new Typed(percent.get(), true);
  }

  private TermsForm opened(Opportunity deal, CurrentUser viewer, Locale locale) {
    Terms terms = deal.terms();
    return new TermsForm(
        terms.offer() == null ? "" : terms.offer().toString(),
        viewer.formats(locale).typed(terms.discount()),
        terms.reason() == null ? "" : terms.reason(),
        terms.competitor() == null ? "" : terms.competitor(),
        "",
        "",
        deal.version());
  }

  private void fill(Model model, Opportunity deal, CurrentUser viewer, Locale locale) {
    OfferId offer = deal.terms().offer();
    model.addAttribute("deal", deal);
    model.addAttribute("amount", deal.details().amount());
    model.addAttribute("currency", deal.details().currency());
    model.addAttribute("present", deal.terms());
    model.addAttribute("listPrice", deal.terms().listPrice(deal.details().amount()).orElse(null));
    model.addAttribute("offers", playbook.offerChoices(offer, viewer.formats(locale)));
    model.addAttribute("competitors", playbook.competitors());
    model.addAttribute(
        "chosen", offer == null ? null : playbook.offer(offer, viewer.today(clock)).orElse(null));
  }
}
