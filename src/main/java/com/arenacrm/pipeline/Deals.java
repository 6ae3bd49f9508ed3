package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.OutsideId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.Outcome;
import com.arenacrm.leads.Outcomes;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.pipeline.Opportunity.Names;
import com.arenacrm.pipeline.Opportunity.Source;
import com.arenacrm.pipeline.idle.IdleClock;
import com.arenacrm.pipeline.rates.Rates;
import com.arenacrm.pipeline.tasks.Subject;
import com.arenacrm.pipeline.tasks.Tasks;
import com.arenacrm.pipeline.wins.Buyers;
import com.arenacrm.pipeline.wins.Wins;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.playbook.Competitors;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to deals: opening, working, winning and losing them. */
@Component
@Transactional
public class Deals {

  /** How long whoever moved a deal may take it back. */
  static final Duration UNDO = Duration.ofMinutes(10);

  private final Opportunities opportunities;
  private final StageBook stages;
  private final ContactBook contacts;
  private final Outcomes outcomes;
  private final Competitors competitors;
  private final Organizations organizations;
  private final Wins wins;
  private final Buyers buyers;
  private final Rates rates;
  private final IdleClock idleClock;
  private final Notices notices;
  private final UserNames userNames;
  private final Tasks tasks;
  private final MessageSource messages;
  private final JdbcClient jdbc;

  Deals(
      Opportunities opportunities,
      StageBook stages,
      ContactBook contacts,
      Outcomes outcomes,
      Competitors competitors,
      Organizations organizations,
      Wins wins,
      Buyers buyers,
      Rates rates,
      IdleClock idleClock,
      Notices notices,
      UserNames userNames,
      Tasks tasks,
      MessageSource messages,
      JdbcClient jdbc) {
    this.tasks = tasks;
    this.messages = messages;
    this.opportunities = opportunities;
    this.stages = stages;
    this.contacts = contacts;
    this.outcomes = outcomes;
    this.competitors = competitors;
    this.organizations = organizations;
    this.wins = wins;
    this.buyers = buyers;
    this.rates = rates;
    this.idleClock = idleClock;
    this.notices = notices;
    this.userNames = userNames;
    this.jdbc = jdbc;
  }

  /**
   * A deal to open.
   *
   * @param id chosen by the caller, so that sending a form twice opens one deal
   * @param lead that it comes from, or null
   * @param leadPhase the hourglass phase that the lead is credited to, REFER for a referral; null
   *     without a lead
   * @param start where it starts; null for the first stage
   * @param outside under which name another system knows it, or null
   * @param openedAt when it was opened, which for imported deals is long ago
   */
  public record NewDeal(
      OpportunityId id,
      DealDetails details,
      @Nullable LeadId lead,
      @Nullable HourglassPhase leadPhase,
      @Nullable Start start,
      Plan plan,
      @Nullable OutsideId outside,
      Instant openedAt) {

    /**
     * In which stage a deal starts.
     *
     * @param stage one in which deals are worked
     * @param met what it requires on entry and is so
     * @param reason why it starts there, where stages are skipped by that; else null
     */
    public record Start(StageId stage, Set<String> met, @Nullable String reason) {}

    /** A deal that starts in the first stage, without a lead. */
    public static NewDeal of(DealDetails details, Plan plan, Instant openedAt) {
      return new NewDeal(OpportunityId.next(), details, null, null, null, plan, null, openedAt);
    }

    /** The same in another stage. */
    public NewDeal in(StageId stage) {
      return in(stage, null);
    }

    /** The same in another stage, for this reason. */
    public NewDeal in(StageId stage, @Nullable String reason) {
      Start there = new Start(stage, Set.of(), reason);
      return new NewDeal(id, details, lead, leadPhase, there, plan, outside, openedAt);
    }

    /** The same from a lead. */
    public NewDeal from(LeadId lead, @Nullable HourglassPhase leadPhase) {
      return new NewDeal(id, details, lead, leadPhase, start, plan, outside, openedAt);
    }

    /** The same, known to another system. */
    public NewDeal knownAs(OutsideId outside) {
      return new NewDeal(id, details, lead, leadPhase, start, plan, outside, openedAt);
    }
  }

  /**
   * What came of a step, or of a talk that no step foresaw.
   *
   * @param id of the interaction, chosen by the caller, so that sending a form twice notes it once
   * @param result what came out of it
   * @param note what else is worth remembering; may be empty
   * @param person with whom it was; null for whom the deal is with
   */
  public record Result(
      UUID id,
      InteractionKind kind,
      InteractionResult result,
      String note,
      @Nullable PersonId person) {

    /** With whom the deal is. */
    public Result(UUID id, InteractionKind kind, InteractionResult result, String note) {
      this(id, kind, result, note, null);
    }

    boolean isContact() {
      return kind.isContact(result);
    }
  }

  /**
   * A deal that is won, as it stands now.
   *
   * @param currency ISO 4217
   * @param phase the hourglass phase that the win is credited to
   * @param by whoever opened or imported it; null when nobody did
   */
  public record WonDeal(
      OpportunityId id,
      String name,
      @Nullable CompanyId company,
      @Nullable PersonId person,
      @Nullable String customerName,
      @Nullable UserId owner,
      BigDecimal amount,
      String currency,
      HourglassPhase phase,
      Instant at,
      @Nullable UUID by) {}

  /**
   * A deal with a customer, for pages about them.
   *
   * @param stage where it stands, by name
   * @param closeDate when it should end, or ended
   */
  public record DealCard(
      UUID id,
      String name,
      boolean open,
      boolean won,
      String stage,
      @Nullable BigDecimal amount,
      String currency,
      @Nullable LocalDate closeDate,
      @Nullable String nextStep,
      @Nullable LocalDate nextStepOn,
      @Nullable UUID owner) {}

  /**
   * The deals with a customer that somebody may see: open ones first, then the latest.
   *
   * @param company or null for a person who buys without one
   * @param most so many at most
   */
  @Transactional(readOnly = true)
  public List<DealCard> with(
      @Nullable CompanyId company, @Nullable PersonId person, CurrentUser viewer, int most) {
    if (company == null && person == null) {
      return List.of();
    }
    return jdbc.sql(
            """
            select o.id, o.name, o.kind = 'OPEN' as open, o.kind = 'WON' as won, s.name as stage,
              o.amount, o.currency, coalesce(o.close_date, cast(o.closed_at as date)) as close_date,
              o.next_step, o.next_step_on, o.owner_id as owner
            from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id
            where %s and %s
            order by o.kind = 'OPEN' desc, coalesce(o.closed_at, o.opened_at) desc, o.id desc
            limit :most
            """
                .formatted(customerIs(company), viewer.scope().condition("o.owner_id")))
        .param("customer", company == null ? person.id() : company.id())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", most)
        .query(DealCard.class)
        .list();
  }

  /** The open deals with these customers that somebody may see, the latest of each. */
  @Transactional(readOnly = true)
  public Map<UUID, OpportunityId> openWith(Collection<UUID> customers, CurrentUser viewer) {
    Map<UUID, OpportunityId> open = new HashMap<>();
    if (!customers.isEmpty()) {
      jdbc.sql(
              """
              select distinct on (1) coalesce(o.company_id, o.person_id) as customer, o.id
              from pipeline.opportunity o
              where o.kind = 'OPEN' and %s and (o.company_id in (:customers)
                or o.company_id is null and o.person_id in (:customers))
              order by 1, o.opened_at desc
              """
                  .formatted(viewer.scope().condition("o.owner_id")))
          .param("customers", customers)
          .param(Scope.PARAMETER, viewer.scope().owners())
          .query(
              rs -> {
                open.put(
                    rs.getObject(1, UUID.class), new OpportunityId(rs.getObject(2, UUID.class)));
              });
    }
    return open;
  }

  /** Our stages in their order, those that are retired left out. */
  public List<Stage> stages() {
    return stages.path().active();
  }

  /** The deal that another system knows under this name. */
  @Transactional(readOnly = true)
  public Optional<OpportunityId> find(OutsideId outside) {
    return opportunities
        .findByOutsideSourceAndOutsideId(outside.source(), outside.id())
        .map(Opportunity::id);
  }

  /** What can be edited of a deal. */
  @Transactional(readOnly = true)
  public Optional<DealDetails> details(OpportunityId id) {
    return opportunities.findById(id).map(Opportunity::details);
  }

  /** The deal as a win; empty while it is not won, or when it is gone. */
  @Transactional(readOnly = true)
  public Optional<WonDeal> won(OpportunityId id) {
    return jdbc.sql(
            """
            select id, name, company_id, person_id, coalesce(company_name, person_name) as customer,
                   owner_id, amount, currency, won_phase, closed_at, created_by
            from pipeline.opportunity where id = :id and kind = 'WON'
            """)
        .param("id", id.id())
        .query(
            (rs, n) ->
                new WonDeal(
                    id,
                    rs.getString("name"),
                    typed(rs.getObject("company_id", UUID.class), CompanyId::new),
                    typed(rs.getObject("person_id", UUID.class), PersonId::new),
                    rs.getString("customer"),
                    typed(rs.getObject("owner_id", UUID.class), UserId::new),
                    rs.getBigDecimal("amount"),
                    rs.getString("currency"),
                    HourglassPhase.valueOf(rs.getString("won_phase")),
                    rs.getObject("closed_at", OffsetDateTime.class).toInstant(),
                    rs.getObject("created_by", UUID.class)))
        .optional();
  }

  /**
   * Opens a deal. Who opens it in a later stage skips those before it, which is kept with the
   * reason as with a move (R103).
   *
   * @throws RefusedException when its stage is not one in which deals are worked, or is given and
   *     asks for an amount or a close date that the deal does not have, or for a reason and there
   *     is none, unless another system had it
   * @throws NotFoundException when its person, company or stage does not exist
   */
  public OpportunityId open(NewDeal deal, @Nullable UserId actor, Instant now) {
    StagePath path = stages.path();
    NewDeal.Start start = deal.start();
    Stage stage = start == null ? path.first() : path.get(start.stage());
    DealDetails details = deal.details();
    // What another system brings comes in as it is there, and is marked.
    boolean ours = start != null && deal.outside() == null;
    List<StagePath.Question> questions =
        ours ? path.openingQuestions(stage, start.met()) : List.of();
    if (ours) {
      if (!questions.isEmpty() && (start.reason() == null || start.reason().isBlank())) {
        throw new RefusedException("deal.start.why");
      }
      requireNoLack(path, details, stage);
    }
    Opportunity opportunity =
        new Opportunity(
            deal.id(),
            details,
            namesOf(details),
            new Source(deal.lead(), deal.leadPhase()),
            stage,
            deal.plan(),
            hasBoughtBefore(details.company(), details.person(), deal.id(), deal.openedAt()),
            actor,
            deal.openedAt(),
            now);
    if (deal.outside() != null) {
      opportunity.knownOutsideAs(deal.outside());
    }
    opportunities.save(opportunity);
    rates.keep(List.of(deal.id().id()));
    if (ours && actor != null) {
      List<String> met = path.toOpen(stage).stream().filter(start.met()::contains).toList();
      meet(opportunity, stage.id(), met, actor, now);
    }
    noteMove(
        deal.id(),
        null,
        stage,
        new Manner(
            false,
            questions.isEmpty() ? null : path.straying(null, stage).orElse(null),
            unready(questions)),
        questions.isEmpty() ? null : start.reason(),
        actor,
        deal.openedAt(),
        deal.openedAt());
    return deal.id();
  }

  /**
   * Goes to another stage in which deals are worked.
   *
   * @param reason why, where the move is unusual: criteria not met, stages skipped, going back
   * @throws RefusedException when a reason is asked for and there is none, or the stage is not one
   *     in which deals are worked, or it asks for an amount or a close date that the deal has not
   */
  public void move(
      OpportunityId id, StageId to, @Nullable String reason, @Nullable UserId actor, Instant at) {
    move(get(id), stages.path().get(to), null, null, reason, actor, at);
  }

  /**
   * They bought.
   *
   * @param amount what they pay, in the currency of the deal
   * @param on the day on which they bought, in the company's calendar
   * @param reason why, where the move is unusual
   * @throws RefusedException when a reason is asked for and there is none, or the deal has ended
   */
  public void win(
      OpportunityId id,
      BigDecimal amount,
      LocalDate on,
      @Nullable String reason,
      @Nullable UserId actor,
      Instant now) {
    StagePath path = stages.path();
    Opportunity deal = get(id);
    win(deal, path.won(path.get(deal.stage())), null, amount, on, reason, actor, now);
  }

  /**
   * They did not buy.
   *
   * @param on the day on which we knew, in the company's calendar
   * @throws RefusedException when the deal has ended
   */
  public void lose(OpportunityId id, Loss loss, LocalDate on, @Nullable UserId actor, Instant now) {
    Opportunity deal = get(id);
    lose(deal, lostOf(deal), loss, on, actor, now);
  }

  /**
   * They did not buy, and we mean to talk to them again (R096).
   *
   * @param recontactOn when
   * @param on the day on which we knew, in the company's calendar
   * @throws RefusedException when the deal has ended
   */
  public void lose(
      OpportunityId id, Loss loss, LocalDate recontactOn, LocalDate on, UserId actor, Instant now) {
    Opportunity deal = get(id);
    lose(deal, lostOf(deal), loss, recontactOn, on, actor, now);
  }

  private Stage lostOf(Opportunity deal) {
    StagePath path = stages.path();
    return path.lost(path.get(deal.stage()));
  }

  /**
   * Says what happens next on an open deal (R063).
   *
   * @throws RefusedException when the deal has ended
   */
  public void planNextStep(OpportunityId id, Plan plan, UserId actor, Instant now) {
    plan(get(id), plan);
  }

  /**
   * A step was done, or something else was said, and what follows: keeps the interaction with the
   * person (or the company), the step, its result and the next plan.
   *
   * @throws RefusedException when the deal has ended
   */
  public void done(OpportunityId id, Result result, Plan next, UserId actor, Instant at) {
    done(get(id), result, next, actor, at);
  }

  /**
   * Changes what is known of a deal; a close date that is put off, or taken away, is kept with the
   * reason.
   *
   * @throws RefusedException when an amount or a close date that the stage asks for is taken away
   */
  public void change(
      OpportunityId id, DealDetails details, @Nullable String reason, UserId actor, Instant now) {
    change(get(id), details, reason, actor, now);
  }

  /** Says on what terms a deal stands. */
  public void agree(OpportunityId id, Terms terms, UserId actor, Instant now) {
    agree(get(id), terms, null, actor, now);
  }

  /**
   * Says on what terms a deal stands.
   *
   * @param worth what remains of its price with the discount, in its currency; null to leave the
   *     amount as it is
   */
  void agree(Opportunity deal, Terms terms, @Nullable BigDecimal worth, UserId actor, Instant now) {
    DealDetails was = deal.details();
    Terms before = deal.terms();
    if (worth != null) {
      deal.change(was.worth(worth), deal.names());
    }
    List<String> rivals = competitors.each(terms.competitor());
    deal.agree(
        new Terms(
            terms.offer(),
            terms.discount(),
            terms.reason(),
            rivals.isEmpty() ? null : String.join(", ", rivals)),
        actor,
        now);
    opportunities.save(deal);
    keepAmount(deal, was, actor, now);
    keepDiscount(deal, before, was.currency(), actor, now);
    if (deal.kind() == Stage.Kind.WON) {
      wins.tell(List.of(deal.id().id()));
    }
  }

  /**
   * A deal that somebody may see, for pages about a part of it.
   *
   * @param customer whom it is with, by name
   * @param lined whether its amount is the sum of its lines
   * @param writes whether this person changes deals
   * @param decides whether this person decides about it: whoever has it, and whoever manages
   */
  public record Seen(
      OpportunityId id,
      String name,
      boolean open,
      @Nullable String customer,
      @Nullable UserId owner,
      @Nullable ProfileId profile,
      @Nullable BigDecimal amount,
      Currency currency,
      boolean lined,
      boolean writes,
      boolean decides,
      int version) {}

  /**
   * The deal, if this person may see it.
   *
   * @throws NotFoundException when there is none, or not for this viewer
   */
  @Transactional(readOnly = true)
  public Seen seen(OpportunityId id, CurrentUser viewer) {
    Opportunity deal = opportunities.get(id, viewer);
    boolean writes = DealDesk.mayWrite(viewer);
    return new Seen(
        id,
        deal.name(),
        deal.isOpen(),
        deal.names().company() == null ? deal.names().person() : deal.names().company(),
        deal.owner().orElse(null),
        deal.details().profile(),
        deal.details().amount(),
        deal.details().currency(),
        deal.isLined(),
        writes,
        writes && deal.mayHold(viewer),
        deal.version());
  }

  /**
   * Makes the amount of a deal the sum of its lines, and its discount what they give away.
   *
   * @param sum in the currency of the deal; null when there are no lines any more, which leaves the
   *     amount as it is, to be typed again
   * @param given what the lines give away together; 0 for nothing
   * @param why why they do; null for nothing
   * @param version of the deal as it was read
   * @throws com.arenacrm.platform.StaleVersionException when somebody changed it meanwhile
   */
  public void line(
      OpportunityId id,
      @Nullable BigDecimal sum,
      BigDecimal given,
      @Nullable String why,
      int version,
      UserId actor,
      Instant now) {
    Opportunity deal = get(id);
    StaleVersionException.check(version, deal.version());
    DealDetails was = deal.details();
    Terms before = deal.terms();
    if (sum == null) {
      deal.unline();
    } else {
      deal.line(sum, given, why, actor, now);
    }
    opportunities.save(deal);
    keepAmount(deal, was, actor, now);
    keepDiscount(deal, before, was.currency(), actor, now);
    if (deal.kind() == Stage.Kind.WON) {
      wins.tell(List.of(id.id()));
    }
  }

  /** Says what part a person has in the customer's decision (R044). */
  public void engage(OpportunityId id, PersonId person, BuyingRole role) {
    jdbc.sql(
            """
            insert into pipeline.buying_role (opportunity_id, person_id, role)
            values (:deal, :person, :role) on conflict do nothing
            """)
        .param("deal", id.id())
        .param("person", person.id())
        .param("role", role.name())
        .update();
  }

  /**
   * A deal that a customer won before.
   *
   * @param profile the profile that it was sold by; null for none
   */
  public record LastWon(OpportunityId id, @Nullable ProfileId profile) {}

  /** The last deal that this customer won; of the person where there is no company. */
  @Transactional(readOnly = true)
  public Optional<LastWon> lastWon(@Nullable CompanyId company, @Nullable PersonId person) {
    if (company == null && person == null) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select o.id, o.profile_id from pipeline.opportunity o
            where o.kind = 'WON' and %s order by o.closed_at desc, o.id desc limit 1
            """
                .formatted(customerIs(company)))
        .param("customer", company == null ? person.id() : company.id())
        .query(
            (rs, row) -> {
              UUID profile = rs.getObject("profile_id", UUID.class);
              return new LastWon(
                  new OpportunityId(rs.getObject("id", UUID.class)),
                  profile == null ? null : new ProfileId(profile));
            })
        .optional();
  }

  /** Whoever had a part in the customer's decision on one deal has it on the other, too (R044). */
  public void engageAsIn(OpportunityId before, OpportunityId id) {
    jdbc.sql(
            """
            insert into pipeline.buying_role (opportunity_id, person_id, role)
            select :deal, person_id, role from pipeline.buying_role where opportunity_id = :before
            on conflict do nothing
            """)
        .param("deal", id.id())
        .param("before", before.id())
        .update();
  }

  /**
   * Says that a deal meets a criterion to leave its present stage, or to enter the next.
   *
   * @throws NotFoundException when neither asks for it
   */
  public void meet(OpportunityId id, String criterion, UserId actor, Instant now) {
    Opportunity deal = get(id);
    StagePath path = stages.path();
    Stage present = path.get(deal.stage());
    Stage next = path.after(present);
    if (present.exitCriteria().contains(criterion)) {
      meet(deal, present.id(), List.of(criterion), actor, now);
    } else if (next.entryCriteria().contains(criterion)) {
      meet(deal, next.id(), List.of(criterion), actor, now);
    } else {
      throw new NotFoundException();
    }
  }

  /** Takes a deal away with all that hangs on it, as when an import is undone. */
  public void remove(OpportunityId id) {
    Opportunity deal = get(id);
    wins.gone(List.of(id.id()));
    opportunities.delete(deal);
    creditWins(deal.company().orElse(null), deal.person().orElse(null), null);
  }

  /**
   * Moves a deal that a page has read.
   *
   * @param met the criteria that the deal meets as the page says; null to leave them as they are
   * @param given the amount and the close date as the page says; null to leave them as they are
   * @return identifies the move, to take it back
   */
  UUID move(
      Opportunity deal,
      Stage to,
      @Nullable Set<String> met,
      @Nullable DealDetails given,
      @Nullable String reason,
      @Nullable UserId actor,
      Instant at) {
    StagePath path = stages.path();
    Stage from = path.get(deal.stage());
    List<String> unmet = requireReason(path, deal, from, to, met, reason, actor, at);
    requireNoLack(path, given == null ? deal.details() : given, to);
    Push push = requirePush(deal, given, reason);
    DealDetails was = deal.details();
    if (given != null) {
      deal.change(given, deal.names());
    }
    deal.moveTo(to);
    opportunities.save(deal);
    keepAmount(deal, was, actor, at);
    keepPush(deal, push, reason, actor, at);
    return noteMove(deal.id(), from, to, Manner.of(path, from, to, unmet), reason, actor, at, at);
  }

  void win(
      Opportunity deal,
      Stage to,
      @Nullable Set<String> met,
      BigDecimal amount,
      LocalDate on,
      @Nullable String reason,
      @Nullable UserId actor,
      Instant now) {
    StagePath path = stages.path();
    Stage from = path.get(deal.stage());
    List<String> unmet = requireReason(path, deal, from, to, met, reason, actor, now);
    CompanyId company = deal.company().orElse(null);
    PersonId person = deal.person().orElse(null);
    // Two deals of one customer that are won at once: the second has to see the first.
    lock(company != null ? company.id() : person != null ? person.id() : deal.id().id());
    Instant at = momentOf(on, now);
    DealDetails was = deal.details();
    deal.win(to, amount, on, at, hasBoughtBefore(company, person, deal.id(), at));
    wins.kept(deal.id()).ifPresent(before -> deal.paid(before.due(), before.paid()));
    opportunities.save(deal);
    keepAmount(deal, was, actor, now);
    noteMove(deal.id(), from, to, Manner.of(path, from, to, unmet), reason, actor, at, now);
    creditWins(company, person, deal.id());
    wins.tell(List.of(deal.id().id()));
    leadsOf(deal).forEach(lead -> outcomes.bought(lead, at));
    tellOwner(
        deal,
        "deal.told.won",
        show -> List.of(show.money(amount, deal.details().currency()), said(show, reason)),
        actor,
        now);
  }

  void lose(
      Opportunity deal, Stage to, Loss loss, LocalDate on, @Nullable UserId actor, Instant now) {
    lose(deal, to, loss, null, on, actor, now);
  }

  /**
   * Loses a deal, and keeps when to talk to its people again (R096).
   *
   * @param recontactOn null for never
   */
  void lose(
      Opportunity deal,
      Stage to,
      Loss told,
      @Nullable LocalDate recontactOn,
      LocalDate on,
      @Nullable UserId actor,
      Instant now) {
    StagePath path = stages.path();
    Stage from = path.get(deal.stage());
    Instant at = momentOf(on, now);
    Loss loss =
        told.competitor() == null
            ? told
            : new Loss(
                told.reason(),
                told.to(),
                competitors.called(told.competitor(), actor, at),
                told.note());
    deal.lose(to, loss, on, at);
    opportunities.save(deal);
    UUID move =
        noteMove(deal.id(), from, to, Manner.of(path, from, to, List.of()), null, actor, at, now);
    keepLoss(move, loss, recontactOn);
    Outcome outcome =
        switch (loss.to()) {
          case COMPETITOR -> Outcome.COMPETITOR;
          case NOBODY -> Outcome.NOTHING;
          case UNKNOWN -> Outcome.UNKNOWN;
        };
    String note = loss.competitor() == null ? loss.note() : loss.competitor();
    List<LeadId> lost = leadsOf(deal);
    if (lost.isEmpty() && recontactOn != null && actor != null) {
      talkAgain(deal, move, recontactOn, loss, actor, now);
    }
    if (recontactOn == null || actor == null) {
      lost.forEach(lead -> outcomes.lost(lead, outcome, note, at));
    } else {
      Outcomes.Ending ending =
          new Outcomes.Ending(outcome, loss.competitor(), loss.note(), recontactOn);
      lost.forEach(lead -> outcomes.lost(lead, ending, actor, at));
    }
    String learned =
        Stream.of(loss.competitor(), loss.note())
            .filter(part -> part != null && !part.isBlank())
            .collect(Collectors.joining(": "));
    tellOwner(
        deal, "deal.told.lost." + loss.reason(), show -> List.of(said(show, learned)), actor, now);
  }

  /**
   * Who never was a lead is not among those who did not buy, so talking to them again is a task of
   * whoever had the deal, about its company, or else its person.
   *
   * @param move by which the deal was lost; the task has its id
   */
  private void talkAgain(
      Opportunity deal, UUID move, LocalDate day, Loss loss, UserId actor, Instant now) {
    tasks.keep(
        move,
        new Tasks.Wanted(
            messages.getMessage(
                "deal.talkAgain",
                new Object[] {deal.name()},
                Locale.forLanguageTag(organizations.current().language())),
            loss.note(),
            day,
            deal.owner().orElse(actor)),
        deal.company().isPresent()
            ? Subject.of(null, deal.company().get().id(), null)
            : Subject.of(deal.person().map(PersonId::id).orElse(null), null, deal.id().id()),
        actor,
        now);
  }

  /** A deal is worked again, so nobody needs to be reminded of it. */
  private void takenUp(Opportunity deal, @Nullable UserId actor, Instant at) {
    UserId by = actor == null ? deal.owner().orElse(null) : actor;
    if (by == null) {
      return;
    }
    jdbc.sql(
            """
            select t.id from pipeline.task t join pipeline.stage_change g on g.id = t.id
            where g.opportunity_id = :deal and t.done_at is null and t.deleted_at is null
            """)
        .param("deal", deal.id().id())
        .query(UUID.class)
        .list()
        .forEach(task -> tasks.settle(task, null, by, at));
  }

  /** Tells whoever has a deal what a colleague made of it. */
  private void tellOwner(
      Opportunity deal,
      String key,
      Function<Formats, List<String>> more,
      @Nullable UserId actor,
      Instant now) {
    if (actor == null) {
      return;
    }
    notices.tellColleague(
        deal.owner().orElse(null),
        actor,
        show ->
            new Line(
                "deal",
                key,
                Stream.concat(
                        Stream.of(deal.name(), userNames.all().getOrDefault(actor.id(), "—")),
                        more.apply(show).stream())
                    .toList(),
                "/pipeline/opportunities/" + deal.id()),
        now);
  }

  /** What somebody said, after what it is about; nothing where they said nothing. */
  private static String said(Formats show, @Nullable String words) {
    return words == null || words.isBlank() ? "" : ": " + show.quoted(words.strip());
  }

  void reopen(
      Opportunity deal,
      Stage to,
      Plan plan,
      @Nullable DealDetails given,
      @Nullable String reason,
      @Nullable UserId actor,
      Instant at) {
    StagePath path = stages.path();
    Stage from = path.get(deal.stage());
    requireReason(path, deal, from, to, null, reason, actor, at);
    requireNoLack(path, given == null ? deal.detailsWhileOpen() : given, to);
    DealDetails was = deal.details();
    deal.reopen(to, plan, at);
    Push push = requirePush(deal, given, reason);
    if (given != null) {
      deal.change(given, deal.names());
    }
    opportunities.save(deal);
    keepAmount(deal, was, actor, at);
    keepPush(deal, push, reason, actor, at);
    // What was said of it before it ended is no longer so.
    jdbc.sql("delete from pipeline.deal_forecast where opportunity_id = :deal")
        .param("deal", deal.id().id())
        .update();
    noteMove(deal.id(), from, to, Manner.of(path, from, to, List.of()), reason, actor, at, at);
    creditWins(deal.company().orElse(null), deal.person().orElse(null), null);
    wins.gone(List.of(deal.id().id()));
    takenUp(deal, actor, at);
    leadsOf(deal).stream()
        .filter(lead -> !isWonOtherwise(lead, deal))
        .forEach(lead -> outcomes.workedAgain(lead, actor, at));
    tellOwner(deal, "deal.told.reopened", show -> List.of(said(show, reason)), actor, at);
  }

  /** Whether another deal of the lead is won, by which it has bought whatever becomes of this. */
  private boolean isWonOtherwise(LeadId lead, Opportunity deal) {
    return jdbc.sql(
            """
            select exists (select from pipeline.opportunity o
              where o.kind = 'WON' and o.id <> :deal and (o.lead_id = :lead or o.id in
                (select a.opportunity_id from pipeline.acceptance a where a.lead_id = :lead)))
            """)
        .param("deal", deal.id().id())
        .param("lead", lead.id())
        .query(Boolean.class)
        .single();
  }

  /**
   * Notes by when a won deal was to be paid and when it was (R004).
   *
   * @throws NotFoundException when there is no such deal
   * @throws RefusedException when it is not won
   */
  public void paid(OpportunityId id, @Nullable LocalDate due, @Nullable LocalDate paid) {
    Opportunity deal = opportunities.findById(id).orElseThrow(NotFoundException::new);
    deal.paid(due, paid);
    opportunities.save(deal);
    wins.tell(List.of(id.id()));
  }

  /**
   * Takes the last move back, as if it had not been made.
   *
   * @throws RefusedException when it is too late, somebody else's, or not the last
   */
  void takeBack(Opportunity deal, UUID move, UserId actor, Instant now) {
    record Last(UUID id, @Nullable UUID fromStage, UUID toStage, Instant at, @Nullable UUID by) {}
    Last last =
        jdbc.sql(
                """
                select id, from_stage, to_stage, at, by_user as by from pipeline.stage_change
                where opportunity_id = :deal order by at desc, id desc limit 1
                """)
            .param("deal", deal.id().id())
            .query(
                (rs, n) ->
                    new Last(
                        rs.getObject("id", UUID.class),
                        rs.getObject("from_stage", UUID.class),
                        rs.getObject("to_stage", UUID.class),
                        rs.getObject("at", OffsetDateTime.class).toInstant(),
                        rs.getObject("by", UUID.class)))
            .single();
    boolean mine = last.id().equals(move) && actor.id().equals(last.by());
    if (!mine
        || last.fromStage() == null
        || !deal.isOpen()
        || !deal.stage().id().equals(last.toStage())
        || last.at().plus(UNDO).isBefore(now)) {
      throw new RefusedException("dealMove.undo.late");
    }
    deal.moveTo(stages.path().get(new StageId(last.fromStage())));
    opportunities.save(deal);
    jdbc.sql("delete from pipeline.stage_change where id = :id").param("id", move).update();
  }

  void plan(Opportunity deal, Plan plan) {
    deal.plan(plan);
    opportunities.save(deal);
  }

  /** The seller says what they do first of a deal whose step was suggested to them. */
  void begin(Opportunity deal, Plan plan) {
    deal.begin(plan);
    opportunities.save(deal);
  }

  void done(Opportunity deal, Result result, Plan next, UserId actor, Instant at) {
    Optional<Plan> before = deal.plan();
    deal.done(result.isContact(), next, at);
    opportunities.save(deal);
    idleClock.note(
        deal.id().id(), new IdleClock.Talk(result.id(), result.kind(), result.result(), at, actor));
    PersonId person = result.person() == null ? deal.person().orElse(null) : result.person();
    boolean withSomebody = person != null || deal.company().isPresent();
    if (withSomebody) {
      contacts.log(
          new InteractionId(result.id()),
          result.kind(),
          result.result(),
          person,
          person == null ? deal.company().orElse(null) : null,
          result.note(),
          at,
          deal.id().id(),
          actor,
          at);
    }
    jdbc.sql(
            """
            insert into pipeline.step_done
              (id, opportunity_id, step, due_on, kind, result, note, interaction_id, person_id, done_at,
               done_by)
            values (:id, :deal, :step, :due, :kind, :result, :note, :interaction, :person, :at,
              :actor)
            """)
        .param("id", result.id())
        .param("deal", deal.id().id())
        .param("step", before.map(Plan::step).orElse(null))
        .param("due", before.map(Plan::on).orElse(null))
        .param("kind", result.kind().name())
        .param("result", result.result().name())
        .param("note", result.note())
        .param("interaction", withSomebody ? result.id() : null)
        .param("person", person == null ? null : person.id())
        .param("at", utc(at))
        .param("actor", actor.id())
        .update();
  }

  /** Who moved a deal to where it stands; empty where nobody did. */
  @Transactional(readOnly = true)
  Optional<UserId> movedBy(Opportunity deal) {
    return jdbc.sql(
            """
            select by_user from pipeline.stage_change
            where opportunity_id = :deal and to_stage = :stage and by_user is not null
            order by at desc, id desc limit 1
            """)
        .param("deal", deal.id().id())
        .param("stage", deal.stage().id())
        .query(UUID.class)
        .optional()
        .map(UserId::new);
  }

  @Transactional(readOnly = true)
  boolean isDone(UUID result) {
    return jdbc.sql("select true from pipeline.step_done where id = :id")
        .param("id", result)
        .query(Boolean.class)
        .optional()
        .isPresent();
  }

  void change(
      Opportunity deal, DealDetails details, @Nullable String reason, UserId actor, Instant now) {
    StagePath path = stages.path();
    Stage stage = path.get(deal.stage());
    requireNoLack(
        emptied(path, stage, deal.details(), details.amount(), details.closeDate()), stage);
    Push push = requirePush(deal, details, reason);
    CompanyId company = deal.company().orElse(null);
    PersonId person = deal.person().orElse(null);
    DealDetails was = deal.details();
    Terms before = deal.terms();
    boolean sameCurrency = was.currency().equals(details.currency());
    deal.change(details, namesOf(details));
    opportunities.save(deal);
    keepAmount(deal, was, actor, now);
    keepDiscount(deal, before, was.currency(), actor, now);
    if (!sameCurrency) {
      rates.keep(List.of(deal.id().id()));
    }
    keepPush(deal, push, reason, actor, now);
    keepAdvance(deal, was, actor, now);
    if (deal.kind() == Stage.Kind.WON) {
      creditWins(company, person, null);
      creditWins(details.company(), details.person(), null);
      wins.tell(List.of(deal.id().id()));
    }
  }

  /**
   * That the close of an open deal is put off, or taken away, which asks why (R065).
   *
   * @param from by when it was expected last
   * @param to by when from now on; null for no day any more
   * @param again whether there was no day meanwhile
   */
  record Push(LocalDate from, @Nullable LocalDate to, boolean again) {

    /** The message that asks why; its argument is the day by which it was expected, as shown. */
    String question() {
      return to == null ? "deal.push.none.why" : again ? "deal.push.since.why" : "deal.push.why";
    }
  }

  /** The last close date that was taken away from a deal, whose id stands there. */
  static final String EMPTIED_CLOSE =
      """
      (select p.from_date from pipeline.postponement p
       where p.opportunity_id = %s and p.to_date is null order by p.at desc, p.id desc limit 1)
      """;

  /**
   * How a deal is put off that is to be decided by another day; empty where it is not.
   *
   * @param close null for no day any more
   */
  @Transactional(readOnly = true)
  Optional<Push> pushOf(Opportunity deal, @Nullable LocalDate close) {
    LocalDate present = deal.detailsWhileOpen().closeDate();
    LocalDate known = lastClose(deal).orElse(null);
    return known != null && Opportunity.isPush(present, known, close)
        ? Optional.of(new Push(known, close, present == null))
        : Optional.empty();
  }

  /**
   * By when a deal is expected to be decided while it is open, or was before that was taken away;
   * empty where nobody ever said.
   */
  private Optional<LocalDate> lastClose(Opportunity deal) {
    LocalDate present = deal.detailsWhileOpen().closeDate();
    if (present != null) {
      return Optional.of(present);
    }
    return jdbc.sql("select " + EMPTIED_CLOSE.formatted(":deal"))
        .param("deal", deal.id().id())
        .query((rs, n) -> Optional.ofNullable(rs.getObject(1, LocalDate.class)))
        .single();
  }

  /**
   * How a change puts the close off; null where it does not.
   *
   * @throws RefusedException when it does without a reason
   */
  private @Nullable Push requirePush(
      Opportunity deal, @Nullable DealDetails changed, @Nullable String reason) {
    if (changed == null || !deal.isOpen()) {
      return null;
    }
    Push push = pushOf(deal, changed.closeDate()).orElse(null);
    if (push != null && (reason == null || reason.isBlank())) {
      throw new RefusedException(push.to() == null ? "deal.push.none.why" : "deal.push.why");
    }
    return push;
  }

  private void keepPush(
      Opportunity deal,
      @Nullable Push push,
      @Nullable String reason,
      @Nullable UserId actor,
      Instant now) {
    if (push == null) {
      return;
    }
    jdbc.sql(
            """
            insert into pipeline.postponement
              (id, opportunity_id, from_date, to_date, reason, at, by_user)
            values (:id, :deal, :from, :to, :reason, :at, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("deal", deal.id().id())
        .param("from", push.from())
        .param("to", push.to(), Types.DATE)
        .param("reason", Objects.requireNonNull(reason))
        .param("at", utc(now))
        .param("actor", actor == null ? null : actor.id(), Types.OTHER)
        .update();
  }

  /** Keeps that an open deal is expected to close earlier; nobody has to say why. */
  private void keepAdvance(Opportunity deal, DealDetails was, UserId actor, Instant now) {
    LocalDate before = was.closeDate();
    LocalDate after = deal.details().closeDate();
    if (!deal.isOpen() || before == null || after == null || !after.isBefore(before)) {
      return;
    }
    jdbc.sql(
            """
            insert into pipeline.close_advance (id, opportunity_id, from_date, to_date, at, by_user)
            values (:id, :deal, :from, :to, :at, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("deal", deal.id().id())
        .param("from", before)
        .param("to", after)
        .param("at", utc(now))
        .param("actor", actor.id())
        .update();
  }

  /** What a change takes away although the stage asks for it. */
  static Set<StagePath.Lack> emptied(
      StagePath path,
      Stage stage,
      DealDetails present,
      @Nullable BigDecimal amount,
      @Nullable LocalDate close) {
    Set<StagePath.Lack> lacks = new HashSet<>(path.lacking(stage, amount, close));
    // What it came without, as by an import, is asked for when it goes on.
    lacks.removeAll(path.lacking(stage, present.amount(), present.closeDate()));
    return lacks;
  }

  private static void requireNoLack(StagePath path, DealDetails details, Stage to) {
    requireNoLack(path.lacking(to, details.amount(), details.closeDate()), to);
  }

  private static void requireNoLack(Set<StagePath.Lack> lacks, Stage stage) {
    if (lacks.contains(StagePath.Lack.AMOUNT)) {
      throw new RefusedException("deal.lacks.amount", stage.name());
    }
    if (lacks.contains(StagePath.Lack.CLOSE)) {
      throw new RefusedException("deal.lacks.close", stage.name());
    }
  }

  /** Makes a deal what it was, as if its close had not been put off then. */
  void changeBack(Opportunity deal, DealDetails before, Instant at) {
    deal.change(before, deal.names());
    opportunities.save(deal);
    for (String table : List.of("postponement", "close_advance")) {
      jdbc.sql("delete from pipeline.%s where opportunity_id = :deal and at = :at".formatted(table))
          .param("deal", deal.id().id())
          .param("at", utc(at))
          .update();
    }
  }

  /**
   * Makes these the criteria to leave its stage, and to enter the next, that a deal meets.
   *
   * @param next the one whose criteria to enter were asked for as well; null for none
   */
  void meetExactly(
      Opportunity deal,
      @Nullable Stage next,
      Collection<String> criteria,
      UserId actor,
      Instant now) {
    Stage stage = stages.path().get(deal.stage());
    meetExactly(deal, stage.id(), stage.exitCriteria(), criteria, actor, now);
    if (next != null) {
      meetExactly(deal, next.id(), next.entryCriteria(), criteria, actor, now);
    }
  }

  private void meetExactly(
      Opportunity deal,
      StageId stage,
      List<String> asked,
      Collection<String> criteria,
      UserId actor,
      Instant now) {
    if (asked.isEmpty()) {
      return;
    }
    List<String> known = asked.stream().filter(criteria::contains).toList();
    jdbc.sql(
            """
            delete from pipeline.criterion_met
            where opportunity_id = :deal and stage_id = :stage and criterion = any (:asked)
              and criterion <> all (:known)
            """)
        .param("deal", deal.id().id())
        .param("stage", stage.id())
        .param("asked", asked.toArray(String[]::new))
        .param("known", known.toArray(String[]::new))
        .update();
    meet(deal, stage, known, actor, now);
  }

  /** The criteria to leave its present stage, and to enter others, that a deal meets. */
  @Transactional(readOnly = true)
  Set<String> metBy(Opportunity deal) {
    return new HashSet<>(
        jdbc.sql(
                """
                select m.criterion from pipeline.criterion_met m
                join pipeline.stage s on s.id = m.stage_id
                where m.opportunity_id = :deal
                  and (m.stage_id = :stage or m.criterion = any (s.entry_criteria))
                """)
            .param("deal", deal.id().id())
            .param("stage", deal.stage().id())
            .query(String.class)
            .list());
  }

  void disengage(OpportunityId deal, PersonId person) {
    jdbc.sql(
            "delete from pipeline.buying_role where opportunity_id = :deal and person_id = :person")
        .param("deal", deal.id())
        .param("person", person.id())
        .update();
  }

  private void meet(
      Opportunity deal, StageId stage, List<String> criteria, UserId actor, Instant now) {
    for (String criterion : criteria) {
      jdbc.sql(
              """
              insert into pipeline.criterion_met
                (opportunity_id, stage_id, criterion, met_at, met_by)
              values (:deal, :stage, :criterion, :now, :actor) on conflict do nothing
              """)
          .param("deal", deal.id().id())
          .param("stage", stage.id())
          .param("criterion", criterion)
          .param("now", utc(now))
          .param("actor", actor.id())
          .update();
    }
  }

  /** Answers with what should be so before this move and is not. */
  private List<String> requireReason(
      StagePath path,
      Opportunity deal,
      Stage from,
      Stage to,
      @Nullable Set<String> met,
      @Nullable String reason,
      @Nullable UserId actor,
      Instant at) {
    if (met != null && actor != null) {
      meetExactly(deal, path.isAdvance(from, to) ? to : null, met, actor, at);
    }
    boolean given = reason != null && !reason.isBlank();
    Set<String> is = met == null ? metBy(deal) : met;
    if (!given && !path.questions(from, to, is).isEmpty()) {
      throw new RefusedException("dealMove.why");
    }
    return path.unmet(from, to, is);
  }

  /**
   * Keeps that the amount of a deal is another now, with who said so (R015). With the first one,
   * the product that a file named for the deal becomes its line.
   */
  private void keepAmount(Opportunity deal, DealDetails was, @Nullable UserId actor, Instant now) {
    DealDetails is = deal.details();
    if (was.currency().equals(is.currency())
        && Objects.compare(
                was.amount(), is.amount(), Comparator.nullsFirst(Comparator.naturalOrder()))
            == 0) {
      return;
    }
    if (deal.isLinedByFile()) {
      DealTable.line(jdbc, List.of(deal.id().id()));
    }
    jdbc.sql(
            """
            insert into pipeline.amount_change (id, opportunity_id, amount_before, currency_before,
              amount_after, currency_after, at, by_user)
            values (:id, :deal, :before, :currencyBefore, :after, :currencyAfter, :at, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("deal", deal.id().id())
        .param("before", was.amount())
        .param("currencyBefore", was.currency().getCurrencyCode())
        .param("after", is.amount())
        .param("currencyAfter", is.currency().getCurrencyCode())
        .param("at", utc(now))
        .param("actor", actor == null ? null : actor.id())
        .update();
  }

  /** Keeps that another discount is given, or for another reason, with who said so (R079). */
  private void keepDiscount(
      Opportunity deal, Terms was, Currency wasIn, UserId actor, Instant now) {
    Terms is = deal.terms();
    if (Objects.compare(
                was.discount(), is.discount(), Comparator.nullsFirst(Comparator.naturalOrder()))
            == 0
        && Objects.equals(was.reason(), is.reason())) {
      return;
    }
    jdbc.sql(
            """
            insert into pipeline.discount_change (id, opportunity_id, discount_before,
              currency_before, discount_after, currency_after, reason, at, by_user)
            values (:id, :deal, :before, :currencyBefore, :after, :currencyAfter, :reason, :at,
              :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("deal", deal.id().id())
        .param("before", was.discount())
        .param("currencyBefore", wasIn.getCurrencyCode())
        .param("after", is.discount())
        .param("currencyAfter", deal.details().currency().getCurrencyCode())
        .param("reason", is.reason())
        .param("at", utc(now))
        .param("actor", actor.id())
        .update();
  }

  /**
   * How a deal goes to a stage.
   *
   * @param strayed how it leaves our way of selling by that; null where it does not
   * @param unmet what should be so and is not
   */
  private record Manner(
      boolean advance, StagePath.Question.@Nullable Kind strayed, List<String> unmet) {

    static Manner of(StagePath path, Stage from, Stage to, List<String> unmet) {
      return new Manner(path.isAdvance(from, to), path.straying(from, to).orElse(null), unmet);
    }
  }

  private static List<String> unready(List<StagePath.Question> questions) {
    return questions.stream()
        .filter(q -> q.kind() == StagePath.Question.Kind.UNREADY)
        .flatMap(q -> q.details().stream())
        .toList();
  }

  private UUID noteMove(
      OpportunityId deal,
      @Nullable Stage from,
      Stage to,
      Manner manner,
      @Nullable String reason,
      @Nullable UserId actor,
      Instant at,
      Instant now) {
    UUID id = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into pipeline.stage_change
              (id, opportunity_id, from_stage, to_stage, advance, strayed, unmet, reason, at,
               by_user, noted_at)
            values (:id, :deal, :from, :to, :advance, :strayed,
              cast(:unmet as text[]), :reason, :at, :actor, :now)
            """)
        .param("now", utc(now))
        .param("id", id)
        .param("deal", deal.id())
        .param("from", from == null ? null : from.id().id())
        .param("to", to.id().id())
        .param("advance", manner.advance())
        .param("strayed", manner.strayed() == null ? null : manner.strayed().name())
        .param("unmet", manner.unmet().isEmpty() ? null : manner.unmet().toArray(String[]::new))
        .param("reason", reason == null || reason.isBlank() ? null : reason.strip())
        .param("at", utc(at))
        .param("actor", actor == null ? null : actor.id())
        .update();
    return id;
  }

  /** How a deal was lost stays with the move, whatever becomes of the deal. */
  private void keepLoss(UUID move, Loss loss, @Nullable LocalDate recontactOn) {
    jdbc.sql(
            """
            update pipeline.stage_change set lost_reason = :reason, lost_to = :to,
              lost_competitor = :competitor, lost_note = :note, recontact_on = :again
            where id = :move
            """)
        .param("reason", loss.reason().name())
        .param("to", loss.to().name())
        .param("competitor", loss.competitor(), Types.VARCHAR)
        .param("note", loss.note(), Types.VARCHAR)
        .param("again", recontactOn, Types.DATE)
        .param("move", move)
        .update();
  }

  /** Whether the customer, a company or else a person, had bought by then, by a deal or not. */
  private boolean hasBoughtBefore(
      @Nullable CompanyId company, @Nullable PersonId person, OpportunityId but, Instant at) {
    if (company == null && person == null) {
      return false;
    }
    return jdbc.sql(
            """
            select exists (select 1 from pipeline.opportunity o
              where o.kind = 'WON' and o.closed_at <= :at and o.id <> :but and %s) or %s
            """
                .formatted(
                    customerIs(company),
                    buyers.boughtElsewhere(":customer", "cast(:at as timestamptz)")))
        .param("zone", organizations.current().timeZone().getId())
        .param("customer", company == null ? person.id() : company.id())
        .param("at", utc(at))
        .param("but", but.id())
        .query(Boolean.class)
        .single();
  }

  /** Credits each win of a customer to its phase again, after one came or went. */
  private void creditWins(
      @Nullable CompanyId company, @Nullable PersonId person, @Nullable OpportunityId but) {
    if (company == null && person == null) {
      return;
    }
    record Win(UUID id, boolean before, boolean referral, String phase, String wonPhase) {}
    jdbc
        .sql(
            """
            select o.id, row_number() over (order by o.closed_at, o.id) > 1 or %s as before,
                   o.referral, o.phase, o.won_phase
            from pipeline.opportunity o where o.kind = 'WON' and %s
            """
                .formatted(buyers.boughtElsewhere(":customer", "o.closed_at"), customerIs(company)))
        .param("zone", organizations.current().timeZone().getId())
        .param("customer", company == null ? person.id() : company.id())
        .query(Win.class)
        .list()
        .stream()
        .filter(win -> but == null || !win.id().equals(but.id()))
        .filter(
            win ->
                !Opportunity.phaseOfWinning(
                        win.before(), win.referral(), HourglassPhase.valueOf(win.phase()))
                    .name()
                    .equals(win.wonPhase()))
        .toList()
        .forEach(
            win -> {
              Opportunity deal = get(new OpportunityId(win.id()));
              deal.creditWin(win.before());
              opportunities.save(deal);
            });
  }

  static String customerIs(@Nullable CompanyId company) {
    return company == null
        ? "o.company_id is null and o.person_id = :customer"
        : "o.company_id = :customer";
  }

  private List<LeadId> leadsOf(Opportunity deal) {
    List<LeadId> accepted =
        jdbc
            .sql("select lead_id from pipeline.acceptance where opportunity_id = :id")
            .param("id", deal.id().id())
            .query(UUID.class)
            .list()
            .stream()
            .map(LeadId::new)
            .toList();
    return Stream.concat(deal.lead().stream(), accepted.stream()).distinct().toList();
  }

  private Names namesOf(DealDetails details) {
    return new Names(
        details.person() == null ? null : contacts.person(details.person()).name(),
        details.company() == null ? null : contacts.company(details.company()).name());
  }

  private Opportunity get(OpportunityId id) {
    return opportunities.findById(id).orElseThrow(NotFoundException::new);
  }

  /** Lets one transaction at a time decide about a customer. */
  void lock(UUID customer) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:customer, 0))")
        .param("customer", "customer " + customer)
        .query((rs, n) -> true)
        .single();
  }

  /** Today means now; another day means its noon, since nobody remembers the hour. */
  private Instant momentOf(LocalDate day, Instant now) {
    ZoneId zone = organizations.current().timeZone();
    return day.equals(LocalDate.ofInstant(now, zone))
        ? now
        : day.atTime(LocalTime.NOON).atZone(zone).toInstant();
  }

  LocalDate workingDay(Instant now) {
    var calendar = organizations.current().calendar();
    LocalDate today = LocalDate.ofInstant(now, calendar.zone());
    return calendar.isWorkingDay(today) ? today : calendar.nextWorkingDay(today);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static <T> @Nullable T typed(@Nullable UUID id, Function<UUID, T> type) {
    return id == null ? null : type.apply(id);
  }
}
