package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.Alike;
import com.arenacrm.contacts.ContactBook.CompanyMeant;
import com.arenacrm.contacts.ContactBook.WhichCompany;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.ProfileName;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.LeadLists.Filter;
import com.arenacrm.leads.LeadLists.LeadRow;
import com.arenacrm.leads.LeadLists.Sort;
import com.arenacrm.leads.LeadLists.Standings;
import com.arenacrm.leads.qualification.Judgements;
import com.arenacrm.leads.qualification.Judgements.Given;
import com.arenacrm.leads.recontact.Recontacts;
import com.arenacrm.lists.ListColumn;
import com.arenacrm.lists.ListDesk;
import com.arenacrm.lists.ListState;
import com.arenacrm.lists.Neighbourhood;
import com.arenacrm.lists.Neighbours;
import com.arenacrm.lists.OpenList;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.ActivityCard;
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
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Leads: list, page, opening by hand, what is known of the purchase, qualification, the end. */
@Controller
@RequestMapping("/leads")
class LeadController {

  /** Who has leads, of those who cannot sign in. */
  private static final String HAVE_LEADS =
      "exists (select from leads.lead l where l.owner_id = u.id or l.sales_owner_id = u.id)";

  /** So long after its end, opening a lead again takes all back that followed from it. */
  private static final Duration UNDONE_WITHIN = Duration.ofMinutes(10);

  /**
   * A lead as typed; {@code id} is the new lead's, so that sending twice opens one.
   *
   * @param person who it is, when they are known already
   * @param referrer who recommends us, when chosen from the list
   * @param use not to be saved yet: who of the known it is, or {@code none} of them
   */
  record LeadEntry(
      String id,
      String person,
      String personName,
      String email,
      String phone,
      String company,
      String profile,
      String activity,
      String referrer,
      String referredBy,
      String need,
      String budget,
      String authority,
      String purchaseDate,
      String use) {

    /** The same about somebody who is known; about somebody still to be named when null. */
    LeadEntry about(@Nullable Person known) {
      return new LeadEntry(
          id,
          known == null ? "" : known.id().toString(),
          known == null ? "" : known.name(),
          known == null ? "" : known.email().map(EmailAddress::value).orElse(""),
          known == null ? "" : known.phone().map(PhoneNumber::readable).orElse(""),
          known == null ? "" : known.companyName().orElse(""),
          profile,
          activity,
          referrer,
          referredBy,
          need,
          budget,
          authority,
          purchaseDate,
          "");
    }
  }

  /** What is known of the purchase, as typed. */
  record FactsEntry(
      String need,
      String budget,
      String authority,
      String purchaseDate,
      String profile,
      String owner,
      String adaptation,
      Integer version) {

    static FactsEntry of(Lead lead) {
      Facts facts = lead.facts();
      return new FactsEntry(
          facts.need(),
          facts.budget(),
          facts.authority(),
          facts.purchaseDate() == null ? "" : facts.purchaseDate().toString(),
          lead.profile().map(ProfileId::toString).orElse(""),
          lead.owner().map(UserId::toString).orElse(""),
          lead.adaptation().orElse(""),
          lead.version());
    }
  }

  private final Leads leads;
  private final LeadIntake intake;
  private final LeadLists lists;
  private final LeadWork work;
  private final LeadBulk bulk;
  private final ListDesk desk;
  private final Neighbourhood neighbourhood;
  private final LeadPages pages;
  private final Handoffs handoffs;
  private final Judgements judgements;
  private final Outcomes outcomes;
  private final SameDemand sameDemand;
  private final Recontacts recontacts;
  private final ContactBook contacts;
  private final Profiles profiles;
  private final Planner planner;
  private final UserNames userNames;
  private final TransactionOperations transaction;
  private final Clock clock;

  LeadController(
      Leads leads,
      LeadIntake intake,
      LeadLists lists,
      LeadWork work,
      LeadBulk bulk,
      ListDesk desk,
      Neighbourhood neighbourhood,
      LeadPages pages,
      Handoffs handoffs,
      Judgements judgements,
      Outcomes outcomes,
      SameDemand sameDemand,
      Recontacts recontacts,
      ContactBook contacts,
      Profiles profiles,
      Planner planner,
      UserNames userNames,
      TransactionOperations transaction,
      Clock clock) {
    this.leads = leads;
    this.intake = intake;
    this.lists = lists;
    this.work = work;
    this.bulk = bulk;
    this.desk = desk;
    this.neighbourhood = neighbourhood;
    this.pages = pages;
    this.handoffs = handoffs;
    this.judgements = judgements;
    this.outcomes = outcomes;
    this.sameDemand = sameDemand;
    this.recontacts = recontacts;
    this.contacts = contacts;
    this.profiles = profiles;
    this.planner = planner;
    this.userNames = userNames;
    this.transaction = transaction;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String list(CurrentUser viewer, Filters address, Locale locale, Model model) {
    OpenList open = desk.open(work, address, viewer);
    if (open.begin() != null) {
      return "redirect:" + open.begin();
    }
    Filter filter = Filter.of(open.state().query());
    Sort sort = Sort.of(open.state().query());
    Instant now = clock.instant();
    Slice<LeadRow> page = lists.leads(filter, sort, open.state().after(), viewer, now);
    List<LeadRow> rows = page.rows();
    boolean likely = rows.isEmpty() ? lists.isLikelihoodOn() : rows.get(0).likely();
    List<ListColumn> columns =
        open.columns().stream()
            .filter(c -> likely || !c.key().equals(LeadWork.LIKELIHOOD))
            .toList();
    Standings standings = lists.standings(rows, viewer.today(clock));
    UserNames.Everybody people = userNames.everybody(HAVE_LEADS, Role.values());
    Map<UUID, String> names = people.names();
    List<ProfileName> choices = profiles.choices();
    Map<UUID, String> profileNames =
        choices.stream().collect(Collectors.toMap(p -> p.id().id(), ProfileName::name));
    model.addAttribute("open", open);
    model.addAttribute("columns", columns);
    model.addAttribute("kinds", bulk.kinds(viewer));
    List<UserNames.Colleague> owners = people.owners(new Scope(true, List.of()));
    model.addAttribute("gone", gone(filter, owners, profileNames.keySet()));
    model.addAttribute("page", page);
    model.addAttribute(
        "total",
        !rows.isEmpty()
            ? rows.get(0).total()
            : open.state().after() == null ? 0 : lists.count(filter, viewer, now));
    model.addAttribute("likelihoodOn", likely);
    model.addAttribute(
        "cells",
        work.cells(
            rows,
            columns,
            new LeadWork.Known(
                standings.missing(), standings.people(), names, titles(rows), profileNames),
            locale,
            viewer.formats(locale)));
    model.addAttribute("filter", filter);
    model.addAttribute("sort", sort.name());
    model.addAttribute("profileChoices", choices);
    model.addAttribute("owners", owners);
    return "leads/leads";
  }

  /** What the filter names and is no more. */
  private static List<String> gone(
      Filter filter, List<UserNames.Colleague> users, Set<UUID> profiles) {
    return Stream.of(
            filter.profile() != null && !profiles.contains(filter.profile())
                ? "views.gone.profile"
                : null,
            filter.owner() != null
                    && users.stream().noneMatch(u -> u.id().id().equals(filter.owner()))
                ? "views.gone.user"
                : null)
        .filter(Objects::nonNull)
        .toList();
  }

  @GetMapping("/new")
  String blank(
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable UUID activity,
      @RequestParam(required = false) @Nullable UUID referrer,
      CurrentUser viewer,
      Model model) {
    Optional<Person> known =
        Optional.ofNullable(person).map(id -> contacts.person(new PersonId(id)));
    Optional<Lead> present = known.flatMap(p -> intake.openLeadOf(p.id()));
    if (present.isPresent() && viewer.scope().covers(present.get().salesOwner())) {
      return "redirect:/leads/" + present.get().id();
    }
    Optional<Person> recommends =
        Optional.ofNullable(referrer).map(id -> contacts.person(new PersonId(id)));
    model.addAttribute("taken", present.map(LeadController::takenBy).orElse(null));
    model.addAttribute(
        "form",
        new LeadEntry(
            LeadId.next().toString(),
            known.map(p -> p.id().toString()).orElse(""),
            known.map(Person::name).orElse(""),
            known.flatMap(Person::email).map(EmailAddress::value).orElse(""),
            known.flatMap(Person::phone).map(PhoneNumber::readable).orElse(""),
            known.flatMap(Person::companyName).orElse(""),
            "",
            activity == null ? "" : activity.toString(),
            recommends.map(p -> p.id().toString()).orElse(""),
            recommends.map(Person::name).orElse(""),
            "",
            "",
            "",
            "",
            ""));
    return choices(activity, model);
  }

  @PostMapping
  ModelAndView open(
      CurrentUser actor,
      @ModelAttribute("form") LeadEntry form,
      BindingResult errors,
      @RequestParam(defaultValue = "") String seen,
      WhichCompany said,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    UUID known = reader.id("person", form.person());
    UUID use = "none".equals(form.use()) ? null : reader.id("use", form.use());
    if (use != null || "none".equals(form.use())) {
      LeadEntry chosen = form.about(use == null ? null : contacts.person(new PersonId(use)));
      model.addAttribute("form", chosen);
      model.addAttribute(
          BindingResult.MODEL_KEY_PREFIX + "form", new BeanPropertyBindingResult(chosen, "form"));
      return new ModelAndView(choices(activity(chosen.activity()), model), model.asMap());
    }
    String name = known == null ? reader.required("personName", form.personName(), 200) : "";
    EmailAddress email = reader.email("email", form.email());
    PhoneNumber phone = reader.phone("phone", form.phone(), actor.company().region());
    if (known == null && email == null && phone == null && !reader.failed()) {
      reader.refuse("email", "lead.reach.required");
    }
    String company = reader.text("company", form.company(), 200);
    UUID profile = reader.id("profile", form.profile());
    UUID activity = reader.id("activity", form.activity());
    PersonId referrer = referrer(reader, form.referrer(), form.referredBy());
    Facts facts =
        facts(
            reader,
            form.need(),
            form.budget(),
            form.authority(),
            form.purchaseDate(),
            Facts.NONE,
            actor.today(clock));
    boolean shares = known == null && isSharing(name, email, phone, seen) && !reader.failed();
    CompanyMeant meant = known == null ? contacts.companyMeant(company, said) : CompanyMeant.NOBODY;
    if (known == null
        && id != null
        && !reader.failed()
        && leads.findById(new LeadId(id)).isEmpty()) {
      Optional<Person> reached = shares ? Optional.empty() : contacts.find(email, phone, name);
      if (reached.isEmpty()) {
        if (Alike.anyUnseen(
            contacts.alike(name, email, phone, Objects.requireNonNullElse(company, "")), seen)) {
          reader.refuse("personName", "lead.person.look");
        }
        meant.require(reader);
      } else if (!isSameName(reached.get().name(), name)) {
        boolean byEmail = email != null && contacts.find(email, null).map(Person::id).isPresent();
        reader.refuse(
            byEmail ? "email" : "phone",
            byEmail ? "lead.email.known" : "lead.phone.known",
            reached.get().name());
      }
    }
    if (id != null && !reader.failed()) {
      LeadId lead = new LeadId(id);
      try {
        Once.make(
            () -> leads.findById(lead).isPresent(),
            () ->
                transaction.executeWithoutResult(
                    tx -> {
                      PersonId person =
                          known != null
                              ? new PersonId(known)
                              : person(
                                  PersonDetails.of(name, email, phone, null),
                                  shares ? null : phone,
                                  meant,
                                  actor);
                      intake.open(
                          lead,
                          new LeadIntake.ByHand(
                              person,
                              profile == null ? null : new ProfileId(profile),
                              activity == null ? null : new ActivityId(activity),
                              referrer,
                              facts),
                          actor,
                          clock.instant());
                    }));
        Optional<Lead> opened = leads.findById(lead);
        if (opened.isPresent()) {
          Flash.done(next, "lead.opened", opened.get().personName());
          return new ModelAndView("redirect:/leads/" + lead);
        }
        Lead present = alreadyOpen(known, email, phone, name);
        if (actor.scope().covers(present.salesOwner())) {
          Flash.done(next, "lead.alreadyOpen", present.personName());
          return new ModelAndView("redirect:/leads/" + present.id());
        }
        model.addAttribute("taken", takenBy(present));
      } catch (RefusedException e) {
        reader.refuse(
            e.messageKey().startsWith("lead.referrer")
                ? "referredBy"
                : e.messageKey().contains("phone") ? "phone" : "email",
            e.messageKey(),
            e.arguments());
      } catch (DataIntegrityViolationException e) {
        reader.refuse("email", "person.taken.justNow");
      }
    }
    choices(activity(form.activity()), model);
    if (known == null) {
      model.addAttribute(
          "alike",
          contacts.alike(
              FormReader.clean(form.personName()),
              email,
              phone,
              Objects.requireNonNullElse(company, "")));
      model.addAttribute("mayUse", true);
      if (errors.hasFieldErrors("company") || meant.wasAsked()) {
        meant.show(model::addAttribute);
      }
    }
    ModelAndView page = new ModelAndView("leads/lead-form", errors.getModel());
    page.addAllObjects(model.asMap());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  @GetMapping("/{id}")
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(name = ListState.PARAMETER, required = false) @Nullable String from,
      Model model) {
    Lead lead = get(id, viewer);
    Optional<ListState> waiting = WaitingList.named(from, WaitingList.GATE, WaitingList.RETURNED);
    model.addAttribute(
        "place",
        waiting.isPresent()
            ? place(lead, waiting.get(), viewer)
            : from == null ? null : place(lead, from, viewer));
    model.addAttribute("placeTitle", waiting.isPresent() ? "inbox.title" : "leads.title");
    FactsEntry form = FactsEntry.of(lead);
    model.addAttribute("form", form);
    model.addAttribute(
        BindingResult.MODEL_KEY_PREFIX + "form", new BeanPropertyBindingResult(form, "form"));
    pages.fill(model, lead, viewer, clock.instant());
    return "leads/lead";
  }

  /** Keeps what is known of the purchase, who looks after it and for which profile. */
  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") FactsEntry form,
      BindingResult errors,
      @RequestParam Map<String, String> sent,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Lead lead = get(id, actor);
    model.addAttribute("answers", sent);
    FormReader reader = new FormReader(errors, locale);
    Facts facts =
        facts(
            reader,
            form.need(),
            form.budget(),
            form.authority(),
            form.purchaseDate(),
            lead.facts(),
            actor.today(clock));
    UUID profile = reader.id("profile", form.profile());
    UUID owner = reader.id("owner", form.owner());
    String adaptation = reader.text("adaptation", form.adaptation(), 2000);
    List<Given> answers = List.of();
    try {
      answers = Given.read(sent);
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
    }
    if (reader.failed()) {
      pages.fill(model, lead, actor, clock.instant());
      model.addAttribute("typed", true);
      ModelAndView page = new ModelAndView("leads/lead", errors.getModel());
      page.addAllObjects(model.asMap());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    if (Meanwhile.changed(form.version(), lead.version(), form, FactsEntry.of(lead))) {
      pages.fill(model, lead, actor, clock.instant());
      model.addAttribute("typed", true);
      ModelAndView late = new ModelAndView("leads/lead", model.asMap());
      return Meanwhile.show(late, form, FactsEntry.of(lead));
    }
    boolean aimed = profile != null && lead.profile().filter(p -> p.id().equals(profile)).isEmpty();
    lead.learn(facts);
    lead.adapt(adaptation);
    lead.lookAfter(
        owner == null ? null : new UserId(owner), profile == null ? null : new ProfileId(profile));
    List<Given> given = answers;
    transaction.executeWithoutResult(
        tx -> {
          leads.save(lead);
          judgements.answer(lead.id(), given, actor.id(), clock.instant());
          if (aimed) {
            handoffs.settleReturns(lead.id(), ReturnAnswer.PROFILE, actor.id(), clock.instant());
          }
        });
    Flash.done(next, "lead.saved");
    return new ModelAndView("redirect:/leads/" + id);
  }

  @PostMapping("/{id}/qualification")
  String qualify(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    try {
      Once.make(
          () -> lists.judgedJustNow(get(id, actor)),
          () ->
              transaction.executeWithoutResult(
                  tx ->
                      handoffs.qualify(
                          get(id, actor), actor.id(), actor.today(clock), clock.instant())));
      Flash.done(next, "lead.qualified");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/leads/" + id;
  }

  /** Says how it ended, and whether to talk to them again on a day. */
  @PostMapping("/{id}/ending")
  String end(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam Outcome outcome,
      @RequestParam(defaultValue = "") String competitor,
      @RequestParam(defaultValue = "") String note,
      @RequestParam(defaultValue = "") String recontactOn,
      RedirectAttributes next) {
    String who = FormReader.clean(competitor);
    String text = FormReader.clean(note);
    String typedDay = FormReader.clean(recontactOn);
    Optional<LocalDate> day = FormReader.parseDate(typedDay);
    try {
      if (!typedDay.isEmpty() && (day.isEmpty() || !day.get().isAfter(actor.today(clock)))) {
        throw new RefusedException("recontact.day.past");
      }
      outcomes.end(
          new LeadId(id),
          new Outcomes.Ending(
              outcome, who.isEmpty() ? null : who, text.isEmpty() ? null : text, day.orElse(null)),
          actor,
          clock.instant());
      Flash.done(next, "lead.ended." + outcome);
      Flash.undo(next, "/leads/" + id + "/reopening");
    } catch (RefusedException e) {
      Flash.refused(next, e);
      next.addFlashAttribute("typedOutcome", outcome);
      next.addFlashAttribute("typedCompetitor", who);
      next.addFlashAttribute("typedNote", text);
      next.addFlashAttribute("typedDay", typedDay);
      return "redirect:/leads/" + id + "#end";
    }
    return "redirect:/leads/" + id;
  }

  @PostMapping("/{id}/reopening")
  String reopen(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Lead lead = get(id, actor);
    if (!lead.isEnded()) {
      Flash.done(next, "lead.reopened");
      return "redirect:/leads/" + id;
    }
    try {
      transaction.executeWithoutResult(
          tx -> {
            if (lead.endedAt()
                .filter(at -> at.plus(UNDONE_WITHIN).isAfter(clock.instant()))
                .isPresent()) {
              outcomes.forget(lead);
            }
            if (lead.isEnded()) {
              lead.salesOwner().ifPresent(seller -> handoffs.requireRoom(seller, actor.id()));
            }
            lead.reopen();
            leads.save(lead);
            sameDemand.part(lead.id());
            recontacts.takenUp(lead.id(), actor.id(), clock.instant());
          });
      Flash.done(next, "lead.reopened");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/leads/" + id;
  }

  /** Where the lead stands in the list that it was opened from. */
  private Neighbours place(Lead lead, String from, CurrentUser viewer) {
    ListState state = ListState.parse(work, from);
    return neighbourhood.of(
        lead.id().id(),
        state,
        lists.source(Filter.of(state.query()), Sort.of(state.query()), viewer, clock.instant()));
  }

  /** Where it stands in marketing's inbox, which shows what was returned by its handoffs. */
  private Neighbours place(Lead lead, ListState waiting, CurrentUser viewer) {
    Neighbours place =
        neighbourhood.of(lead.id().id(), waiting, WaitingList.source(waiting, viewer));
    return waiting.list().equals(WaitingList.GATE.key())
        ? place
        : place.backTo(waiting.path() + "#r-" + lead.id());
  }

  private Map<UUID, String> titles(List<LeadRow> rows) {
    List<ActivityId> sources =
        rows.stream()
            .map(LeadRow::sourceActivityId)
            .filter(Objects::nonNull)
            .map(ActivityId::new)
            .distinct()
            .toList();
    return planner.cards(sources).values().stream()
        .collect(Collectors.toMap(card -> card.id().id(), ActivityCard::title));
  }

  private Lead get(UUID id, CurrentUser viewer) {
    Scope scope = viewer.scope();
    return leads
        .findById(new LeadId(id))
        .filter(lead -> scope.covers(lead.salesOwner()))
        .orElseThrow(NotFoundException::new);
  }

  /** Whether the form has shown who else has the number, and goes on with another name. */
  private boolean isSharing(
      String name, @Nullable EmailAddress email, @Nullable PhoneNumber phone, String seen) {
    return phone != null
        && (email == null || contacts.find(email, null).isEmpty())
        && contacts
            .find(null, phone, name)
            .filter(p -> !isSameName(p.name(), name) && seen.contains(p.id().toString()))
            .isPresent();
  }

  /**
   * Who it is, made if they are not there.
   *
   * @param known the number by which they are recognised; null where they share it with another
   */
  private PersonId person(
      PersonDetails typed, @Nullable PhoneNumber known, CompanyMeant company, CurrentUser actor) {
    return contacts
        .find(typed.email(), known, typed.name())
        .map(Person::id)
        .orElseGet(
            () ->
                contacts
                    .addSharing(PersonId.next(), typed, company, actor.id(), clock.instant())
                    .id());
  }

  private Lead alreadyOpen(
      @Nullable UUID known,
      @Nullable EmailAddress email,
      @Nullable PhoneNumber phone,
      String name) {
    return Optional.ofNullable(known)
        .map(PersonId::new)
        .or(() -> contacts.find(email, phone, name).map(Person::id))
        .flatMap(intake::openLeadOf)
        .orElseThrow(NotFoundException::new);
  }

  // All that who may not see a lead hears of it.
  private static String takenBy(Lead lead) {
    return lead.salesOwner().isPresent() ? "lead.taken.sales" : "lead.taken.marketing";
  }

  private @Nullable PersonId referrer(
      FormReader reader, @Nullable String chosen, @Nullable String typed) {
    String text = FormReader.clean(typed);
    if (text.isEmpty()) {
      return null;
    }
    Optional<PersonId> found = contacts.meant(reader.id("referredBy", chosen), text);
    if (found.isEmpty()) {
      reader.refuse("referredBy", "lead.referrer.unknown");
    }
    return found.orElse(null);
  }

  private static boolean isSameName(String one, String other) {
    return fold(one).equals(fold(other));
  }

  private static String fold(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .replaceAll("\\p{M}+", "")
        .replaceAll("\\s+", " ")
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /**
   * The facts as typed. What cannot be of a purchase that is to come is refused: a budget below
   * nothing, and a day that has passed, unless it was written down before it passed.
   */
  private static Facts facts(
      FormReader reader,
      @Nullable String need,
      @Nullable String budget,
      @Nullable String authority,
      @Nullable String purchaseDate,
      Facts before,
      LocalDate today) {
    Facts facts =
        new Facts(
            reader.text("need", need, 2000),
            reader.text("budget", budget, 500),
            reader.text("authority", authority, 500),
            reader.date("purchaseDate", purchaseDate, today, before.purchaseDate()));
    if (facts.budget() != null
        && facts.budget().matches("[-\u2212\u2013]\\s*[\\p{Sc}]?\\s*[0-9].*")) {
      reader.refuse("budget", "amount.negative");
    }
    LocalDate day = facts.purchaseDate();
    if (day != null && day.isBefore(today) && !day.equals(before.purchaseDate())) {
      reader.refuse("purchaseDate", "lead.purchaseDate.past");
    }
    return facts;
  }

  private String choices(@Nullable UUID activity, Model model) {
    model.addAttribute("profileChoices", profiles.choices());
    model.addAttribute(
        "activityChoices", planner.choices(activity == null ? null : new ActivityId(activity)));
    return "leads/lead-form";
  }

  private static @Nullable UUID activity(@Nullable String typed) {
    try {
      return UUID.fromString(FormReader.clean(typed));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
