package com.arenacrm.playbook;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

/** Offers: list, page, writing them, no longer making them (R026, R079, R080, R085). */
@Controller
@RequestMapping("/playbook/offers")
class OfferController {

  private static final int MOST_ITEMS = 20;
  private static final BigDecimal MOST = new BigDecimal("9999999999");

  /** Something that comes with the price, as typed. */
  record ItemEntry(String label, String worth) {

    static ItemEntry blank() {
      return new ItemEntry("", "");
    }

    boolean isBlank() {
      return FormReader.clean(label).isEmpty() && FormReader.clean(worth).isEmpty();
    }
  }

  /** An offer as typed; {@code id} is the new one's, so that sending twice makes one. */
  record OfferForm(
      String id,
      String kind,
      String name,
      String productLine,
      String price,
      String free,
      String forWhom,
      String guarantee,
      String from,
      String until,
      List<ItemEntry> items,
      Integer version) {

    OfferForm {
      items =
          items == null
              ? List.of()
              : items.stream()
                  .map(i -> Objects.requireNonNullElseGet(i, ItemEntry::blank))
                  .toList();
    }

    /** The same with a line more or a line less. */
    OfferForm with(String step) {
      List<ItemEntry> changed = new ArrayList<>(items);
      int at = step.matches("-[0-9]{1,2}") ? Integer.parseInt(step.substring(1)) : -1;
      if (step.equals("+") && items.size() < MOST_ITEMS) {
        changed.add(ItemEntry.blank());
      } else if (at >= 0 && at < items.size()) {
        changed.remove(at);
      }
      return new OfferForm(
          id,
          kind,
          name,
          productLine,
          price,
          free,
          forWhom,
          guarantee,
          from,
          until,
          changed,
          version);
    }

    static OfferForm of(Offer offer, Formats show) {
      Offer.Content c = offer.content();
      List<ItemEntry> items =
          c.items().stream().map(i -> new ItemEntry(i.label(), show.typedSum(i.worth()))).toList();
      return new OfferForm(
          offer.id().toString(),
          c.kind().name(),
          c.name(),
          c.productLine(),
          show.typedSum(c.price()),
          c.isFree() ? "true" : "",
          c.forWhom().name(),
          c.guarantee(),
          c.from() == null ? "" : c.from().toString(),
          c.until() == null ? "" : c.until().toString(),
          items.isEmpty() ? List.of(ItemEntry.blank()) : items,
          offer.version());
    }
  }

  private final Playbook playbook;
  private final Offers offers;
  private final PlaybookLists lists;
  private final Shelf shelf;
  private final Clock clock;
  private final Folding folding;

  OfferController(
      Playbook playbook,
      Offers offers,
      PlaybookLists lists,
      Shelf shelf,
      Clock clock,
      Folding folding) {
    this.folding = folding;
    this.playbook = playbook;
    this.offers = offers;
    this.lists = lists;
    this.shelf = shelf;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String shown(
      CurrentUser viewer,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) Offer.@Nullable Kind kind,
      @RequestParam(defaultValue = "false") boolean retired,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    PlaybookLists.Filter filter =
        new PlaybookLists.Filter(
            q, null, null, kind == null ? null : kind.name(), null, false, retired);
    Slice<PlaybookLists.OfferRow> page = lists.offers(filter, after, PlaybookLists.PAGE);
    List<BetterForNew.Other> inUse = retired ? List.of() : lists.offers(null);
    LocalDate today = viewer.today(clock);
    Map<UUID, BetterForNew> better = new HashMap<>();
    page.rows()
        .forEach(
            r ->
                BetterForNew.of(r.content(), inUse, today, folding)
                    .ifPresent(b -> better.put(r.id(), b)));
    model.addAttribute("page", page);
    model.addAttribute("better", better);
    model.addAttribute("filter", filter);
    model.addAttribute("kinds", shelf.choices(Offer.Kind.values(), "offer.kind.", locale));
    model.addAttribute("today", today);
    return "playbook/offers";
  }

  @GetMapping("/new")
  String blank(Locale locale, Model model) {
    model.addAttribute(
        "form",
        new OfferForm(
            OfferId.next().toString(),
            Offer.Kind.SALE.name(),
            "",
            "",
            "",
            "",
            Offer.ForWhom.ALL.name(),
            "",
            "",
            "",
            List.of(ItemEntry.blank(), ItemEntry.blank()),
            0));
    return editor(model.asMap(), locale, null);
  }

  /** The form as typed with a line more or less; nothing is kept. */
  @PostMapping("/draft")
  ModelAndView draft(
      @ModelAttribute("form") OfferForm typed,
      BindingResult ignored,
      @RequestParam(defaultValue = "") String step,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale) {
    OfferForm form = typed.with(step);
    ModelAndView page =
        new ModelAndView(
            htmx == null ? "playbook/offer-form" : "playbook/offer-form :: items",
            new BeanPropertyBindingResult(form, "form").getModel());
    if (htmx == null) {
      UUID id =
          new FormReader(new BeanPropertyBindingResult(form, "form"), locale).id("id", form.id());
      editor(
          page.getModel(),
          locale,
          id == null ? null : offers.findById(new OfferId(id)).orElse(null));
    }
    page.addObject("grown", step.equals("+"));
    return page;
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") OfferForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Offer.Content content = read(form, reader, actor.company().currency());
    if (id == null || content == null) {
      return invalid(errors, locale, null);
    }
    OfferId offer = new OfferId(id);
    try {
      Once.make(
          () -> offers.findById(offer).isPresent(),
          () -> playbook.offer(offer, content, actor.id(), clock.instant()));
    } catch (RefusedException e) {
      reader.refuse("items", e.messageKey(), e.arguments());
      return invalid(errors, locale, null);
    }
    Flash.done(next, "offer.added", content.name());
    return new ModelAndView("redirect:/playbook/offers/" + id);
  }

  @GetMapping("/{id}")
  String one(CurrentUser viewer, @PathVariable UUID id, Model model) {
    Offer offer = offers.get(id);
    model.addAttribute("offer", offer);
    LocalDate today = viewer.today(clock);
    model.addAttribute(
        "card", playbook.offer(offer.id(), today).orElseThrow(NotFoundException::new));
    model.addAttribute("today", today);
    return "playbook/offer";
  }

  @GetMapping("/{id}/edit")
  String edit(CurrentUser viewer, @PathVariable UUID id, Locale locale, Model model) {
    Offer offer = offers.get(id);
    model.addAttribute("form", OfferForm.of(offer, viewer.formats(locale)));
    return editor(model.asMap(), locale, offer);
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") OfferForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Offer offer = offers.get(id);
    FormReader reader = new FormReader(errors, locale);
    Offer.Content content = read(form, reader, offer.content().currency());
    if (content == null) {
      return invalid(errors, locale, offer);
    }
    if (Meanwhile.changed(form.version(), offer.version())) {
      ModelAndView late = new ModelAndView("playbook/offer-form");
      editor(late.getModel(), locale, offer);
      return Meanwhile.show(late, form, OfferForm.of(offer, actor.formats(locale)));
    }
    try {
      offer.change(content);
    } catch (RefusedException e) {
      reader.refuse("items", e.messageKey(), e.arguments());
      return invalid(errors, locale, offer);
    }
    offers.save(offer);
    Flash.done(next, "offer.changed", content.name());
    return new ModelAndView("redirect:/playbook/offers/" + id);
  }

  @PostMapping("/{id}/retirement")
  String retire(@PathVariable UUID id, RedirectAttributes next) {
    Offer offer = offers.get(id);
    offer.retire(clock.instant());
    offers.save(offer);
    Flash.done(next, "offer.retired", offer.name());
    Flash.undo(next, "/playbook/offers/" + id + "/return");
    return "redirect:/playbook/offers/" + id;
  }

  @PostMapping("/{id}/return")
  String bringBack(@PathVariable UUID id, RedirectAttributes next) {
    Offer offer = offers.get(id);
    offer.bringBack();
    offers.save(offer);
    Flash.done(next, "offer.returned", offer.name());
    return "redirect:/playbook/offers/" + id;
  }

  private static Offer.@Nullable Content read(
      OfferForm form, FormReader reader, Currency currency) {
    Offer.Kind kind = reader.choice("kind", form.kind(), Offer.Kind.class);
    reader.require("kind", kind, "choose");
    String name = reader.required("name", form.name(), 120);
    String line = reader.text("productLine", form.productLine(), 120);
    boolean free = "true".equals(form.free());
    BigDecimal price = amount(reader, "price", form.price());
    if (!free) {
      reader.require("price", price, "offer.price.required");
      if (price != null && price.signum() == 0) {
        reader.refuse("price", "offer.price.zero");
      }
    } else if (price != null && price.signum() > 0) {
      reader.refuse("price", "offer.price.free");
    }
    Offer.ForWhom forWhom = reader.choice("forWhom", form.forWhom(), Offer.ForWhom.class);
    reader.require("forWhom", forWhom, "choose");
    String guarantee = reader.text("guarantee", form.guarantee(), 2000);
    LocalDate from = reader.date("from", form.from());
    LocalDate until = reader.date("until", form.until());
    if (from != null && until != null && until.isBefore(from)) {
      reader.refuse("until", "offer.until.early");
    }
    List<Offer.Item> items = items(form, reader);
    if (kind == Offer.Kind.SALE
        && items.isEmpty()
        && form.items().stream().allMatch(ItemEntry::isBlank)) {
      reader.refuse("items", "offer.items.required");
    }
    return reader.failed() || kind == null || forWhom == null
        ? null
        : new Offer.Content(
            kind,
            name,
            line,
            free ? null : price,
            currency,
            forWhom,
            guarantee,
            from,
            until,
            items);
  }

  private static List<Offer.Item> items(OfferForm form, FormReader reader) {
    List<Offer.Item> items = new ArrayList<>();
    for (int i = 0; i < form.items().size(); i++) {
      ItemEntry item = form.items().get(i);
      if (item.isBlank()) {
        continue;
      }
      String at = "items[" + i + "]";
      String label = reader.required(at + ".label", item.label(), 200);
      BigDecimal worth = amount(reader, at + ".worth", item.worth());
      reader.require(at + ".worth", worth, "offer.worth.required");
      if (worth != null) {
        items.add(new Offer.Item(label, worth));
      }
    }
    if (items.size() > MOST_ITEMS) {
      reader.refuse("items", "offer.items.tooMany", MOST_ITEMS);
    }
    return items;
  }

  private static @Nullable BigDecimal amount(
      FormReader reader, String field, @Nullable String typed) {
    BigDecimal amount = reader.amount(field, typed);
    if (amount != null && amount.compareTo(MOST) > 0) {
      reader.refuse(field, "amount.invalid");
      return null;
    }
    return amount;
  }

  private String editor(Map<String, Object> model, Locale locale, @Nullable Offer offer) {
    model.put("offer", offer);
    model.put("kinds", shelf.choices(Offer.Kind.values(), "offer.kind.", locale));
    model.put("forWhomChoices", shelf.choices(Offer.ForWhom.values(), "offer.forWhom.", locale));
    model.put(
        "productLines",
        lists.offers(null).stream()
            .map(o -> o.content().productLine())
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList());
    return "playbook/offer-form";
  }

  private ModelAndView invalid(BindingResult errors, Locale locale, @Nullable Offer offer) {
    ModelAndView page = new ModelAndView("playbook/offer-form", errors.getModel());
    editor(page.getModel(), locale, offer);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }
}
