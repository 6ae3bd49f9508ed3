package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactBook.Alike;
import com.arenacrm.contacts.ContactBook.CompanyMeant;
import com.arenacrm.contacts.ContactBook.WhichCompany;
import com.arenacrm.contacts.ContactBulk.PeopleBulk;
import com.arenacrm.contacts.ContactLists.PersonRow;
import com.arenacrm.contacts.ContactPlaces.Within;
import com.arenacrm.contacts.ContactWork.Asked;
import com.arenacrm.contacts.ContactWork.PeopleWork;
import com.arenacrm.contacts.ContactWork.PersonLine;
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
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
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

/** People: list, page, adding and changing them. */
@Controller
@RequestMapping("/contacts/people")
class PersonController {

  /** A person as typed; {@code id} is the new person's, so that sending twice adds one. */
  record PersonForm(
      String id,
      String name,
      String email,
      String phone,
      String company,
      String jobTitle,
      String region,
      String city,
      String country,
      String influencer,
      String links,
      String notes,
      String attributes,
      Integer version) {

    static PersonForm blank(@Nullable String company) {
      return new PersonForm(
          PersonId.next().toString(),
          "",
          "",
          "",
          company == null ? "" : company,
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          0);
    }

    static PersonForm of(Person person) {
      PersonDetails d = person.details();
      return new PersonForm(
          person.id().toString(),
          d.name(),
          d.email() == null ? "" : d.email().value(),
          d.phone() == null ? "" : d.phone().readable(),
          person.companyName().orElse(""),
          d.jobTitle(),
          d.region(),
          d.city(),
          d.country(),
          String.valueOf(d.influencer()),
          String.join("\n", d.links()),
          d.notes(),
          Attributes.write(d.attributes()),
          person.version());
    }
  }

  private final ContactBook book;
  private final People people;
  private final ContactLists lists;
  private final PeopleWork work;
  private final PeopleBulk bulk;
  private final ListDesk desk;
  private final ContactPlaces places;
  private final SavedFilters filters;
  private final Successors successors;
  private final UserNames userNames;
  private final Clock clock;

  PersonController(
      ContactBook book,
      People people,
      ContactLists lists,
      PeopleWork work,
      PeopleBulk bulk,
      ListDesk desk,
      ContactPlaces places,
      SavedFilters filters,
      Successors successors,
      UserNames userNames,
      Clock clock) {
    this.filters = filters;
    this.successors = successors;
    this.book = book;
    this.people = people;
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
    Within within = places.within(false, asked, viewer, clock.instant());
    Slice<PersonLine> page =
        within.gone()
            ? Slice.of(List.of(), ContactLists.PAGE, PersonLine::id)
            : lists.personLines(
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
    model.addAttribute(
        "cells", work.cells(page.rows(), open.columns(), locale, viewer.formats(locale)));
    model.addAttribute("total", within.gone() ? 0 : lists.count(false, asked, within));
    model.addAttribute("segment", asked.segment());
    model.addAttribute(
        "duplicates", viewer.isMarketing() || viewer.isManager() ? lists.openDuplicates(false) : 0);
    model.addAttribute("segments", filters.choices(null));
    model.addAttribute("q", asked.q());
    model.addAttribute("consent", asked.consent());
    return "contacts/people";
  }

  @GetMapping("/new")
  String blank(@RequestParam(required = false) @Nullable UUID company, Model model) {
    CompanyMeant at =
        company == null ? CompanyMeant.NOBODY : book.companyMeant(new CompanyId(company));
    at.show(model::addAttribute);
    model.addAttribute("form", PersonForm.blank(at.name()));
    return "contacts/person-form";
  }

  /**
   * Whom the one being typed resembles, shown beside the form while it is filled in.
   *
   * @param mayUse whether the form can go on with one of them
   */
  @GetMapping("/alike")
  String alike(
      CurrentUser viewer,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String email,
      @RequestParam(defaultValue = "") String phone,
      @RequestParam(defaultValue = "") String personName,
      @RequestParam(defaultValue = "") String company,
      @RequestParam(defaultValue = "false") boolean mayUse,
      Model model) {
    String typed = name.isEmpty() ? personName : name;
    model.addAttribute("alike", findAlike(viewer, typed, email, phone, company));
    model.addAttribute("mayUse", mayUse);
    return "contacts/person-form :: alike";
  }

  /** Names to choose from where another page asks for a person. */
  @GetMapping("/options")
  String options(@RequestParam(defaultValue = "") String q, Model model) {
    List<PersonRow> rows =
        q.strip().length() < 2 ? List.of() : lists.people(q, null, null, null).rows();
    model.addAttribute("options", rows.subList(0, Math.min(8, rows.size())));
    model.addAttribute("q", q);
    return "contacts/people :: options";
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") PersonForm form,
      BindingResult errors,
      @RequestParam(defaultValue = "") String seen,
      WhichCompany said,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    PersonDetails details = read(form, reader, actor);
    if (id != null
        && !reader.failed()
        && people.findById(new PersonId(id)).isEmpty()
        && Alike.anyUnseen(
            book
                .alike(
                    details.name(),
                    details.email(),
                    details.phone(),
                    FormReader.clean(form.company()))
                .stream()
                .filter(other -> !other.id().equals(id))
                .toList(),
            seen)) {
      reader.refuse("name", "person.alike.look");
    }
    if (id != null && !reader.failed() && people.findById(new PersonId(id)).isEmpty()) {
      requireShown(details, new PersonId(id), seen, reader);
    }
    CompanyMeant company = book.companyMeant(FormReader.clean(form.company()), said);
    company.require(reader);
    if (id != null && !reader.failed()) {
      PersonId person = new PersonId(id);
      try {
        Once.make(
            () -> people.findById(person).isPresent(),
            () -> book.addSharing(person, details, company, actor.id(), clock.instant()));
        Flash.done(next, "person.added", details.name());
        return new ModelAndView("redirect:/contacts/people/" + person);
      } catch (RefusedException e) {
        refuse(reader, e);
      } catch (DataIntegrityViolationException e) {
        reader.refuse("email", "person.taken.justNow");
      }
    }
    return ask(invalid(errors, actor, form), company);
  }

  @GetMapping("/{id}")
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(name = ListState.PARAMETER, required = false) @Nullable String from,
      HttpServletRequest request,
      RedirectAttributes next,
      Model model) {
    Optional<UUID> successor = successors.instead(id, false, request, next);
    if (successor.isPresent()) {
      return "redirect:/contacts/people/" + successor.get();
    }
    Person person = get(id);
    model.addAttribute("place", places.of(id, work, from, viewer, clock.instant()));
    model.addAttribute("person", person);
    model.addAttribute("details", person.details());
    model.addAttribute("interactions", lists.interactionsWith(person.id(), viewer.scope()));
    model.addAttribute("relationships", lists.relationshipsOf(person.id(), null));
    model.addAttribute("consents", lists.consentsOf(person.id()));
    model.addAttribute("userNames", userNames.all());
    model.addAttribute("kinds", InteractionKind.values());
    model.addAttribute("results", InteractionResult.values());
    model.addAttribute("relationKinds", RelationshipKind.ofPeople());
    model.addAttribute("interactionId", InteractionId.next());
    return "contacts/person";
  }

  @GetMapping("/{id}/edit")
  String edit(@PathVariable UUID id, Model model) {
    Person person = book.person(new PersonId(id));
    model.addAttribute("person", person);
    model.addAttribute("form", PersonForm.of(person));
    return "contacts/person-form";
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") PersonForm form,
      BindingResult errors,
      @RequestParam(defaultValue = "") String seen,
      WhichCompany said,
      Locale locale,
      RedirectAttributes next) {
    Person person = get(id);
    FormReader reader = new FormReader(errors, locale);
    PersonDetails details = read(form, reader, actor);
    if (!reader.failed()) {
      if (Meanwhile.changed(form.version(), person.version(), form, PersonForm.of(person))) {
        ModelAndView late = new ModelAndView("contacts/person-form", "person", person);
        return Meanwhile.show(late, form, PersonForm.of(person));
      }
      CompanyMeant company =
          book.companyMeant(
              FormReader.clean(form.company()),
              said,
              person.company().orElse(null),
              person.companyName().orElse(null));
      company.require(reader);
      boolean keeps = person.phone().isPresent() && person.phone().get().equals(details.phone());
      if (!keeps) {
        requireShown(details, person.id(), seen, reader);
      }
      try {
        if (reader.failed()) {
          ModelAndView page = ask(invalid(errors, actor, form), company);
          page.addObject("person", person);
          return page;
        }
        book.change(person, details, company, actor.id(), clock.instant());
        Flash.done(next, "person.changed", details.name());
        return new ModelAndView("redirect:/contacts/people/" + id);
      } catch (RefusedException e) {
        refuse(reader, e);
      }
    }
    ModelAndView page = invalid(errors, actor, form);
    page.addObject("person", person);
    return page;
  }

  @PostMapping("/{id}/consent")
  String consent(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam ConsentState state,
      RedirectAttributes next) {
    if (state == ConsentState.UNKNOWN) {
      throw new NotFoundException();
    }
    book.consent(new PersonId(id), state, actor.name(), null, actor.id(), clock.instant());
    Flash.done(next, "consent.kept." + state);
    return "redirect:/contacts/people/" + id;
  }

  @PostMapping("/{id}/further/removal")
  String forgetFurther(@PathVariable UUID id, @RequestParam String value, RedirectAttributes next) {
    Person person = get(id);
    book.forgetFurther(person.id(), value);
    Flash.done(next, "person.further.removed", value, person.name());
    return "redirect:/contacts/people/" + id;
  }

  private Person get(UUID id) {
    return people.findById(new PersonId(id)).orElseThrow(NotFoundException::new);
  }

  private PersonDetails read(PersonForm form, FormReader reader, CurrentUser actor) {
    String name = reader.required("name", form.name(), 200);
    EmailAddress email = reader.email("email", form.email());
    PhoneNumber phone = reader.phone("phone", form.phone(), actor.company().region());
    reader.text("company", form.company(), 200);
    return new PersonDetails(
        name,
        email,
        phone,
        null,
        reader.text("jobTitle", form.jobTitle(), 200),
        reader.text("region", form.region(), 100),
        reader.text("city", form.city(), 100),
        reader.text("country", form.country(), 100),
        "true".equals(form.influencer()),
        Attributes.readLinks(reader, "links", form.links()),
        reader.text("notes", form.notes(), 10_000),
        Attributes.read(reader, "attributes", form.attributes()));
  }

  /** The page that asks which company is meant, where that is to be asked. */
  private static ModelAndView ask(ModelAndView page, CompanyMeant company) {
    company.show(page::addObject);
    return page;
  }

  /**
   * Whoever has the number already is to be looked at once; whoever goes on shares it with them.
   */
  private void requireShown(PersonDetails details, PersonId id, String seen, FormReader reader) {
    if (details.phone() == null) {
      return;
    }
    List<Person> others =
        book.sharing(details.phone(), id).stream()
            .filter(other -> !seen.contains(other.id().toString()))
            .toList();
    if (!others.isEmpty()) {
      reader.refuse(
          "phone",
          "person.phone.shared",
          others.stream().map(Person::name).limit(3).collect(Collectors.joining(", ")));
    }
  }

  private static void refuse(FormReader reader, RefusedException e) {
    String field = e.messageKey().contains("phone") ? "phone" : "email";
    reader.refuse(field, e.messageKey(), e.arguments());
  }

  private ModelAndView invalid(BindingResult errors, CurrentUser viewer, PersonForm form) {
    ModelAndView page = new ModelAndView("contacts/person-form", errors.getModel());
    page.addObject(
        "alike",
        findAlike(
                viewer,
                FormReader.clean(form.name()),
                FormReader.clean(form.email()),
                FormReader.clean(form.phone()),
                FormReader.clean(form.company()))
            .stream()
            .filter(other -> !other.id().toString().equals(form.id()))
            .toList());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private List<Alike> findAlike(
      CurrentUser viewer, String name, String email, String phone, String company) {
    Optional<EmailAddress> address = EmailAddress.parse(email);
    Optional<PhoneNumber> number =
        phone.isBlank() ? Optional.empty() : PhoneNumber.parse(phone, viewer.company().region());
    return book.alike(FormReader.clean(name), address.orElse(null), number.orElse(null), company);
  }
}
