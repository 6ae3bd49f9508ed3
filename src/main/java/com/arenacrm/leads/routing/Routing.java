package com.arenacrm.leads.routing;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.Workforce;
import com.arenacrm.identity.Workforce.Worker;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.Origin;
import com.arenacrm.leads.routing.Decision.Made;
import com.arenacrm.leads.routing.Decision.Seller;
import com.arenacrm.leads.routing.RoutingRules.Kept;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The front door to routing: who would get a lead, who gets it, and why somebody got it. */
@Component
@Transactional
public class Routing {

  /** How somebody came by a lead. */
  public enum Way {
    RULES,
    HAND,
    TAKEN,
    /** Back to the pool. */
    RETURNED
  }

  /**
   * That somebody got a handoff.
   *
   * @param to null for the queue
   * @param why what the rules said; without steps when it went by hand
   * @param note what whoever gave it had to say; null for nothing
   * @param by null when a rule did it
   */
  public record Assignment(
      Instant at,
      Way way,
      @Nullable UUID to,
      Decision why,
      @Nullable String note,
      @Nullable UUID by) {}

  private static final Scope EVERYTHING = new Scope(true, List.of());

  private final RoutingRules rules;
  private final SellerCapacities capacities;
  private final Workforce workforce;
  private final ContactBook contacts;
  private final Playbook playbook;
  private final List<AccountOwners> owners;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Routing(
      RoutingRules rules,
      SellerCapacities capacities,
      Workforce workforce,
      ContactBook contacts,
      Playbook playbook,
      List<AccountOwners> owners,
      JdbcClient jdbc,
      JsonMapper json) {
    this.rules = rules;
    this.capacities = capacities;
    this.workforce = workforce;
    this.contacts = contacts;
    this.playbook = playbook;
    this.owners = owners;
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Who would get the lead now; changes nothing.
   *
   * @throws NotFoundException when the viewer may not see it
   */
  @Transactional(readOnly = true)
  Decision propose(LeadId lead, CurrentUser viewer, Instant now) {
    return make(facts(lead, viewer.scope()), now).decision();
  }

  /** Who would get a lead of which this is known; changes nothing. */
  @Transactional(readOnly = true)
  Decision propose(RoutingFacts facts, Instant now) {
    return make(facts, now).decision();
  }

  /**
   * Decides who gets the lead; the turn is theirs then. Two that are decided at once are decided
   * one after the other, so that the turn goes on and nobody gets more than they take.
   */
  public Decision decide(LeadId lead, Instant now) {
    lock();
    Made made = make(facts(lead, EVERYTHING), now);
    made.decision()
        .last()
        .ifPresent(
            step ->
                made.credits()
                    .forEach(
                        (seller, credit) ->
                            jdbc.sql(
                                    """
                                    insert into leads.routing_turn (rule_id, to_user, credit)
                                    values (:rule, :seller, :credit)
                                    on conflict (rule_id, to_user)
                                      do update set credit = excluded.credit
                                    """)
                                .param("rule", step.rule())
                                .param("seller", seller)
                                .param("credit", credit)
                                .update()));
    return made.decision();
  }

  /** Whatever is given out is given out one after the other. */
  public void lock() {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('leads.turn'))").query().listOfRows();
  }

  /**
   * How it stands with somebody who sells.
   *
   * @param state whether they take part, are here, and have room for one more
   * @param calendar when they work
   */
  public record Room(
      Decision.State state, SellerCapacities.Capacity capacity, WorkingCalendar calendar) {}

  /** Whether somebody has room for one more; empty for whoever does not sell. */
  @Transactional(readOnly = true)
  public Optional<Room> roomOf(UserId seller, Instant now) {
    Map<UUID, SellerCapacities.Capacity> known = capacities.all();
    return workforce.of(Role.SALES, now).stream()
        .filter(w -> w.id().equals(seller))
        .findFirst()
        .map(
            w ->
                new Room(
                    seller(w, known, now).state(false, 1),
                    known.getOrDefault(seller.id(), SellerCapacities.Capacity.USUAL),
                    w.calendar()));
  }

  /** Whether somebody takes part, is here, and has room for one more; whoever does not, may not. */
  @Transactional(readOnly = true)
  public Decision.State stateOf(UserId seller, Instant now) {
    return roomOf(seller, now).map(Room::state).orElse(Decision.State.GONE);
  }

  /**
   * How much somebody has, behind the lock: nobody gets anything until this transaction ends, so
   * that whoever asks whether there is room for one more is still right when they give it.
   */
  public SellerCapacities.Capacity capacityToGive(UserId seller) {
    lock();
    return capacities.all().getOrDefault(seller.id(), SellerCapacities.Capacity.USUAL);
  }

  /** Keeps who got a handoff that was nobody's before, how, and why. */
  public void keep(
      HandoffId handoff,
      Way way,
      @Nullable UserId to,
      @Nullable Decision why,
      @Nullable String note,
      @Nullable UserId actor,
      Instant now) {
    keep(handoff, way, to, why, note, null, actor, now);
  }

  /**
   * Keeps who got a handoff, how, and why.
   *
   * @param dueWas by when whoever had it until now should have answered; null for nobody
   */
  public void keep(
      HandoffId handoff,
      Way way,
      @Nullable UserId to,
      @Nullable Decision why,
      @Nullable String note,
      @Nullable Instant dueWas,
      @Nullable UserId actor,
      Instant now) {
    jdbc.sql(
            """
            insert into leads.assignment
              (id, handoff_id, at, way, to_user, reason, note, due_was, created_by)
            values (:id, :handoff, :now, :way, :to, cast(:reason as jsonb), :note, :due, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("handoff", handoff.id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("way", way.name())
        .param("to", to == null ? null : to.id())
        .param(
            "reason",
            json.writeValueAsString(why == null ? new Decision(List.of()) : why.essence()))
        .param("note", note)
        .param("due", dueWas == null ? null : dueWas.atOffset(ZoneOffset.UTC))
        .param("actor", actor == null ? null : actor.id())
        .update();
  }

  /** Who got a handoff, the last one first. */
  @Transactional(readOnly = true)
  public List<Assignment> assignmentsOf(HandoffId handoff) {
    return jdbc.sql(
            """
            select at, way, to_user, reason, note, created_by from leads.assignment
            where handoff_id = :handoff order by at desc, id desc limit 20
            """)
        .param("handoff", handoff.id())
        .query(
            (rs, n) ->
                new Assignment(
                    rs.getObject("at", OffsetDateTime.class).toInstant(),
                    Way.valueOf(rs.getString("way")),
                    rs.getObject("to_user", UUID.class),
                    json.readValue(rs.getString("reason"), Decision.class),
                    rs.getString("note"),
                    rs.getObject("created_by", UUID.class)))
        .list();
  }

  private Made make(RoutingFacts facts, Instant now) {
    Kept kept = rules.kept();
    return Decision.make(
        kept.rules(), facts, () -> ownerOf(facts), sellers(kept.capacities(), now), kept.credits());
  }

  private Optional<UserId> ownerOf(RoutingFacts facts) {
    return owners.stream()
        .map(o -> o.ownerOf(facts.company(), facts.person()))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> Optional.ofNullable(facts.leadOwner()));
  }

  private List<Seller> sellers(Map<UUID, SellerCapacities.Capacity> known, Instant now) {
    return workforce.of(Role.SALES, now).stream().map(w -> seller(w, known, now)).toList();
  }

  private static Seller seller(
      Worker worker, Map<UUID, SellerCapacities.Capacity> known, Instant now) {
    SellerCapacities.Capacity capacity =
        known.getOrDefault(worker.id().id(), SellerCapacities.Capacity.USUAL);
    return new Seller(
        worker.id().id(),
        worker.team(),
        capacity.takesPart(),
        capacity.weight(),
        capacity.load(),
        capacity.most(),
        worker.awayUntil(),
        worker.calendar().isWorking(now));
  }

  private RoutingFacts facts(LeadId lead, Scope scope) {
    record Row(RoutingFacts facts, List<UUID> offers) {}
    Row row =
        jdbc.sql(
                """
                select l.person_id, l.company_id, l.profile_id, coalesce(l.need, '') as need,
                  l.phase, l.origin, f.language,
                  array(select distinct t.offer_id from leads.trial t where t.lead_id = l.id)
                    as offers,
                  (select o.sales_owner_id from leads.lead o
                   where o.id <> l.id and o.sales_owner_id is not null
                     and (o.person_id = l.person_id or o.company_id = l.company_id)
                     and (o.stage in ('HANDED_OVER', 'ACCEPTED') or o.outcome = 'BOUGHT')
                   order by o.stage = 'ENDED', o.created_at desc limit 1) as lead_owner
                from leads.lead l left join leads.lead_form f on f.id = l.form_id
                where l.id = :lead and %s
                """
                    .formatted(scope.condition("l.sales_owner_id")))
            .param("lead", lead.id())
            .param(Scope.PARAMETER, scope.owners())
            .query(
                (rs, n) -> {
                  UUID company = rs.getObject("company_id", UUID.class);
                  UUID owner = rs.getObject("lead_owner", UUID.class);
                  String phase = rs.getString("phase");
                  return new Row(
                      new RoutingFacts(
                          new PersonId(rs.getObject("person_id", UUID.class)),
                          company == null ? null : new CompanyId(company),
                          rs.getObject("profile_id", UUID.class),
                          List.of(),
                          rs.getString("need"),
                          rs.getString("language"),
                          phase == null ? null : HourglassPhase.valueOf(phase),
                          Origin.valueOf(rs.getString("origin")),
                          owner == null ? null : new UserId(owner)),
                      Arrays.asList((UUID[]) rs.getArray("offers").getArray()));
                })
            .optional()
            .orElseThrow(NotFoundException::new);
    RoutingFacts known = row.facts();
    String tried =
        row.offers().isEmpty()
            ? ""
            : playbook.offerNames(row.offers()).values().stream()
                .sorted()
                .collect(Collectors.joining(", "));
    return new RoutingFacts(
        known.person(),
        known.company(),
        known.profile(),
        contacts.placesOf(Objects.requireNonNull(known.person())),
        Stream.of(known.wants(), tried).filter(t -> !t.isBlank()).collect(Collectors.joining("; ")),
        known.language(),
        known.phase(),
        known.origin(),
        known.leadOwner());
  }
}
