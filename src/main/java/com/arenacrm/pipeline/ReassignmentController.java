package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.Workforce;
import com.arenacrm.identity.Workforce.Worker;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.pool.Pool;
import com.arenacrm.leads.routing.SellerCapacities;
import com.arenacrm.leads.routing.SellerCapacities.Capacity;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What a manager does about leads and deals that lie, one or several at once: gives them to
 * somebody else with a note, gives them more time with a reason, or takes them back to the pool.
 */
@Controller
@RequestMapping("/pipeline/reassignment")
class ReassignmentController {

  /** So many at once; whoever moves more should look at what they move. */
  private static final int MOST = 50;

  private static final int USUAL_MORE_DAYS = 7;

  /** What is done about those that were chosen. */
  enum Act {
    GIVE,
    TIME,
    POOL
  }

  /**
   * What is done, as typed.
   *
   * @param row those chosen, as {@code lead:} or {@code deal:} and the id
   * @param confirmed to whom, although something speaks against it
   */
  record ReassignForm(
      @Nullable String id,
      @Nullable List<String> row,
      @Nullable String act,
      @Nullable String seller,
      @Nullable String until,
      @Nullable String note,
      @Nullable String confirmed,
      @Nullable String back) {

    Act what() {
      for (Act one : Act.values()) {
        if (one.name().equalsIgnoreCase(act)) {
          return one;
        }
      }
      return Act.GIVE;
    }
  }

  /**
   * One that was chosen.
   *
   * @param leads those that go with it; for a lead, itself
   * @param deal the deal that was chosen; null when a lead was
   */
  record Chosen(
      String key,
      String name,
      @Nullable String more,
      @Nullable UserId owner,
      List<LeadId> leads,
      @Nullable OpportunityId deal,
      String path) {

    /** Whether this may be done about it; only a lead goes to the pool. */
    boolean suits(Act act) {
      return switch (act) {
        case GIVE -> true;
        case TIME -> owner != null;
        case POOL -> owner != null && !leads.isEmpty();
      };
    }
  }

  /** A seller to choose. */
  record Choice(String value, String label) {}

  private final Pool pool;
  private final Handoffs handoffs;
  private final DealsOfLeads work;
  private final DealSnoozes snoozes;
  private final Opportunities opportunities;
  private final SellerCapacities capacities;
  private final Workforce workforce;
  private final UserNames userNames;
  private final TransactionOperations transaction;
  private final MessageSource messages;
  private final Clock clock;

  ReassignmentController(
      Pool pool,
      Handoffs handoffs,
      DealsOfLeads work,
      DealSnoozes snoozes,
      Opportunities opportunities,
      SellerCapacities capacities,
      Workforce workforce,
      UserNames userNames,
      TransactionOperations transaction,
      MessageSource messages,
      Clock clock) {
    this.pool = pool;
    this.handoffs = handoffs;
    this.work = work;
    this.snoozes = snoozes;
    this.opportunities = opportunities;
    this.capacities = capacities;
    this.workforce = workforce;
    this.userNames = userNames;
    this.transaction = transaction;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping
  ModelAndView page(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable List<String> row,
      @RequestParam(defaultValue = "give") String act,
      @RequestParam(required = false) @Nullable String back,
      Locale locale) {
    ReassignForm form =
        new ReassignForm(
            TimeOrderedUuid.next().toString(),
            row,
            act,
            "",
            viewer.today(clock).plusDays(USUAL_MORE_DAYS).toString(),
            "",
            "",
            back);
    return show(form, chosen(form, viewer), List.of(), viewer, locale);
  }

  @PostMapping
  ModelAndView carryOut(
      CurrentUser actor,
      @ModelAttribute("form") ReassignForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Instant now = clock.instant();
    Act act = form.what();
    List<Chosen> chosen = chosen(form, actor).stream().filter(c -> c.suits(act)).toList();
    if (chosen.isEmpty()) {
      Flash.refused(next, "reassign.none");
      return new ModelAndView("redirect:" + back(form.back()));
    }
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    String note =
        act == Act.GIVE
            ? reader.text("note", form.note(), 500)
            : reader.required("note", form.note(), 500);
    UserId seller = act == Act.GIVE ? seller(form, reader, now) : null;
    LocalDate until = act == Act.TIME ? reader.date("until", form.until()) : null;
    if (act == Act.TIME) {
      reader.require("until", until, "date.invalid");
      try {
        if (until != null) {
          Pool.requireMoreTime(until, actor.today(clock));
        }
      } catch (RefusedException e) {
        reader.refuse("until", e.messageKey(), e.arguments());
      }
    }
    if (seller != null && chosen.stream().allMatch(c -> seller.equals(c.owner()))) {
      reader.refuse("seller", "reassign.same", userNames.all().get(seller.id()), chosen.size());
    }
    List<String> doubts = List.of();
    if (!reader.failed() && seller != null) {
      doubts = doubts(chosen, seller, actor.formats(locale), actor, now);
      if (seller.toString().equals(form.confirmed())) {
        doubts = List.of();
      }
    }
    if (reader.failed() || id == null || !doubts.isEmpty()) {
      ModelAndView page = show(form, chosen(form, actor), doubts, actor, locale);
      page.addAllObjects(errors.getModel());
      page.addObject("form", form);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    boolean beyond = seller != null && seller.toString().equals(form.confirmed());
    Integer done =
        transaction.execute(
            t -> {
              int moved = 0;
              for (Chosen one : chosen) {
                moved +=
                    switch (act) {
                      case GIVE ->
                          give(one, Objects.requireNonNull(seller), note, beyond, actor, now);
                      case TIME ->
                          moreTime(one, id, Objects.requireNonNull(until), note, actor, now);
                      case POOL -> takeBack(one, Objects.requireNonNull(note), actor, now);
                    };
              }
              return moved;
            });
    switch (act) {
      case GIVE ->
          Flash.done(
              next,
              "reassign.done.GIVE",
              done,
              userNames.all().get(Objects.requireNonNull(seller).id()));
      case TIME -> Flash.done(next, "reassign.done.TIME", done, actor.formats(locale).date(until));
      case POOL -> Flash.done(next, "reassign.done.POOL", done);
    }
    return new ModelAndView("redirect:" + back(form.back()));
  }

  private @Nullable UserId seller(ReassignForm form, FormReader reader, Instant now) {
    UUID id = reader.id("seller", form.seller());
    UserId seller =
        workforce.of(Role.SALES, now).stream()
            .map(Worker::id)
            .filter(w -> w.id().equals(id))
            .findFirst()
            .orElse(null);
    reader.require("seller", seller, "handoff.seller.choose");
    return seller;
  }

  private int give(
      Chosen one,
      UserId seller,
      @Nullable String note,
      boolean beyond,
      CurrentUser actor,
      Instant now) {
    if (seller.equals(one.owner())) {
      return 0;
    }
    if (one.leads().isEmpty() && one.deal() != null) {
      work.passOn(opportunities.get(one.deal(), actor), seller, note, actor, now);
      return 1;
    }
    for (LeadId lead : one.leads()) {
      handoffs.passOn(lead, seller, note, beyond, actor, now);
    }
    return 1;
  }

  private int moreTime(
      Chosen one, UUID id, LocalDate until, @Nullable String note, CurrentUser actor, Instant now) {
    if (one.leads().isEmpty() && one.deal() != null) {
      UUID own = UUID.nameUUIDFromBytes((id + " " + one.deal()).getBytes(StandardCharsets.UTF_8));
      snoozes.moreTime(own, one.deal(), until, Objects.requireNonNull(note), actor, now);
    }
    for (LeadId lead : one.leads()) {
      UUID own = UUID.nameUUIDFromBytes((id + " " + lead).getBytes(StandardCharsets.UTF_8));
      pool.moreTime(own, lead, until, Objects.requireNonNull(note), actor, now);
    }
    return 1;
  }

  private int takeBack(Chosen one, String note, CurrentUser actor, Instant now) {
    for (LeadId lead : one.leads()) {
      pool.takeBack(lead, note, actor, now);
    }
    return 1;
  }

  /** What speaks against giving these to that seller. */
  private List<String> doubts(
      List<Chosen> chosen, UserId seller, Formats show, CurrentUser actor, Instant now) {
    List<String> doubts = new ArrayList<>();
    Worker worker =
        workforce.of(Role.SALES, now).stream()
            .filter(w -> w.id().equals(seller))
            .findFirst()
            .orElseThrow();
    Capacity capacity = capacities.all().getOrDefault(seller.id(), Capacity.USUAL);
    long more =
        chosen.stream()
            .filter(c -> !seller.equals(c.owner()))
            .mapToLong(c -> c.leads().size())
            .sum();
    if (capacity.most() != null && more > 0 && capacity.load() + more > capacity.most()) {
      doubts.add(
          say(show, "reassign.doubt.full", worker.name(), capacity.load() + more, capacity.most()));
    }
    if (worker.awayUntil() != null) {
      doubts.add(say(show, "reassign.doubt.away", worker.name(), show.date(worker.awayUntil())));
    }
    for (Chosen one : chosen) {
      for (LeadId lead : one.leads()) {
        LocalDate locked = pool.lockedUntil(lead, seller, actor.today(clock));
        if (locked != null) {
          doubts.add(
              say(show, "reassign.doubt.locked", worker.name(), one.name(), show.date(locked)));
        }
      }
    }
    return doubts;
  }

  private String say(Formats show, String key, Object... arguments) {
    return messages.getMessage(key, arguments, show.locale());
  }

  private ModelAndView show(
      ReassignForm form,
      List<Chosen> chosen,
      List<String> doubts,
      CurrentUser viewer,
      Locale locale) {
    Act act = form.what();
    Instant now = clock.instant();
    Formats show = viewer.formats(locale);
    Map<UUID, Capacity> known = capacities.all();
    ModelAndView page = new ModelAndView("pipeline/reassignment");
    page.addObject("form", form);
    page.addObject("act", act);
    page.addObject(
        "acts",
        Stream.of(Act.values())
            .filter(a -> a == act || chosen.stream().anyMatch(c -> c.suits(a)))
            .toList());
    page.addObject("aside", act == Act.TIME && chosen.stream().anyMatch(c -> c.leads().isEmpty()));
    page.addObject("chosen", chosen.stream().filter(c -> c.suits(act)).toList());
    page.addObject("unsuited", chosen.stream().filter(c -> !c.suits(act)).toList());
    page.addObject("doubts", doubts);
    page.addObject(
        "sellers",
        workforce.of(Role.SALES, now).stream()
            .map(w -> new Choice(w.id().toString(), label(w, known, show)))
            .toList());
    page.addObject("names", userNames.all());
    page.addObject("back", back(form.back()));
    page.addObject("today", viewer.today(clock));
    page.addObject("farthest", viewer.today(clock).plusDays(Pool.LONGEST_MORE_TIME_DAYS));
    return page;
  }

  private String label(Worker worker, Map<UUID, Capacity> known, Formats show) {
    Capacity c = known.getOrDefault(worker.id().id(), Capacity.USUAL);
    String load =
        c.most() == null
            ? say(show, "reassign.load", worker.name(), c.load())
            : say(show, "reassign.load.of", worker.name(), c.load(), c.most());
    return worker.awayUntil() == null
        ? load
        : load + ", " + say(show, "reassign.away", show.date(worker.awayUntil()));
  }

  private List<Chosen> chosen(ReassignForm form, CurrentUser viewer) {
    Map<String, UUID> leads = new LinkedHashMap<>();
    Map<String, UUID> deals = new LinkedHashMap<>();
    for (String row : form.row() == null ? List.<String>of() : form.row()) {
      if (row.matches("(lead|deal):[0-9a-fA-F-]{36}") && leads.size() + deals.size() < MOST) {
        UUID id = UUID.fromString(row.substring(5));
        (row.startsWith("lead:") ? leads : deals).put(row, id);
      }
    }
    List<Chosen> chosen = new ArrayList<>();
    for (Pool.Chosen lead : pool.among(leads.values().stream().map(LeadId::new).toList(), viewer)) {
      chosen.add(
          new Chosen(
              "lead:" + lead.lead(),
              lead.personName(),
              lead.companyName(),
              lead.owner(),
              List.of(lead.lead()),
              null,
              "/leads/" + lead.lead()));
    }
    deals.forEach(
        (key, id) ->
            opportunities
                .findById(new OpportunityId(id))
                .filter(d -> d.isOpen() && viewer.scope().covers(d.owner()))
                .ifPresent(deal -> chosen.add(ofDeal(key, deal, viewer))));
    return chosen;
  }

  /** A deal, with those of its leads that are in the same hands. */
  private Chosen ofDeal(String key, Opportunity deal, CurrentUser viewer) {
    UserId owner = deal.owner().orElse(null);
    List<LeadId> leads =
        pool.among(work.leadsOf(deal.id()), viewer).stream()
            .filter(lead -> Objects.equals(owner, lead.owner()))
            .map(Pool.Chosen::lead)
            .toList();
    return new Chosen(
        key,
        deal.name(),
        deal.names().company() == null ? deal.names().person() : deal.names().company(),
        owner,
        leads,
        deal.id(),
        "/pipeline/opportunities/" + deal.id());
  }

  /** Where to go back to: one of ours, never what a stranger says. */
  private static String back(@Nullable String asked) {
    return asked != null
            && asked.matches(
                "/(pipeline/opportunities/[\\w-]{36}|reports/attention|reports/snoozes|leads/pool|leads/handoffs/[\\w-]+)(\\?[\\w%&=-]*)?")
        ? asked
        : "/reports/attention";
  }
}
