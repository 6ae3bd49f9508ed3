package com.arenacrm.pipeline.value;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.Seen;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.value.CostSheet.Cost;
import com.arenacrm.pipeline.value.CostSheet.Row;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.StaleVersionException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
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

/**
 * What a deal costs the customer in all, beside an alternative: a part of its page, the page on
 * which it is written, and the one that the customer gets.
 */
@Controller
@RequestMapping("/pipeline/opportunities/{id}/costs")
class CostController {

  private static final BigDecimal MOST = new BigDecimal("9999999999");
  private static final int USUAL_YEARS = 3;
  private static final List<String> USUAL =
      List.of("price", "delivery", "warranty", "support", "training", "other");

  /** A row as typed. */
  record Entry(
      @Nullable String label,
      @Nullable String oursOnce,
      @Nullable String oursYearly,
      @Nullable String theirsOnce,
      @Nullable String theirsYearly,
      @Nullable String note) {

    static Entry of(String label) {
      return new Entry(label, "", "", "", "", "");
    }

    static Entry of(Row row, Formats show) {
      return new Entry(
          row.label(),
          typed(row.ours().once(), show),
          typed(row.ours().yearly(), show),
          typed(row.theirs().once(), show),
          typed(row.theirs().yearly(), show),
          row.innerNote() == null ? "" : row.innerNote());
    }

    private static String typed(BigDecimal amount, Formats show) {
      return amount.signum() == 0 ? "" : show.typedSum(amount);
    }

    /** Whether it says nothing yet; the name of a usual cost alone does not. */
    boolean isBlank() {
      return Stream.of(oursOnce, oursYearly, theirsOnce, theirsYearly, note)
          .allMatch(t -> FormReader.clean(t).isEmpty());
    }
  }

  /** The sheet as typed. */
  record CostForm(
      @Nullable String alternative,
      @Nullable String years,
      @Nullable String forCustomer,
      @Nullable String innerNote,
      List<Entry> rows,
      @Nullable Integer version) {

    CostForm {
      rows =
          rows == null
              ? List.of()
              : rows.stream()
                  .map(e -> Objects.requireNonNullElseGet(e, () -> Entry.of("")))
                  .toList();
    }

    /** The same with a row more or a row less. */
    CostForm with(String step) {
      List<Entry> changed = new ArrayList<>(rows);
      int at = step.matches("-[0-9]{1,2}") ? Integer.parseInt(step.substring(1)) : -1;
      if (step.equals("+") && rows.size() < CostSheets.MOST_ROWS) {
        changed.add(Entry.of(""));
      } else if (at >= 0 && at < rows.size()) {
        changed.remove(at);
      }
      return new CostForm(alternative, years, forCustomer, innerNote, changed, version);
    }

    /** The same with a name of what it is compared with, which the sums need not. */
    CostForm named() {
      return FormReader.clean(alternative).isEmpty()
          ? new CostForm("—", years, forCustomer, innerNote, rows, version)
          : this;
    }

    static CostForm of(CostSheet sheet, int version, Formats show) {
      return new CostForm(
          sheet.alternative(),
          String.valueOf(sheet.years()),
          sheet.forCustomer() == null ? "" : sheet.forCustomer(),
          sheet.innerNote() == null ? "" : sheet.innerNote(),
          sheet.rows().stream().map(r -> Entry.of(r, show)).toList(),
          version);
    }
  }

  private final Deals deals;
  private final CostSheets sheets;
  private final MessageSource messages;
  private final Clock clock;

  CostController(Deals deals, CostSheets sheets, MessageSource messages, Clock clock) {
    this.deals = deals;
    this.sheets = sheets;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale,
      Model model) {
    Seen deal = deals.seen(new OpportunityId(id), viewer);
    Optional<CostSheets.Kept> kept = sheets.of(deal.id());
    model.addAttribute("deal", deal);
    show(model, deal, kept.orElse(null));
    if (htmx == null && deal.writes()) {
      Formats show = viewer.formats(locale);
      model.addAttribute("currency", currency(deal, kept));
      model.addAttribute(
          "form",
          kept.map(k -> CostForm.of(k.sheet(), k.version(), show))
              .orElseGet(() -> blank(deal, locale, show)));
      return "pipeline/costs-form";
    }
    return htmx == null ? "pipeline/costs" : "pipeline/costs :: costs";
  }

  /** The sheet as the customer gets it, without what only we read. */
  @GetMapping("/print")
  String print(CurrentUser viewer, @PathVariable UUID id, Model model) {
    Seen deal = deals.seen(new OpportunityId(id), viewer);
    model.addAttribute("deal", deal);
    show(model, deal, sheets.of(deal.id()).orElseThrow(NotFoundException::new));
    model.addAttribute("today", viewer.today(clock));
    return "pipeline/costs-print";
  }

  private void show(Model model, Seen deal, CostSheets.@Nullable Kept kept) {
    model.addAttribute("sheet", kept == null ? null : kept.sheet());
    if (kept != null && deal.writes()) {
      model.addAttribute("repriced", repriced(deal, kept.sheet()).orElse(null));
      model.addAttribute("sheetVersion", kept.version());
    }
  }

  /** The sheet with what the deal comes to now, where it does not say so yet and may. */
  private Optional<CostSheet.Repriced> repriced(Seen deal, CostSheet sheet) {
    return deal.amount() == null
            || !deal.currency().equals(sheet.currency())
            || sheet.says(deal.amount())
        ? Optional.empty()
        : sheet.repriced(deal.amount(), sheets.formerAmounts(deal.id(), sheet.currency()));
  }

  /** Makes what the deal comes to now our price in the sheet. */
  @PostMapping("/price")
  String price(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "false") boolean print,
      Locale locale,
      RedirectAttributes next) {
    Seen deal = writable(id, actor);
    CostSheet sheet = sheets.of(deal.id()).orElseThrow(NotFoundException::new).sheet();
    Optional<CostSheet.Repriced> repriced = repriced(deal, sheet);
    try {
      if (repriced.isPresent()) {
        CostSheet.Repriced now = repriced.get();
        sheets.put(deal.id(), now.sheet(), version, actor.id(), clock.instant());
        Formats show = actor.formats(locale);
        Flash.done(
            next,
            "costs.repriced",
            now.label(),
            show.money(Objects.requireNonNull(deal.amount()), sheet.currency()),
            show.money(now.before(), sheet.currency()));
      }
    } catch (StaleVersionException e) {
      Flash.refused(next, "costs.repriced.late");
    }
    return "redirect:/pipeline/opportunities/" + id + (print ? "/costs/print" : "#costs");
  }

  /** The form as typed with a row more or less; nothing is kept. */
  @PostMapping("/draft")
  ModelAndView draft(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") CostForm typed,
      BindingResult ignored,
      @RequestParam(defaultValue = "") String step,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale) {
    Seen deal = writable(id, actor);
    CostForm form = typed.with(step);
    Currency currency = currency(deal, sheets.of(deal.id()));
    BindingResult errors = new BeanPropertyBindingResult(form, "form");
    CostSheet read = read(form.named(), new FormReader(errors, locale), currency);
    // Whoever asks for the sums is told why there are none; a row more or less is no reason to.
    BindingResult said = step.equals("=") ? errors : new BeanPropertyBindingResult(form, "form");
    ModelAndView page =
        new ModelAndView(
            htmx == null ? "pipeline/costs-form" : "pipeline/costs-form :: form", said.getModel());
    page.addObject("deal", deal);
    page.addObject("currency", currency);
    page.addObject("grown", step.equals("+"));
    page.addObject("sheet", errors.hasErrors() ? null : read);
    return page;
  }

  @PostMapping
  ModelAndView put(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") CostForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Seen deal = writable(id, actor);
    Optional<CostSheets.Kept> kept = sheets.of(deal.id());
    Currency currency = currency(deal, kept);
    Formats show = actor.formats(locale);
    ModelAndView done = new ModelAndView("redirect:/pipeline/opportunities/" + id + "#costs");
    int version = form.version() == null ? -1 : form.version();
    try {
      if (form.rows().stream().allMatch(Entry::isBlank)) {
        sheets.remove(deal.id(), version);
        Flash.done(next, "costs.removed");
        return done;
      }
      CostSheet read = read(form, new FormReader(errors, locale), currency);
      if (read == null || errors.hasErrors()) {
        ModelAndView page = new ModelAndView("pipeline/costs-form", errors.getModel());
        page.addObject("deal", deal);
        page.addObject("currency", currency);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
      }
      boolean same =
          kept.map(k -> CostForm.of(k.sheet(), 0, show))
              .equals(Optional.of(CostForm.of(read, 0, show)));
      if (!same) {
        sheets.put(deal.id(), read, version, actor.id(), clock.instant());
      }
      Flash.done(next, "costs.done");
      return done;
    } catch (StaleVersionException e) {
      CostSheets.Kept now = sheets.of(deal.id()).orElse(null);
      ModelAndView late = new ModelAndView("pipeline/costs-form");
      late.addObject("deal", deal);
      late.addObject("currency", currency);
      late.addObject("present", now == null ? null : now.sheet());
      return Meanwhile.show(
          late,
          form,
          now == null ? blank(deal, locale, show) : CostForm.of(now.sheet(), now.version(), show));
    }
  }

  private Seen writable(UUID id, CurrentUser actor) {
    Seen deal = deals.seen(new OpportunityId(id), actor);
    if (!deal.writes()) {
      throw new NotFoundException();
    }
    return deal;
  }

  /** A sheet keeps its currency, whatever the deal is in later. */
  private static Currency currency(Seen deal, Optional<CostSheets.Kept> kept) {
    return kept.map(k -> k.sheet().currency()).orElse(deal.currency());
  }

  /** What usually costs, ours beginning with the amount of the deal. */
  private CostForm blank(Seen deal, Locale locale, Formats show) {
    List<Entry> rows =
        new ArrayList<>(
            USUAL.stream()
                .map(u -> Entry.of(messages.getMessage("costs.usual." + u, null, locale)))
                .toList());
    rows.set(0, new Entry(rows.get(0).label(), show.typedSum(deal.amount()), "", "", "", ""));
    return new CostForm("", String.valueOf(USUAL_YEARS), "", "", rows, 0);
  }

  private static @Nullable CostSheet read(CostForm form, FormReader reader, Currency currency) {
    String alternative = reader.required("alternative", form.alternative(), 120);
    Integer years = reader.whole("years", form.years(), 1, 20);
    reader.require("years", years, "required");
    String forCustomer = reader.text("forCustomer", form.forCustomer(), 1000);
    String innerNote = reader.text("innerNote", form.innerNote(), 1000);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < form.rows().size(); i++) {
      Entry e = form.rows().get(i);
      if (e.isBlank()) {
        continue;
      }
      String at = "rows[" + i + "].";
      rows.add(
          new Row(
              reader.required(at + "label", e.label(), 120),
              new Cost(
                  amount(reader, at + "oursOnce", e.oursOnce()),
                  amount(reader, at + "oursYearly", e.oursYearly())),
              new Cost(
                  amount(reader, at + "theirsOnce", e.theirsOnce()),
                  amount(reader, at + "theirsYearly", e.theirsYearly())),
              reader.text(at + "note", e.note(), 300)));
    }
    return years == null
        ? null
        : new CostSheet(alternative, years, currency, rows, forCustomer, innerNote);
  }

  private static BigDecimal amount(FormReader reader, String field, @Nullable String typed) {
    BigDecimal amount = reader.amount(field, typed);
    if (amount == null) {
      return BigDecimal.ZERO;
    }
    if (amount.compareTo(MOST) > 0 || amount.stripTrailingZeros().scale() > 2) {
      reader.refuse(field, "amount.invalid");
    }
    return amount.stripTrailingZeros();
  }
}
