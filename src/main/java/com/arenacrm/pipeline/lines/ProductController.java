package com.arenacrm.pipeline.lines;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.util.Currency;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The products that lines of deals are chosen from, for the administrator. */
@Controller
@RequestMapping("/pipeline/products")
class ProductController {

  private static final BigDecimal MOST = new BigDecimal("9999999999");

  /** A product as typed; {@code id} is the new one's, so that sending twice adds one. */
  record ProductForm(
      @Nullable String id,
      @Nullable String name,
      @Nullable String series,
      @Nullable String unit,
      @Nullable String price,
      @Nullable String retired,
      @Nullable Integer version) {

    static ProductForm of(Product p, Formats show) {
      return new ProductForm(
          p.value(),
          p.name(),
          p.series() == null ? "" : p.series(),
          p.unit() == null ? "" : p.unit(),
          show.typedSum(p.price()),
          p.retired() ? "true" : "",
          p.version());
    }
  }

  private final Products products;

  ProductController(Products products) {
    this.products = products;
  }

  @GetMapping
  String list(Model model) {
    model.addAttribute("products", products.all());
    return "pipeline/products";
  }

  @GetMapping("/new")
  String blank(Model model) {
    model.addAttribute(
        "form", new ProductForm(TimeOrderedUuid.next().toString(), "", "", "", "", "", 0));
    return "pipeline/product-form";
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") ProductForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    String name = reader.required("name", form.name(), 120);
    String series = reader.text("series", form.series(), 60);
    String unit = reader.text("unit", form.unit(), 20);
    BigDecimal price = price(reader, form);
    if (id != null && !reader.failed()) {
      Currency currency = actor.company().currency();
      try {
        Once.make(
            () -> products.find(id).isPresent(),
            () -> products.add(id, name, series, unit, price, currency, actor.id()));
        Flash.done(next, "products.added", name);
        return new ModelAndView("redirect:/pipeline/products");
      } catch (RefusedException e) {
        reader.refuse("name", e.messageKey(), e.arguments());
      }
    }
    return invalid(errors, null);
  }

  @GetMapping("/{id}")
  String edit(CurrentUser viewer, @PathVariable UUID id, Locale locale, Model model) {
    Product product = products.find(id).orElseThrow(NotFoundException::new);
    model.addAttribute("product", product);
    model.addAttribute("form", ProductForm.of(product, viewer.formats(locale)));
    return "pipeline/product-form";
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") ProductForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Product product = products.find(id).orElseThrow(NotFoundException::new);
    FormReader reader = new FormReader(errors, locale);
    String name = reader.required("name", form.name(), 120);
    String series = reader.text("series", form.series(), 60);
    String unit = reader.text("unit", form.unit(), 20);
    BigDecimal price = price(reader, form);
    if (reader.failed()) {
      return invalid(errors, product);
    }
    if (Meanwhile.changed(form.version(), product.version())) {
      ModelAndView late = new ModelAndView("pipeline/product-form");
      late.addObject("product", product);
      return Meanwhile.show(late, form, ProductForm.of(product, actor.formats(locale)));
    }
    try {
      products.change(
          id,
          name,
          series,
          unit,
          price,
          Currency.getInstance(product.currency()),
          "true".equals(form.retired()),
          product.version());
    } catch (RefusedException e) {
      reader.refuse("name", e.messageKey(), e.arguments());
      return invalid(errors, product);
    }
    Flash.done(next, "products.changed", name);
    return new ModelAndView("redirect:/pipeline/products");
  }

  private static @Nullable BigDecimal price(FormReader reader, ProductForm form) {
    BigDecimal price = reader.amount("price", form.price());
    if (price != null && price.compareTo(MOST) > 0) {
      reader.refuse("price", "amount.invalid");
    }
    return price;
  }

  private static ModelAndView invalid(BindingResult errors, @Nullable Product product) {
    ModelAndView page = new ModelAndView("pipeline/product-form", errors.getModel());
    page.addObject("product", product);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }
}
