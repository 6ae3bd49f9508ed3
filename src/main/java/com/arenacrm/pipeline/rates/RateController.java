package com.arenacrm.pipeline.rates;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Deals of all currencies in the company's, with the rates that say so; and the rates, which the
 * administrator keeps by hand.
 */
@Controller
@RequestMapping("/pipeline/rates")
class RateController {

  private static final BigDecimal MOST = new BigDecimal("999999999");

  /** A rate as typed. */
  record RateForm(@Nullable String currency, @Nullable String day, @Nullable String rate) {}

  private final Rates rates;
  private final Clock clock;

  RateController(Rates rates, Clock clock) {
    this.rates = rates;
    this.clock = clock;
  }

  /**
   * @param currency whose deals to show, one by one
   * @param won whether those are the won ones
   */
  @GetMapping
  String all(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable String currency,
      @RequestParam(defaultValue = "false") boolean won,
      Model model) {
    model.addAttribute("form", new RateForm("", viewer.today(clock).toString(), ""));
    fill(model, viewer);
    if (currency != null) {
      model.addAttribute("chosen", currency);
      model.addAttribute("won", won);
      model.addAttribute("deals", rates.deals(currency, !won, viewer));
    }
    return "pipeline/rates";
  }

  @PostMapping
  ModelAndView say(
      CurrentUser actor,
      @ModelAttribute("form") RateForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    String currency = currency(reader, form, actor);
    LocalDate day = reader.date("day", form.day());
    reader.require("day", day, "date.invalid");
    if (day != null && day.isAfter(actor.today(clock))) {
      reader.refuse("day", "rates.day.future");
    }
    BigDecimal rate = rate(reader, form.rate(), locale);
    if (currency == null || day == null || rate == null || reader.failed()) {
      fill(model, actor);
      ModelAndView page = new ModelAndView("pipeline/rates", model.asMap());
      page.addAllObjects(errors.getModel());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    rates.say(new Rate(currency, rate, day), actor.id());
    Flash.done(
        next,
        "rates.said",
        currency,
        actor.formats(locale).decimal(rate, 8),
        actor.company().currency().getCurrencyCode());
    return new ModelAndView("redirect:/pipeline/rates");
  }

  private static @Nullable String currency(FormReader reader, RateForm form, CurrentUser actor) {
    String code = reader.required("currency", form.currency(), 3).toUpperCase(Locale.ROOT);
    if (code.isEmpty()) {
      return null;
    }
    try {
      Currency currency = Currency.getInstance(code);
      if (currency.equals(actor.company().currency())) {
        reader.refuse("currency", "rates.currency.home", code);
        return null;
      }
      return code;
    } catch (IllegalArgumentException e) {
      reader.refuse("currency", "deal.currency.invalid");
      return null;
    }
  }

  /** More decimals than money has: 100 yen are 0.61283 euros. */
  private static @Nullable BigDecimal rate(
      FormReader reader, @Nullable String typed, Locale locale) {
    String text = FormReader.clean(typed).replace(" ", "");
    String plain = text.matches("\\d{1,9}[.,]\\d{1,8}") ? text.replace(',', '.') : text;
    if (!plain.matches("\\d{1,9}(\\.\\d{1,8})?")) {
      reader.refuse("rate", "rates.rate.invalid");
      return null;
    }
    BigDecimal rate = new BigDecimal(plain);
    if (rate.signum() == 0 || rate.compareTo(MOST) > 0) {
      reader.refuse("rate", "rates.rate.invalid");
      return null;
    }
    return rate;
  }

  private void fill(Model model, CurrentUser viewer) {
    List<Rates.Sum> sums = rates.sums(viewer);
    model.addAttribute("rates", rates.all());
    model.addAttribute("sums", sums);
    model.addAttribute("home", viewer.company().currency().getCurrencyCode());
    model.addAttribute("openTotal", total(sums, true));
    model.addAttribute("wonTotal", total(sums, false));
  }

  private static BigDecimal total(List<Rates.Sum> sums, boolean open) {
    return sums.stream()
        .filter(s -> s.open() == open)
        .map(Rates.Sum::worth)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
