package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactBook.Namesake;
import com.arenacrm.contacts.ContactBulk.CompaniesBulk;
import com.arenacrm.contacts.ContactPlaces.Within;
import com.arenacrm.contacts.ContactWork.Asked;
import com.arenacrm.contacts.ContactWork.CompaniesWork;
import com.arenacrm.contacts.ContactWork.CompanyLine;
import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.ListDesk;
import com.arenacrm.lists.ListState;
import com.arenacrm.lists.OpenList;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Companies: list, page, adding and changing them. */
@Controller
@RequestMapping("/contacts/companies")
class CompanyController {

  /** A company as typed; {@code id} is the new company's, so that sending twice adds one. */
  record CompanyForm(
      String id,
      String name,
      String website,
      String industry,
      String employees,
      String region,
      String city,
      String country,
      String phone,
      String links,
      String notes,
      String attributes,
      String distinct,
      Integer version) {

    static CompanyForm blank() {
      return new CompanyForm(
          CompanyId.next().toString(), "", "", "", "", "", "", "", "", "", "", "", "", 0);
    }

    static CompanyForm of(Company company) {
      CompanyDetails d = company.details();
      return new CompanyForm(
          company.id().toString(),
          d.name(),
          d.website(),
          d.industry(),
          d.employees() == null ? "" : d.employees().toString(),
          d.region(),
          d.city(),
          d.country(),
          d.phone(),
          String.join("\n", d.links()),
          d.notes(),
          Attributes.write(d.attributes()),
          "",
          company.version());
    }
  }

  private final ContactBook book;
  private final Companies companies;
  private final ContactLists lists;
  private final CompaniesWork work;
  private final CompaniesBulk bulk;
  private final ListDesk desk;
  private final ContactPlaces places;
  private final SavedFilters filters;
  private final Successors successors;
  private final AccountRisks risks;
  private final UserNames userNames;
  private final Clock clock;

  CompanyController(
      ContactBook book,
      Companies companies,
      ContactLists lists,
      CompaniesWork work,
      CompaniesBulk bulk,
      ListDesk desk,
      ContactPlaces places,
      SavedFilters filters,
      Successors successors,
      AccountRisks risks,
      UserNames userNames,
      Clock clock) {
    this.filters = filters;
    this.successors = successors;
    this.risks = risks;
    this.book = book;
    this.companies = companies;
    this.lists = lists;
    this.work = work;
    this.bulk = bulk;
    this.desk = desk;
    this.places = places;
    this.userNames = userNames;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String list(CurrentUser viewer, Filters address, Locale locale, Model model) {
    OpenList open = desk.open(work, address, viewer);
    if (open.begin() != null) {
      return "redirect:" + open.begin();
    }
    Asked asked = Asked.of(open.state().query());
    Instant now = clock.instant();
    Within within = places.within(true, asked, viewer, now);
    Slice<CompanyLine> page =
        within.gone()
            ? Slice.of(List.of(), ContactLists.PAGE, CompanyLine::id)
            : lists.companyLines(
                asked,
                within,
                open.state().after(),
                ContactLists.PAGE,
                open.shows(ContactWork.SPOKEN),
                viewer.scope());
    model.addAttribute("open", open);
    model.addAttribute("kinds", bulk.kinds(viewer));
    model.addAttribute("gone", within.gone() ? List.of("views.gone.segment") : List.of());
    model.addAttribute("page", page);
    model.addAttribute("risk", asked.risk());
    var atRisk = risks.of(page.rows().stream().map(CompanyLine::id).toList(), viewer, now);
    model.addAttribute("risks", atRisk);
    model.addAttribute("riskOwners", atRisk.isEmpty() ? Map.of() : ownersOf(atRisk));
    model.addAttribute(
        "cells", work.cells(page.rows(), open.columns(), locale, viewer.formats(locale)));
    model.addAttribute("total", within.gone() ? 0 : lists.count(true, asked, within));
    model.addAttribute("segment", asked.segment());
    model.addAttribute(
        "duplicates", viewer.isMarketing() || viewer.isManager() ? lists.openDuplicates(true) : 0);
    model.addAttribute("segments", filters.choices(true));
    model.addAttribute("q", asked.q());
    return "contacts/companies";
  }

  /** Who has what is overdue, each once. */
  private Map<UUID, String> ownersOf(Map<UUID, AccountRisks.AtRisk> risks) {
    Map<UUID, String> names = userNames.all();
    Map<UUID, String> owners = new HashMap<>();
    risks.forEach(
        (company, risk) ->
            owners.put(
                company,
                risk.reasons().stream()
                    .map(AccountRisks.Overdue::owner)
                    .filter(Objects::nonNull)
                    .map(names::get)
                    .filter(Objects::nonNull)
                    .distinct()
                    .collect(Collectors.joining(", "))));
    return owners;
  }

  /** Names to choose from where another page asks for a company. */
  @GetMapping("/options")
  String options(@RequestParam(defaultValue = "", name = "company") String q, Model model) {
    model.addAttribute("options", q.strip().length() < 2 ? List.of() : lists.companyNames(q));
    return "contacts/companies :: options";
  }

  @GetMapping("/new")
  String blank(Model model) {
    model.addAttribute("form", CompanyForm.blank());
    return "contacts/company-form";
  }

  /** Which companies the one being typed resembles. */
  @GetMapping("/alike")
  String alike(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String website,
      Model model) {
    model.addAttribute(
        "alike", lists.companiesAlike(FormReader.clean(name), Company.domainOf(website)));
    return "contacts/company-form :: alike";
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") CompanyForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    CompanyDetails details = read(form, reader);
    if (id != null && !reader.failed()) {
      CompanyId company = new CompanyId(id);
      // Two companies may share a name, so a namesake is shown once and then allowed; whoever types
      // another name afterwards has said nothing of that.
      // Nor is it a namesake of itself, where the form was sent twice in this moment.
      List<Namesake> namesakes =
          companies.findById(company).isPresent()
              ? List.of()
              : book.namesakes(details.name(), Company.domainOf(form.website())).stream()
                  .filter(n -> !n.id().equals(company))
                  .toList();
      if (!namesakes.isEmpty() && !details.name().equals(FormReader.clean(form.distinct()))) {
        reader.refuse("name", "company.exists");
        ModelAndView page = invalid(errors, form);
        page.addObject("askDistinct", true);
        return page;
      }
      Once.make(
          () -> companies.findById(company).isPresent(),
          () -> book.addCompany(company, details, namesakes, actor.id(), clock.instant()));
      Flash.done(next, "company.added", details.name());
      return new ModelAndView("redirect:/contacts/companies/" + company);
    }
    return invalid(errors, form);
  }

  @GetMapping("/{id}")
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(name = ListState.PARAMETER, required = false) @Nullable String from,
      HttpServletRequest request,
      RedirectAttributes next,
      Model model) {
    Optional<UUID> successor = successors.instead(id, true, request, next);
    if (successor.isPresent()) {
      return "redirect:/contacts/companies/" + successor.get();
    }
    Company company = get(id);
    model.addAttribute("place", places.of(id, work, from, viewer, clock.instant()));
    model.addAttribute("company", company);
    model.addAttribute("details", company.details());
    model.addAttribute("risk", risks.of(List.of(id), viewer, clock.instant()).get(id));
    model.addAttribute("people", lists.peopleOf(company.id()));
    model.addAttribute("interactions", lists.interactionsWith(company.id(), viewer.scope()));
    model.addAttribute("relationships", lists.relationshipsOf(null, company.id()));
    model.addAttribute("userNames", userNames.all());
    model.addAttribute("kinds", InteractionKind.values());
    model.addAttribute("results", InteractionResult.values());
    model.addAttribute("relationKinds", RelationshipKind.ofCompanies());
    model.addAttribute("interactionId", InteractionId.next());
    return "contacts/company";
  }

  @GetMapping("/{id}/edit")
  String edit(@PathVariable UUID id, Model model) {
    Company company = book.company(new CompanyId(id));
    model.addAttribute("company", company);
    model.addAttribute("form", CompanyForm.of(company));
    return "contacts/company-form";
  }

  @PostMapping("/{id}")
  ModelAndView change(
      @PathVariable UUID id,
      @ModelAttribute("form") CompanyForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Company company = get(id);
    FormReader reader = new FormReader(errors, locale);
    CompanyDetails details = read(form, reader);
    if (reader.failed()) {
      ModelAndView page = invalid(errors, form);
      page.addObject("company", company);
      return page;
    }
    if (Meanwhile.changed(form.version(), company.version(), form, CompanyForm.of(company))) {
      ModelAndView late = new ModelAndView("contacts/company-form", "company", company);
      return Meanwhile.show(late, form, CompanyForm.of(company));
    }
    book.change(company, details);
    Flash.done(next, "company.saved", details.name());
    return new ModelAndView("redirect:/contacts/companies/" + id);
  }

  private Company get(UUID id) {
    return companies.findById(new CompanyId(id)).orElseThrow(NotFoundException::new);
  }

  private static CompanyDetails read(CompanyForm form, FormReader reader) {
    return new CompanyDetails(
        reader.required("name", form.name(), 200),
        reader.url("website", form.website()),
        reader.text("industry", form.industry(), 100),
        reader.whole("employees", form.employees(), 0, 10_000_000),
        reader.text("region", form.region(), 100),
        reader.text("city", form.city(), 100),
        reader.text("country", form.country(), 100),
        reader.text("phone", form.phone(), 40),
        Attributes.readLinks(reader, "links", form.links()),
        reader.text("notes", form.notes(), 10_000),
        Attributes.read(reader, "attributes", form.attributes()));
  }

  private ModelAndView invalid(BindingResult errors, CompanyForm form) {
    ModelAndView page = new ModelAndView("contacts/company-form", errors.getModel());
    page.addObject(
        "alike",
        lists.companiesAlike(FormReader.clean(form.name()), Company.domainOf(form.website())));
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }
}
