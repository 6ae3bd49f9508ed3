package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.CompanyMeant;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.ContactBook.WhichCompany;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.lists.ListState;
import com.arenacrm.lists.Neighbourhood;
import com.arenacrm.lists.Neighbours;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
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
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
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

/** One deal: opening it by hand, its page, changing what is known of it. */
@Controller
@RequestMapping("/pipeline/opportunities")
class OpportunityController {

  /**
   * A deal as typed.
   *
   * @param id the new deal's, so that sending twice opens one
   * @param person chosen from the list, or empty
   * @param personName as typed: a name, an address or a number
   * @param newPerson {@code true} to add somebody whom nobody knows yet
   * @param push why the close date is pushed to a later day, or taken away
   * @param relined the currency in which the figures of the lines are from now on, once that is
   *     said
   * @param met what the stage in which it begins requires on entry and is ticked
   * @param reason why it begins there, where stages are skipped by that
   * @param asked the stage of which that was asked, so that another one is asked about again
   */
  record OpportunityForm(
      @Nullable String id,
      @Nullable String name,
      @Nullable String person,
      @Nullable String personName,
      @Nullable String newPerson,
      @Nullable String company,
      @Nullable String amount,
      @Nullable String currency,
      @Nullable String closeDate,
      @Nullable String push,
      @Nullable String relined,
      @Nullable String stage,
      @Nullable List<String> met,
      @Nullable String reason,
      @Nullable String asked,
      @Nullable String owner,
      @Nullable String profile,
      @Nullable String step,
      @Nullable String when,
      @Nullable String on,
      @Nullable String why,
      @Nullable Integer version) {

    Set<String> ticked() {
      return met == null ? Set.of() : Set.copyOf(met);
    }

    public boolean isMet(String criterion) {
      return met != null && met.contains(criterion);
    }

    public PlanFields planFields() {
      return new PlanFields(step, when, on, why);
    }
  }

  private final Opportunities opportunities;
  private final Deals deals;
  private final DealViews views;
  private final StageBook stages;
  private final DealDesk desk;
  private final DealLists lists;
  private final DealWork work;
  private final DealsOfLeads leads;
  private final DealSnoozes snoozes;
  private final Neighbourhood neighbourhood;
  private final ContactBook contacts;
  private final Profiles profiles;
  private final UserNames userNames;
  private final TransactionOperations transaction;
  private final Clock clock;

  OpportunityController(
      Opportunities opportunities,
      Deals deals,
      DealViews views,
      StageBook stages,
      DealDesk desk,
      DealLists lists,
      DealWork work,
      DealsOfLeads leads,
      DealSnoozes snoozes,
      Neighbourhood neighbourhood,
      ContactBook contacts,
      Profiles profiles,
      UserNames userNames,
      TransactionOperations transaction,
      Clock clock) {
    this.opportunities = opportunities;
    this.deals = deals;
    this.views = views;
    this.stages = stages;
    this.desk = desk;
    this.lists = lists;
    this.work = work;
    this.leads = leads;
    this.snoozes = snoozes;
    this.neighbourhood = neighbourhood;
    this.contacts = contacts;
    this.profiles = profiles;
    this.userNames = userNames;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * A new deal.
   *
   * @param track the way of selling that it goes; null, or one that is over, for the first
   */
  @GetMapping("/new")
  ModelAndView blank(
      CurrentUser actor,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(required = false) @Nullable UUID track) {
    Person who = person == null ? null : contacts.person(new PersonId(person));
    CompanyMeant at =
        company == null ? CompanyMeant.NOBODY : contacts.companyMeant(new CompanyId(company));
    String companyName =
        company != null
            ? Objects.requireNonNull(at.name())
            : who == null ? "" : who.companyName().orElse("");
    StagePath path = stages.path();
    Idleness idleness = desk.idleness(clock.instant());
    OpportunityForm form =
        new OpportunityForm(
            OpportunityId.next().toString(),
            "",
            who == null ? "" : who.id().toString(),
            who == null ? "" : who.name(),
            "",
            companyName,
            "",
            actor.company().currency().getCurrencyCode(),
            "",
            "",
            null,
            path.first(track).id().toString(),
            null,
            "",
            "",
            actor.id().toString(),
            "",
            "",
            QuickPick.usual(QuickPick.from(idleness.today(), idleness.calendar())).toString(),
            "",
            "",
            0);
    ModelAndView page = new ModelAndView("pipeline/opportunity-form");
    page.addObject("form", form);
    at.show(page::addObject);
    return choices(page, actor, null, path, idleness);
  }

  @PostMapping
  ModelAndView open(
      CurrentUser actor,
      @ModelAttribute("form") OpportunityForm form,
      BindingResult errors,
      WhichCompany said,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    StagePath path = stages.path();
    Stage stage = stage(form, reader, path);
    Read read = read(form, said, reader, actor, null);
    String reason = reader.text("reason", form.reason(), 500);
    if (stage != null) {
      refuse(reader, errors, path.lacking(stage, read.amount(), read.closeDate()), stage);
      askWhyThere(form, reader, path, stage, reason);
    }
    Plan plan = form.planFields().read(reader, actor.today(clock));
    if (id != null && stage != null && plan != null && !reader.failed()) {
      OpportunityId deal = new OpportunityId(id);
      Instant now = clock.instant();
      try {
        Once.make(
            () -> opportunities.findById(deal).isPresent(),
            () ->
                transaction.executeWithoutResult(
                    tx ->
                        deals.open(
                            new Deals.NewDeal(
                                deal,
                                read.details(contacts, actor, now),
                                null,
                                null,
                                new Deals.NewDeal.Start(stage.id(), form.ticked(), reason),
                                plan,
                                null,
                                now),
                            actor.id(),
                            now)));
        Flash.done(next, "deal.opened", read.name());
        return new ModelAndView("redirect:/pipeline/opportunities/" + deal);
      } catch (RefusedException e) {
        errors.reject(e.messageKey(), e.arguments(), null);
      }
    }
    return invalid(errors, actor, null, read, path);
  }

  /**
   * The page of a deal.
   *
   * @param form which form of the next step is open
   * @param person with whom one talked, where that is to be noted
   */
  @GetMapping("/{id}")
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String form,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(name = ListState.PARAMETER, required = false) @Nullable String from,
      Model model) {
    Opportunity deal = opportunities.get(new OpportunityId(id), viewer);
    Idleness idleness = desk.idleness(clock.instant());
    StagePath path = stages.path();
    model.addAttribute("place", from == null ? null : place(id, from, path, idleness, viewer));
    DealRow row = DealRow.of(deal, path, idleness);
    DealViews.View view = views.of(deal);
    boolean mayWrite = DealDesk.mayWrite(viewer);
    Stage stage = path.get(deal.stage());
    List<QuickPick> picks = QuickPick.from(idleness.today(), idleness.calendar());
    model.addAttribute("opportunity", deal);
    model.addAttribute("deal", row);
    model.addAttribute("view", view);
    model.addAttribute("stage", stage);
    model.addAttribute("bar", bar(path, stage, view));
    model.addAttribute("following", deal.isOpen() ? path.after(stage) : null);
    model.addAttribute("stageNames", path.labels());
    model.addAttribute("track", path.isMany() ? stage.track().name() : null);
    model.addAttribute("ownerNames", userNames.all());
    model.addAttribute("missingRoles", missing(view));
    model.addAttribute("roles", BuyingRole.values());
    model.addAttribute("newPersonId", PersonId.next());
    model.addAttribute("kinds", InteractionKind.values());
    model.addAttribute("results", InteractionResult.values());
    model.addAttribute("picks", picks);
    model.addAttribute("mayWrite", mayWrite);
    model.addAttribute("mayHold", mayWrite && deal.mayHold(viewer));
    model.addAttribute(
        "times",
        row.snoozedUntil() == null ? 0 : view.snoozes().size() + snoozes.besides(deal.id()).size());
    model.addAttribute("idleAfter", idleness.after());
    ProfileId profile = deal.details().profile();
    model.addAttribute("profile", profile);
    model.addAttribute("profileName", profile == null ? null : profiles.names().get(profile));
    model.addAttribute(
        "contact", view.people().stream().filter(p -> p.main()).findFirst().orElse(null));
    String which = form == null ? "" : form;
    if (mayWrite
        && deal.isOpen()
        && List.of(StepForm.DONE, StepForm.MOVE, StepForm.FIRST).contains(which)) {
      StepForm step = StepForm.of(row, which, "deal", null, picks).with(person);
      model.addAttribute("form", step);
      if (step.isDone()) {
        model.addAttribute("partners", views.partners(row, view, person));
      }
    }
    return "pipeline/opportunity";
  }

  /** Where the deal stands in the list that it was opened from. */
  private Neighbours place(
      UUID id, String from, StagePath path, Idleness idleness, CurrentUser viewer) {
    ListState state = ListState.parse(work, from);
    DealFilter filter = DealFilter.of(state.query());
    Stage stage = path.find(filter.stage());
    return neighbourhood.of(
        id,
        state,
        lists.source(
            filter,
            BoardController.order(state.query().get("sort"), stage == null || stage.isOpen()),
            viewer,
            idleness,
            clock.instant(),
            stage));
  }

  @GetMapping("/{id}/edit")
  ModelAndView edit(CurrentUser actor, @PathVariable UUID id, Locale locale) {
    return edit(actor, opportunities.get(new OpportunityId(id), actor), locale);
  }

  private ModelAndView edit(CurrentUser actor, Opportunity deal, Locale locale) {
    ModelAndView page = new ModelAndView("pipeline/opportunity-form");
    page.addObject("form", opened(actor, deal, locale));
    return choices(page, actor, deal, stages.path(), desk.idleness(clock.instant()));
  }

  private static OpportunityForm opened(CurrentUser actor, Opportunity deal, Locale locale) {
    DealDetails d = deal.details();
    return new OpportunityForm(
        deal.id().toString(),
        d.name(),
        d.person() == null ? "" : d.person().toString(),
        deal.names().person() == null ? "" : deal.names().person(),
        "",
        deal.names().company() == null ? "" : deal.names().company(),
        actor.formats(locale).typedSum(d.amount()),
        d.currency().getCurrencyCode(),
        d.closeDate() == null ? "" : d.closeDate().toString(),
        "",
        null,
        deal.stage().toString(),
        null,
        "",
        "",
        d.owner() == null ? "" : d.owner().toString(),
        d.profile() == null ? "" : d.profile().toString(),
        "",
        "",
        "",
        "",
        deal.version());
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") OpportunityForm form,
      BindingResult errors,
      WhichCompany said,
      Locale locale,
      RedirectAttributes next) {
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    FormReader reader = new FormReader(errors, locale);
    Read read = read(form, said, reader, actor, deal);
    String push = reader.text("push", form.push(), 500);
    StagePath path = stages.path();
    Stage stage = path.get(deal.stage());
    Set<StagePath.Lack> emptied =
        Deals.emptied(path, stage, deal.details(), read.amount(), read.closeDate());
    if (deal.isOpen()
        && !emptied.contains(StagePath.Lack.CLOSE)
        && push == null
        && !errors.hasFieldErrors("push")
        && !errors.hasFieldErrors("closeDate")) {
      deals
          .pushOf(deal, read.closeDate())
          .ifPresent(
              p -> reader.refuse("push", p.question(), actor.formats(locale).date(p.from())));
    }
    if (!deal.isOpen()) {
      reader.require(
          "amount", deal.kind() == Stage.Kind.WON ? read.amount() : "", "deal.won.amount");
    }
    if (!deal.mayBeIn(read.currency())) {
      reader.refuse("currency", "deal.currency.lined", read.currency().getCurrencyCode());
    } else if (isRelined(deal, read.currency())
        && !read.currency().getCurrencyCode().equals(form.relined())) {
      reader.refuse(
          "currency",
          "deal.currency.relined.ask",
          deal.details().currency().getCurrencyCode(),
          read.currency().getCurrencyCode());
    }
    refuse(reader, errors, emptied, stage);
    if (reader.failed()) {
      return invalid(errors, actor, deal, read, path);
    }
    if (Meanwhile.changed(form.version(), deal.version())) {
      return Meanwhile.show(edit(actor, deal, locale), form, opened(actor, deal, locale));
    }
    Instant now = clock.instant();
    BigDecimal before = deal.terms().discount();
    try {
      transaction.executeWithoutResult(
          tx ->
              leads.reown(
                  deal,
                  read.owner(),
                  null,
                  actor,
                  now,
                  () ->
                      deals.change(
                          deal, read.details(contacts, actor, now), push, actor.id(), now)));
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
      return invalid(errors, actor, deal, read, stages.path());
    }
    BigDecimal discount = deal.terms().discount();
    if (discount != null && !Objects.equals(discount, before)) {
      Formats show = actor.formats(locale);
      Flash.done(
          next,
          "deal.changed.discount",
          read.name(),
          show.percent(deal.terms().share(deal.details().amount()).orElse(BigDecimal.ZERO), 1),
          show.money(discount, deal.details().currency()),
          show.money(
              deal.terms().listPrice(deal.details().amount()).orElse(discount),
              deal.details().currency()));
    } else {
      Flash.done(next, "deal.changed", read.name());
    }
    return new ModelAndView("redirect:/pipeline/opportunities/" + id);
  }

  /** Whether the figures of lines would be of another currency all at once. */
  private static boolean isRelined(Opportunity deal, Currency currency) {
    return deal.isLined() && !deal.isLinedByFile() && !currency.equals(deal.details().currency());
  }

  /** Who begins in a later stage says why, of the very stage that was asked about. */
  private static void askWhyThere(
      OpportunityForm form,
      FormReader reader,
      StagePath path,
      Stage stage,
      @Nullable String reason) {
    String asked = FormReader.clean(form.asked());
    boolean another = !asked.isEmpty() && !asked.equals(stage.id().toString());
    if (!path.openingQuestions(stage, form.ticked()).isEmpty() && (reason == null || another)) {
      reader.refuse("reason", "deal.start.why");
    }
  }

  /** Says at its field what a stage asks for, unless something else is wrong there. */
  private static void refuse(
      FormReader reader, BindingResult errors, Set<StagePath.Lack> lacks, Stage stage) {
    if (lacks.contains(StagePath.Lack.AMOUNT) && !errors.hasFieldErrors("amount")) {
      reader.refuse("amount", "deal.lacks.amount", stage.name());
    }
    if (lacks.contains(StagePath.Lack.CLOSE) && !errors.hasFieldErrors("closeDate")) {
      reader.refuse("closeDate", "deal.lacks.close", stage.name());
    }
  }

  /** What the page shows of a stage. */
  record Step(Stage stage, String state) {

    /** Whether it was left out on the way. */
    public boolean isSkipped() {
      return state.equals("skipped");
    }
  }

  private static List<Step> bar(StagePath path, Stage present, DealViews.View view) {
    Set<UUID> been =
        view.moves().stream()
            .filter(e -> e.kind() == DealViews.Kind.MOVE)
            .flatMap(e -> Stream.of(e.from(), e.to()))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return path.all().stream()
        .filter(present::isAlong)
        .filter(
            s ->
                s.id().equals(present.id())
                    || (!s.isRetired()
                        && (s.isOpen() || (present.isOpen() && s.kind() == Stage.Kind.WON))))
        .map(
            s -> {
              boolean before =
                  present.kind() != Stage.Kind.LOST
                      && (present.isOpen()
                          ? s.isOpen() && s.position() < present.position()
                          : true);
              return new Step(
                  s,
                  s.id().equals(present.id())
                      ? "present"
                      : !before ? "after" : been.contains(s.id().id()) ? "before" : "skipped");
            })
        .toList();
  }

  private static List<BuyingRole> missing(DealViews.View view) {
    return java.util.Arrays.stream(BuyingRole.values())
        .filter(r -> r.isWanted() && !view.engaged().contains(r))
        .toList();
  }

  /**
   * A deal as understood; people and companies whom nobody knows yet are added when it is saved.
   *
   * @param newPerson the name of somebody to add, or null
   */
  private record Read(
      String name,
      @Nullable PersonId person,
      @Nullable String newPerson,
      CompanyMeant company,
      @Nullable CompanyId companyOfPerson,
      @Nullable BigDecimal amount,
      Currency currency,
      @Nullable LocalDate closeDate,
      @Nullable UserId owner,
      @Nullable ProfileId profile,
      Map<String, String> attributes) {

    DealDetails details(ContactBook contacts, CurrentUser actor, Instant now) {
      CompanyId at =
          company.name() == null
              ? companyOfPerson
              : contacts.companyNamed(company, actor.id(), now);
      PersonId who =
          newPerson == null
              ? person
              : contacts
                  .addPerson(
                      PersonId.next(), PersonDetails.of(newPerson, null, null, at), actor.id(), now)
                  .id();
      return new DealDetails(
          name, who, at, owner, profile, amount, currency, closeDate, attributes);
    }
  }

  private Read read(
      OpportunityForm form,
      WhichCompany said,
      FormReader reader,
      CurrentUser actor,
      @Nullable Opportunity present) {
    String name = reader.required("name", form.name(), 200);
    String company = reader.text("company", form.company(), 200);
    String typed = reader.text("personName", form.personName(), 254);
    boolean add = typed != null && "true".equals(form.newPerson());
    Optional<Found> found =
        typed == null || add ? Optional.empty() : find(form, typed, company, actor);
    if (typed != null && !add && found.isEmpty()) {
      reader.refuse("personName", "deal.person.unknown", typed);
    }
    if (typed == null && company == null) {
      reader.refuse("company", "deal.whom.required");
    }
    CompanyMeant meant = meant(company, said, present, found.orElse(null));
    meant.require(reader);
    boolean changed = present == null || !names(present, form);
    return new Read(
        name,
        found.map(Found::id).orElse(null),
        add ? typed : null,
        meant,
        changed ? found.map(Found::company).orElse(null) : null,
        reader.amount("amount", form.amount()),
        currency(form, reader, actor),
        close(form, reader, actor.today(clock), present),
        owner(form, reader, actor, present),
        profile(form, reader),
        present == null ? Map.of() : present.details().attributes());
  }

  /** The deal's own company stays, and so does the one where the chosen person works. */
  private CompanyMeant meant(
      @Nullable String company,
      WhichCompany said,
      @Nullable Opportunity present,
      @Nullable Found found) {
    if (present != null && Objects.equals(company, present.names().company())) {
      return contacts.companyMeant(
          company, said, present.details().company(), present.names().company());
    }
    return found == null
        ? contacts.companyMeant(company, said)
        : contacts.companyMeant(company, said, found.company(), found.companyName());
  }

  /** When it should be decided: no day that has passed, unless it stands already. */
  private static @Nullable LocalDate close(
      OpportunityForm form, FormReader reader, LocalDate today, @Nullable Opportunity present) {
    LocalDate known = present == null ? null : present.details().closeDate();
    LocalDate day = reader.date("closeDate", form.closeDate(), today, known);
    boolean open = present == null || present.isOpen();
    if (open && day != null && day.isBefore(today) && !day.equals(known)) {
      reader.refuse("closeDate", "deal.closeDate.past");
    }
    return day;
  }

  private static boolean names(Opportunity present, OpportunityForm form) {
    return present.person().map(p -> p.toString().equals(form.person())).orElse(false);
  }

  /** Somebody who is known. */
  private record Found(PersonId id, @Nullable CompanyId company, @Nullable String companyName) {

    static Found of(PersonCard card) {
      return new Found(card.id(), card.companyId(), card.company());
    }
  }

  /** Whom the field means: the one chosen from the list, or the only one it can be. */
  private Optional<Found> find(
      OpportunityForm form, String typed, @Nullable String company, CurrentUser actor) {
    if (form.person() != null && !form.person().isBlank()) {
      try {
        PersonId id = new PersonId(UUID.fromString(form.person().strip()));
        PersonCard card = contacts.cards(List.of(id)).get(id);
        if (card != null && card.name().equals(typed)) {
          return Optional.of(Found.of(card));
        }
      } catch (IllegalArgumentException e) {
        // Not a choice from the list: the text decides.
      }
    }
    Optional<Person> known =
        contacts.find(
            EmailAddress.parse(typed).orElse(null),
            PhoneNumber.parse(typed, actor.company().region()).orElse(null));
    if (known.isPresent()) {
      return known.map(
          p -> new Found(p.id(), p.company().orElse(null), p.companyName().orElse(null)));
    }
    List<PersonCard> named = contacts.named(typed);
    List<PersonCard> there =
        named.stream()
            .filter(p -> company != null && company.equalsIgnoreCase(p.company()))
            .toList();
    List<PersonCard> likely = there.isEmpty() ? named : there;
    return likely.size() == 1 ? Optional.of(Found.of(likely.get(0))) : Optional.empty();
  }

  private static Currency currency(OpportunityForm form, FormReader reader, CurrentUser actor) {
    String code = FormReader.clean(form.currency()).toUpperCase(Locale.ROOT);
    try {
      return code.isEmpty() ? actor.company().currency() : Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      reader.refuse("currency", "deal.currency.invalid");
      return actor.company().currency();
    }
  }

  private @Nullable UserId owner(
      OpportunityForm form, FormReader reader, CurrentUser actor, @Nullable Opportunity present) {
    UUID present0 = present == null ? null : present.owner().map(UserId::id).orElse(null);
    UUID owner = reader.id("owner", form.owner());
    if (present != null && leads.isPooled(present)) {
      if (owner != null) {
        reader.refuse("owner", "deal.owner.pooled");
      }
      return null;
    }
    if (owner == null) {
      return present == null ? actor.id() : present.owner().orElse(null);
    }
    if (present0 != null && !owner.equals(present0) && !present.mayHold(actor)) {
      reader.refuse("owner", "deal.owner.notYours");
      return present.owner().orElse(null);
    }
    boolean known =
        userNames.assignable(actor, present0).stream().anyMatch(c -> c.id().id().equals(owner));
    UserId chosen = new UserId(owner);
    if (!known) {
      reader.refuse("owner", "choose");
    } else if (present != null
        && !owner.equals(present0)
        && !actor.isManager()
        && !leads.lockedFor(List.of(present.id().id()), chosen, actor.today(clock)).isEmpty()) {
      reader.refuse("owner", "deal.owner.locked");
    }
    return chosen;
  }

  private @Nullable ProfileId profile(OpportunityForm form, FormReader reader) {
    UUID profile = reader.id("profile", form.profile());
    if (profile == null) {
      return null;
    }
    ProfileId id = new ProfileId(profile);
    if (!profiles.names().containsKey(id)) {
      reader.refuse("profile", "choose");
    }
    return id;
  }

  private static @Nullable Stage stage(OpportunityForm form, FormReader reader, StagePath path) {
    UUID id = reader.id("stage", form.stage());
    Stage stage =
        id == null
            ? path.first()
            : path.open().stream().filter(s -> s.id().id().equals(id)).findFirst().orElse(null);
    reader.require("stage", stage, "choose");
    return stage;
  }

  private ModelAndView invalid(
      BindingResult errors,
      CurrentUser actor,
      @Nullable Opportunity deal,
      Read read,
      StagePath path) {
    ModelAndView page = new ModelAndView("pipeline/opportunity-form", errors.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    page.addObject("askNewPerson", errors.hasFieldErrors("personName"));
    read.company().show(page::addObject);
    return choices(page, actor, deal, path, desk.idleness(clock.instant()));
  }

  private ModelAndView choices(
      ModelAndView page,
      CurrentUser actor,
      @Nullable Opportunity deal,
      StagePath path,
      Idleness idleness) {
    UUID present = deal == null ? null : deal.owner().map(UserId::id).orElse(null);
    boolean pooled = deal != null && leads.isPooled(deal);
    boolean others = present != null && !deal.mayHold(actor);
    List<Colleague> owners =
        pooled
            ? List.of()
            : userNames.assignable(actor, present).stream()
                .filter(c -> !others || c.id().id().equals(present))
                .toList();
    page.addObject("deal", deal);
    page.addObject("lined", deal != null && deal.isLined());
    page.addObject("relines", relines(page, deal));
    page.addObject("pooled", pooled);
    page.addObject("others", others);
    page.addObject("nobody", deal != null && present == null ? "deal.owner.none" : null);
    page.addObject("owners", owners);
    page.addObject("profiles", profiles.choices());
    page.addObject(
        "stageChoices",
        path.open().stream().map(s -> new Choice(s.id().toString(), path.label(s))).toList());
    page.addObject("picks", QuickPick.from(idleness.today(), idleness.calendar()));
    Stage start = deal == null ? start(page, path) : null;
    page.addObject("start", start);
    page.addObject("entering", start == null ? List.of() : path.toOpen(start));
    page.addObject("skipped", start == null ? null : skipped(path, start));
    return page;
  }

  /** The currency in which the lines of a deal would be as its form says; null for their own. */
  private static @Nullable String relines(ModelAndView page, @Nullable Opportunity deal) {
    String typed = FormReader.clean(((OpportunityForm) page.getModel().get("form")).currency());
    try {
      Currency currency = Currency.getInstance(typed.toUpperCase(Locale.ROOT));
      return deal != null && deal.mayBeIn(currency) && isRelined(deal, currency)
          ? currency.getCurrencyCode()
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The stage in which the deal of a form begins; null where it is none. */
  private static @Nullable Stage start(ModelAndView page, StagePath path) {
    String typed = ((OpportunityForm) page.getModel().get("form")).stage();
    return path.open().stream()
        .filter(s -> s.id().toString().equals(typed))
        .findFirst()
        .orElse(null);
  }

  /** The stages that a deal skips that is opened in one; null for none. */
  private static @Nullable String skipped(StagePath path, Stage start) {
    return path.openingQuestions(start, Set.of()).stream()
        .filter(q -> q.kind() == StagePath.Question.Kind.SKIPPED)
        .map(StagePath.Question::what)
        .findFirst()
        .orElse(null);
  }

  /** Something to choose in a form. */
  record Choice(String value, String label) {}
}
