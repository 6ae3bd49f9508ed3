package com.arenacrm.pipeline.lines;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.Seen;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.lines.DealLine.Discount;
import com.arenacrm.pipeline.rates.Rate;
import com.arenacrm.pipeline.rates.Rates;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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

/** The lines of a deal: a part of its page, and the page on which they are written. */
@Controller
@RequestMapping("/pipeline/opportunities/{id}/lines")
class LineController {

  private static final BigDecimal MOST_QUANTITY = new BigDecimal("999999999");
  private static final BigDecimal MOST_PRICE = new BigDecimal("9999999999");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** A line as typed. */
  record Entry(
      @Nullable String product,
      @Nullable String what,
      @Nullable String quantity,
      @Nullable String price,
      @Nullable String discount,
      @Nullable String reason) {

    static Entry blank() {
      return new Entry("", "", "", "", "", "");
    }

    static Entry of(DealLine line, Formats show) {
      return new Entry(
          line.product() == null ? "" : line.product().toString(),
          line.what(),
          show.typed(line.quantity()),
          show.typedSum(line.price()),
          line.discount().isNone()
              ? ""
              : show.typed(line.discount().number()) + (line.discount().percent() ? " %" : ""),
          line.reason() == null ? "" : line.reason());
    }

    boolean isBlank() {
      // A quantity alone says nothing.
      return FormReader.clean(product).isEmpty()
          && FormReader.clean(what).isEmpty()
          && FormReader.clean(price).isEmpty()
          && FormReader.clean(discount).isEmpty()
          && FormReader.clean(reason).isEmpty();
    }
  }

  /** All lines as typed. */
  record LinesForm(List<Entry> lines, @Nullable Integer version) {

    LinesForm {
      lines =
          lines == null
              ? List.of()
              : lines.stream().map(e -> Objects.requireNonNullElseGet(e, Entry::blank)).toList();
    }

    /** The same with a line more or a line less. */
    LinesForm with(String step) {
      List<Entry> changed = new ArrayList<>(lines);
      int at = step.matches("-[0-9]{1,2}") ? Integer.parseInt(step.substring(1)) : -1;
      if (step.equals("+") && lines.size() < DealLines.MOST_LINES) {
        changed.add(Entry.blank());
      } else if (at >= 0 && at < lines.size()) {
        changed.remove(at);
      }
      return new LinesForm(changed, version);
    }

    /** The same, with what a chosen product says where nothing was typed. */
    LinesForm completedBy(Map<String, Product> products, Currency currency, Formats show) {
      return new LinesForm(
          lines.stream()
              .map(
                  e -> {
                    Product p = products.get(FormReader.clean(e.product()));
                    if (p == null) {
                      return e;
                    }
                    boolean same = p.currency().equals(currency.getCurrencyCode());
                    return new Entry(
                        e.product(),
                        FormReader.clean(e.what()).isEmpty() ? p.name() : e.what(),
                        FormReader.clean(e.quantity()).isEmpty() ? "1" : e.quantity(),
                        FormReader.clean(e.price()).isEmpty() && same
                            ? show.typedSum(p.price())
                            : e.price(),
                        e.discount(),
                        e.reason());
                  })
              .toList(),
          version);
    }

    /** The same, with the product that a file named where nothing is typed yet. */
    LinesForm startingWith(Product product, Seen deal, Formats show) {
      if (!lines.stream().allMatch(Entry::isBlank)) {
        return this;
      }
      return new LinesForm(
              List.of(new Entry(product.value(), "", "1", show.typedSum(deal.amount()), "", "")),
              version)
          .completedBy(Map.of(product.value(), product), deal.currency(), show);
    }

    static LinesForm of(List<DealLine> lines, int version, Formats show) {
      List<Entry> entries = new ArrayList<>(lines.stream().map(l -> Entry.of(l, show)).toList());
      if (entries.isEmpty()) {
        entries.add(Entry.blank());
      }
      return new LinesForm(entries, version);
    }
  }

  private final Deals deals;
  private final DealLines lines;
  private final Products products;
  private final Rates rates;
  private final Clock clock;

  LineController(Deals deals, DealLines lines, Products products, Rates rates, Clock clock) {
    this.deals = deals;
    this.lines = lines;
    this.products = products;
    this.rates = rates;
    this.clock = clock;
  }

  /** A line as the page shows it. */
  public record Shown(DealLine line, BigDecimal gross, BigDecimal given, BigDecimal total) {}

  @GetMapping
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale,
      Model model) {
    Seen deal = deals.seen(new OpportunityId(id), viewer);
    List<DealLine> present = lines.of(deal.id());
    model.addAttribute("deal", deal);
    if (htmx == null && deal.writes()) {
      LinesForm form = LinesForm.of(present, deal.version(), viewer.formats(locale));
      model.addAttribute(
          "form",
          lines
              .imported(deal.id())
              .map(p -> form.startingWith(p, deal, viewer.formats(locale)))
              .orElse(form));
      model.addAttribute("products", offered(present));
      model.addAttribute(
          "sum", present.isEmpty() ? null : DealLine.Sum.of(present, deal.currency()));
      return "pipeline/lines-form";
    }
    Currency currency = deal.currency();
    Currency home = viewer.company().currency();
    boolean foreign = deal.amount() != null && !currency.equals(home);
    Rate rate = foreign ? rates.of(id).orElse(null) : null;
    model.addAttribute(
        "imported", present.isEmpty() ? lines.imported(deal.id()).orElse(null) : null);
    model.addAttribute("foreign", foreign);
    model.addAttribute("home", home);
    model.addAttribute("rate", rate);
    model.addAttribute("worth", rate == null ? null : rate.worth(deal.amount(), home));
    model.addAttribute(
        "lines",
        present.stream()
            .map(l -> new Shown(l, l.gross(currency), l.given(currency), l.total(currency)))
            .toList());
    model.addAttribute("sum", DealLine.Sum.of(present, currency));
    return htmx == null ? "pipeline/lines" : "pipeline/lines :: lines";
  }

  /** The form as typed with a line more or less, or with what a product says; nothing is kept. */
  @PostMapping("/draft")
  ModelAndView draft(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") LinesForm typed,
      BindingResult ignored,
      @RequestParam(defaultValue = "") String step,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale) {
    Seen deal = writable(id, actor);
    List<Product> offered = offered(lines.of(deal.id()));
    LinesForm form =
        typed.with(step).completedBy(byId(offered), deal.currency(), actor.formats(locale));
    BindingResult errors = new BeanPropertyBindingResult(form, "form");
    Formats show = actor.formats(locale);
    List<DealLine> read =
        read(form, new FormReader(errors, locale), byId(offered), deal.currency(), show);
    // Whoever asks for the sum is told why there is none; what else cannot be read yet is said
    // when it is saved, but for a product whose price does not fit.
    BindingResult said = step.equals("=") ? errors : new BeanPropertyBindingResult(form, "form");
    if (said != errors) {
      FormReader reader = new FormReader(said, locale);
      for (int i = 0; i < form.lines().size(); i++) {
        refusePriceElsewhere(form, i, reader, byId(offered), deal.currency(), show);
      }
    }
    ModelAndView page =
        new ModelAndView(
            htmx == null ? "pipeline/lines-form" : "pipeline/lines-form :: form", said.getModel());
    page.addObject("deal", deal);
    page.addObject("products", offered);
    page.addObject("grown", step.equals("+"));
    page.addObject(
        "sum",
        errors.hasErrors() || read.isEmpty() ? null : DealLine.Sum.of(read, deal.currency()));
    return page;
  }

  @PostMapping
  ModelAndView put(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") LinesForm typed,
      BindingResult bound,
      Locale locale,
      RedirectAttributes next) {
    Seen deal = writable(id, actor);
    List<DealLine> present = lines.of(deal.id());
    List<Product> offered = offered(present);
    Formats show = actor.formats(locale);
    LinesForm form = typed.completedBy(byId(offered), deal.currency(), show);
    BindingResult errors = new BeanPropertyBindingResult(form, "form");
    List<DealLine> read =
        read(form, new FormReader(errors, locale), byId(offered), deal.currency(), show);
    if (errors.hasErrors()) {
      return invalid(deal, offered, errors);
    }
    ModelAndView done = new ModelAndView("redirect:/pipeline/opportunities/" + id + "#lines");
    if (LinesForm.of(read, 0, show).equals(LinesForm.of(present, 0, show))) {
      // Sent twice, or nothing was changed.
      return done;
    }
    try {
      lines.put(
          deal.id(),
          read,
          deal.currency(),
          form.version() == null ? -1 : form.version(),
          actor.id(),
          clock.instant());
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
      return invalid(deal, offered, errors);
    } catch (StaleVersionException e) {
      ModelAndView late = new ModelAndView("pipeline/lines-form");
      late.addObject("deal", deal);
      late.addObject("products", offered);
      late.addObject("present", present);
      return Meanwhile.show(late, form, LinesForm.of(present, deal.version(), show));
    }
    if (read.isEmpty()) {
      Flash.done(next, "lines.none.done");
    } else {
      Flash.done(
          next,
          "lines.done",
          show.money(DealLine.Sum.of(read, deal.currency()).total(), deal.currency()));
    }
    return done;
  }

  private Seen writable(UUID id, CurrentUser actor) {
    Seen deal = deals.seen(new OpportunityId(id), actor);
    if (!deal.writes()) {
      throw new NotFoundException();
    }
    return deal;
  }

  /** What is offered, and what the lines have although it is offered no longer. */
  private List<Product> offered(List<DealLine> present) {
    return products.all().stream()
        .filter(p -> !p.retired() || present.stream().anyMatch(l -> p.id().equals(l.product())))
        .toList();
  }

  private static Map<String, Product> byId(List<Product> products) {
    return products.stream().collect(Collectors.toMap(Product::value, Function.identity()));
  }

  private static List<DealLine> read(
      LinesForm form,
      FormReader reader,
      Map<String, Product> products,
      Currency currency,
      Formats show) {
    List<DealLine> read = new ArrayList<>();
    for (int i = 0; i < form.lines().size(); i++) {
      Entry e = form.lines().get(i);
      if (e.isBlank()) {
        continue;
      }
      String at = "lines[" + i + "].";
      UUID product = reader.id(at + "product", e.product());
      if (product != null && !products.containsKey(product.toString())) {
        reader.refuse(at + "product", "choose");
      }
      String what = reader.required(at + "what", e.what(), 200);
      BigDecimal quantity =
          FormReader.clean(e.quantity()).startsWith("-")
              ? BigDecimal.ZERO
              : decimals(reader, at + "quantity", e.quantity(), 3, MOST_QUANTITY);
      reader.require(at + "quantity", quantity, "required");
      if (quantity != null && quantity.signum() == 0) {
        reader.refuse(at + "quantity", "lines.quantity.zero");
        quantity = null;
      }
      BigDecimal price = decimals(reader, at + "price", e.price(), 4, MOST_PRICE);
      if (!refusePriceElsewhere(form, i, reader, products, currency, show)) {
        reader.require(at + "price", price, "required");
      }
      Discount discount = discount(reader, at + "discount", e.discount());
      String reason = reader.text(at + "reason", e.reason(), 300);
      if (discount != null && !discount.isNone() && reason == null) {
        reader.require(at + "reason", null, "lines.discount.why");
        continue;
      }
      if (quantity == null || price == null || discount == null) {
        continue;
      }
      DealLine line = new DealLine(product, what, quantity, price, discount, reason);
      if (!discount.percent() && discount.number().compareTo(line.gross(currency)) > 0) {
        reader.refuse(at + "discount", "lines.discount.more");
      }
      read.add(line);
    }
    return read;
  }

  /**
   * Says of a line whose product has its price in another currency than the deal what to do, while
   * no price is typed; answers whether it did.
   */
  private static boolean refusePriceElsewhere(
      LinesForm form,
      int line,
      FormReader reader,
      Map<String, Product> products,
      Currency currency,
      Formats show) {
    Entry e = form.lines().get(line);
    Product product = products.get(FormReader.clean(e.product()));
    if (product == null
        || product.price() == null
        || product.inCurrency().equals(currency)
        || !FormReader.clean(e.price()).isEmpty()) {
      return false;
    }
    reader.refuse(
        "lines[" + line + "].price",
        "lines.price.elsewhere",
        show.price(product.price(), product.inCurrency()),
        currency.getCurrencyCode());
    return true;
  }

  private static @Nullable BigDecimal decimals(
      FormReader reader,
      String field,
      @Nullable String typed,
      int decimals,
      @Nullable BigDecimal most) {
    BigDecimal number = reader.amount(field, typed);
    if (number == null) {
      return null;
    }
    if (most != null && number.compareTo(most) > 0
        || number.stripTrailingZeros().scale() > decimals) {
      reader.refuse(field, "lines.number", decimals);
      return null;
    }
    return number.stripTrailingZeros();
  }

  private static @Nullable Discount discount(
      FormReader reader, String field, @Nullable String typed) {
    String text = FormReader.clean(typed);
    boolean percent = text.endsWith("%");
    BigDecimal number =
        decimals(
            reader,
            field,
            percent ? text.substring(0, text.length() - 1) : text,
            2,
            percent ? null : MOST_PRICE);
    if (number == null) {
      return text.isEmpty() ? Discount.NONE : null;
    }
    if (percent && number.compareTo(HUNDRED) > 0) {
      reader.refuse(field, "terms.discount.percent");
      return null;
    }
    return number.signum() == 0 ? Discount.NONE : new Discount(number, percent);
  }

  private static ModelAndView invalid(Seen deal, List<Product> offered, BindingResult errors) {
    ModelAndView page = new ModelAndView("pipeline/lines-form", errors.getModel());
    page.addObject("deal", deal);
    page.addObject("products", offered);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }
}
