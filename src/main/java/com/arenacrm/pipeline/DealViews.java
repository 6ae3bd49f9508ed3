package com.arenacrm.pipeline;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what the page of one deal shows besides the deal itself. */
@Component
class DealViews {

  /** What kind of thing is known of a deal. */
  enum Kind {
    MOVE,
    STEP,
    /** Said or tried otherwise, and counted for it. */
    TALK,
    PUSH,
    /** Its close became an earlier one. */
    SOONER,
    ROLE,
    LEAD,
    MET,
    /** Put aside. */
    SNOOZE,
    /** Put aside by whoever manages. */
    MORE_TIME,
    /** Went to somebody else. */
    OWNER,
    /** Its amount became another. */
    AMOUNT,
    /** Another discount was given, or for another reason. */
    DISCOUNT,
    /** A further lead joined it. */
    JOIN
  }

  /**
   * Something that happened to a deal.
   *
   * @param from the stage it left, or whose it was; the lead that joined it
   * @param to the stage it entered, or whose it is
   * @param text the reason of a move, a push or a discount, the note on a step
   * @param step what was to be done
   * @param dueOn when that was to be done
   * @param talk how it was said
   * @param result what came out of it, or why it was put aside; of a move, how it left our way of
   *     selling: {@code SKIPPED} or {@code BACK}
   * @param person with whom it was said; null for nobody in particular
   * @param loss how it was lost by a move; null for all else
   * @param again when we meant to talk to them again, of a move by which it was lost; null for
   *     never
   */
  record Event(
      Kind kind,
      UUID id,
      Instant at,
      @Nullable UUID by,
      @Nullable UUID from,
      @Nullable UUID to,
      boolean advance,
      @Nullable String text,
      @Nullable String step,
      @Nullable LocalDate dueOn,
      @Nullable LocalDate fromDate,
      @Nullable LocalDate toDate,
      @Nullable String talk,
      @Nullable String result,
      @Nullable UUID person,
      @Nullable Sums sums,
      @Nullable Loss loss,
      @Nullable LocalDate again) {

    boolean isSaid() {
      return kind == Kind.STEP || kind == Kind.TALK;
    }

    Event with(ContactBook.@Nullable Said said) {
      return said == null
          ? this
          : new Event(
              kind,
              id,
              at,
              by,
              from,
              to,
              advance,
              said.summary(),
              step,
              dueOn,
              fromDate,
              toDate,
              talk,
              result,
              said.person(),
              sums,
              loss,
              again);
    }
  }

  /**
   * From which amount to which, or from which discount; null where there is none.
   *
   * @param shareBefore how much of the list price that discount was, between 0 and 1; null where it
   *     is none, or the price was not known
   */
  record Sums(
      @Nullable BigDecimal before,
      String currencyBefore,
      @Nullable BigDecimal shareBefore,
      @Nullable BigDecimal after,
      String currencyAfter,
      @Nullable BigDecimal shareAfter) {}

  /**
   * Somebody on the customer's side.
   *
   * @param main whether the deal is with this person
   */
  record Participant(PersonCard person, Set<BuyingRole> roles, boolean main) {}

  /** A lead that a deal came from, or that joined it, by the name of its person. */
  record Origin(UUID lead, String name) {}

  /**
   * What is known of a deal.
   *
   * @param people whom it is with, those with a role, those whose leads joined it
   * @param leads those that it came from, the first one first
   * @param events what happened, newest first
   * @param met the criteria to leave its present stage, and to enter others, that it meets
   * @param names of those with whom something was said
   */
  record View(
      List<Participant> people,
      List<Origin> leads,
      List<Event> events,
      Set<String> met,
      Map<UUID, String> names) {

    /** With whom something was said, by name; null for nobody in particular. */
    public @Nullable String with(Event said) {
      return said.person() == null ? null : names.get(said.person());
    }

    /** Whose lead joined it, by name. */
    public String joined(UUID lead) {
      return leads.stream()
          .filter(l -> l.lead().equals(lead))
          .map(Origin::name)
          .findFirst()
          .orElse("—");
    }

    /** What was said and done. */
    public List<Event> talks() {
      return events.stream().filter(Event::isSaid).toList();
    }

    /** How it went from stage to stage, and how its close date, amount and discount changed. */
    public List<Event> moves() {
      return events.stream().filter(e -> !e.isSaid()).toList();
    }

    /** How it was put aside, the last time first. */
    public List<Event> snoozes() {
      return events.stream().filter(e -> e.kind() == Kind.SNOOZE).toList();
    }

    /** What put it aside the last time, by its seller or by whoever manages; null for nothing. */
    public @Nullable Event aside() {
      return events.stream()
          .filter(e -> e.kind() == Kind.SNOOZE || e.kind() == Kind.MORE_TIME)
          .findFirst()
          .orElse(null);
    }

    /** When we meant to talk again to who did not buy, the last time that it was lost; or null. */
    public @Nullable LocalDate again() {
      return events.stream()
          .filter(e -> e.loss() != null)
          .findFirst()
          .map(Event::again)
          .orElse(null);
    }

    /** How often the close date was pushed to a later day. */
    public long pushes() {
      return events.stream().filter(e -> e.kind() == Kind.PUSH && e.toDate() != null).count();
    }

    /** How often the close date was taken away, and nobody knew a day any more. */
    public long emptied() {
      return events.stream().filter(e -> e.kind() == Kind.PUSH && e.toDate() == null).count();
    }

    /** How often stages were skipped on the way. */
    public long skips() {
      return strayed(StagePath.Question.Kind.SKIPPED);
    }

    /** How often it went back to an earlier stage. */
    public long backs() {
      return strayed(StagePath.Question.Kind.BACK);
    }

    private long strayed(StagePath.Question.Kind how) {
      return events.stream()
          .filter(e -> e.kind() == Kind.MOVE && how.name().equals(e.result()))
          .count();
    }

    /** How often it went on though not all was so that should have been. */
    public long unmet() {
      return events.stream().filter(e -> e.kind() == Kind.MOVE && e.step() != null).count();
    }

    /** Whether all roles that we know are one person's: if they leave, we know nobody (R044). */
    public boolean isOnePerson() {
      return !isNarrow()
          && people.stream().filter(p -> p.roles().stream().anyMatch(BuyingRole::isWanted)).count()
              == 1;
    }

    /** The roles that somebody has. */
    public Set<BuyingRole> engaged() {
      EnumSet<BuyingRole> roles = EnumSet.noneOf(BuyingRole.class);
      people.forEach(p -> roles.addAll(p.roles()));
      return roles;
    }

    /** The roles that somebody has whom a purchase needs. */
    private Set<BuyingRole> wanted() {
      Set<BuyingRole> wanted = engaged();
      wanted.removeIf(r -> !r.isWanted());
      return wanted;
    }

    /** Whether we talk to one role only, or know of none: others decide without us (R044). */
    public boolean isNarrow() {
      return wanted().size() <= 1;
    }
  }

  private record Row(
      Kind kind,
      @Nullable UUID person,
      @Nullable UUID lead,
      @Nullable String text,
      @Nullable Event event) {}

  // What the deal was worth until each moment, and what it is now.
  private static final String WORTH =
      """
      select m.at, m.amount_before from pipeline.amount_change m where m.opportunity_id = :deal
      union all select 'infinity'::timestamptz, cast(:amount as numeric)""";

  /** Who has a part in the deal of this id, or came with a lead of it. */
  static final String PARTNERS =
      """
      array(select r.person_id from pipeline.buying_role r where r.opportunity_id = %1$s
            union select a.person_id from pipeline.acceptance a
            where a.opportunity_id = %1$s and a.person_id is not null)""";

  private final JdbcClient jdbc;
  private final ContactBook contacts;

  DealViews(JdbcClient jdbc, ContactBook contacts) {
    this.jdbc = jdbc;
    this.contacts = contacts;
  }

  /** Reads all of it by two statements, however much there is, and what was said by one more. */
  View of(Opportunity deal) {
    List<Row> rows =
        jdbc.sql(
                """
                select r.*, coalesce(a.amount_before, c.discount_before) as amount_before,
                  coalesce(a.currency_before, c.currency_before) as currency_before,
                  coalesce(a.amount_after, c.discount_after) as amount_after,
                  coalesce(a.currency_after, c.currency_after) as currency_after,
                  g.lost_reason, g.lost_to, g.lost_competitor, g.lost_note,
                  g.recontact_on,
                  c.discount_before / nullif(c.discount_before + w.before, 0) as share_before,
                  c.discount_after / nullif(c.discount_after + w.after, 0) as share_after
                from (
                  (select 'MOVE' as kind, id, at, by_user as by, from_stage, to_stage, advance,
                          reason as text, array_to_string(unmet, ' · ') as step,
                          null::date as due_on,
                          null::date as from_date, null::date as to_date, null as talk,
                          strayed as result, null::uuid as person
                   from pipeline.stage_change where opportunity_id = :deal
                   order by at desc, id desc limit 100)
                  union all
                  (select 'STEP', id, done_at, done_by, null, null, false, note, step, due_on,
                          null, null, kind, result, person_id
                   from pipeline.step_done where opportunity_id = :deal
                   order by done_at desc, id desc limit 100)
                  union all
                  (select 'TALK', t.interaction_id, t.at, t.by_user, null, null, false, null, null,
                          null, null, null, t.kind, t.result, null
                   from pipeline.talk t where t.opportunity_id = :deal
                     and not exists (select from pipeline.step_done d
                       where d.opportunity_id = :deal and d.id = t.interaction_id)
                   order by t.at desc, t.interaction_id desc limit 100)
                  union all
                  select 'PUSH', id, at, by_user, null, null, false, reason, null, null, from_date,
                         to_date, null, null, null
                  from pipeline.postponement where opportunity_id = :deal
                  union all
                  (select 'SOONER', id, at, by_user, null, null, false, null, null, null,
                          from_date, to_date, null, null, null
                   from pipeline.close_advance where opportunity_id = :deal
                   order by at desc, id desc limit 50)
                  union all
                  select 'SNOOZE', id, at, created_by, null, null, false, note, null, until_day,
                         null, null, null, reason, null
                  from pipeline.snooze where opportunity_id = :deal
                  union all
                  (select 'MORE_TIME', id, at, created_by, null, null, false, note, null, until_day,
                          null, null, null, null, null
                   from pipeline.more_time where opportunity_id = :deal
                   order by at desc limit 50)
                  union all
                  (select 'OWNER', id, at, created_by, from_user, to_user, false, note, null, null,
                          null, null, null, null, null
                   from pipeline.owner_change where opportunity_id = :deal
                   order by at desc limit 50)
                  union all
                  (select 'AMOUNT', id, at, by_user, null, null, false, null, null, null, null,
                          null, null, null, null
                   from pipeline.amount_change where opportunity_id = :deal
                   order by at desc, id desc limit 50)
                  union all
                  (select 'DISCOUNT', id, at, by_user, null, null, false, reason, null, null, null,
                          null, null, null, null
                   from pipeline.discount_change where opportunity_id = :deal
                   order by at desc, id desc limit 50)
                  union all
                  select 'ROLE', null, null, null, null, null, false, role, null, null, null, null,
                         null, null, person_id
                  from pipeline.buying_role where opportunity_id = :deal
                  union all
                  (select case when joined then 'JOIN' else 'LEAD' end, handoff_id, accepted_at,
                          accepted_by, lead_id, null, false, step_left, null, null, null, null,
                          null, null, person_id
                   from pipeline.acceptance where opportunity_id = :deal
                   order by accepted_at, handoff_id limit 50)
                  union all
                  select 'MET', null, null, null, null, null, false, m.criterion, null, null, null,
                         null, null, null, null
                  from pipeline.criterion_met m join pipeline.stage s on s.id = m.stage_id
                  where m.opportunity_id = :deal
                    and (m.stage_id = :stage or m.criterion = any (s.entry_criteria))) r
                left join pipeline.amount_change a on a.id = r.id and r.kind = 'AMOUNT'
                left join pipeline.discount_change c on c.id = r.id and r.kind = 'DISCOUNT'
                left join lateral (select
                    (select a.amount_before from (%1$s) a where a.at >= c.at
                     order by a.at limit 1) as before,
                    (select a.amount_before from (%1$s) a where a.at > c.at
                     order by a.at limit 1) as after) w on c.id is not null
                left join pipeline.stage_change g on g.id = r.id and r.kind = 'MOVE'
                  and g.lost_to is not null
                order by r.at desc nulls last, r.id desc
                """
                    .formatted(WORTH))
            .param("deal", deal.id().id())
            .param("amount", deal.details().amount(), Types.NUMERIC)
            .param("stage", deal.stage().id())
            .query(DealViews::row)
            .list();
    Set<String> met = new LinkedHashSet<>();
    rows.stream().filter(r -> r.kind() == Kind.MET).forEach(r -> met.add(r.text()));
    List<Event> events =
        said(rows.stream().map(Row::event).filter(Objects::nonNull).toList(), contacts);
    Map<PersonId, Set<BuyingRole>> roles = roles(deal, rows);
    Set<PersonId> asked = new LinkedHashSet<>(roles.keySet());
    events.stream()
        .map(Event::person)
        .filter(Objects::nonNull)
        .map(PersonId::new)
        .forEach(asked::add);
    Map<PersonId, PersonCard> cards = contacts.cards(asked);
    List<Participant> people = people(deal, roles, cards);
    Map<UUID, String> names = new HashMap<>();
    cards.forEach((id, card) -> names.put(id.id(), card.name()));
    return new View(people, leads(deal, rows, people), events, met, names);
  }

  /** Words, and with whom, stand with what was said. */
  private static List<Event> said(List<Event> events, ContactBook contacts) {
    List<UUID> talks = events.stream().filter(e -> e.kind() == Kind.TALK).map(Event::id).toList();
    Map<UUID, ContactBook.Said> said = contacts.said(talks);
    return events.stream().map(e -> e.with(said.get(e.id()))).toList();
  }

  private static List<Origin> leads(Opportunity deal, List<Row> rows, List<Participant> people) {
    Map<UUID, String> names = new HashMap<>();
    people.forEach(p -> names.put(p.person().id().id(), p.person().name()));
    Map<UUID, Origin> leads = new LinkedHashMap<>();
    String customer = deal.names().person() == null ? deal.name() : deal.names().person();
    deal.lead().ifPresent(l -> leads.put(l.id(), new Origin(l.id(), customer)));
    // The last one stands first.
    for (int i = rows.size() - 1; i >= 0; i--) {
      Row row = rows.get(i);
      if (row.lead() != null) {
        String name = row.person() == null ? null : names.get(row.person());
        leads.put(row.lead(), new Origin(row.lead(), name == null ? "—" : name));
      }
    }
    return List.copyOf(leads.values());
  }

  /**
   * With whom one can have talked about a deal: whom it is with first, then those who take part.
   *
   * @param besides somebody who works for the deal's company though no part of theirs is known, or
   *     null
   */
  List<PersonCard> partners(DealRow deal, @Nullable UUID besides) {
    Set<PersonId> parts =
        new LinkedHashSet<>(
            jdbc.sql("select " + PARTNERS.formatted(":deal") + " as partners")
                .param("deal", deal.id())
                .query((rs, n) -> partners(rs))
                .single());
    if (deal.personId() != null) {
      parts.add(new PersonId(deal.personId()));
    }
    Set<PersonId> asked = new LinkedHashSet<>(parts);
    if (besides != null) {
      asked.add(new PersonId(besides));
    }
    return ordered(
        deal,
        contacts.cards(asked).values().stream()
            .filter(p -> parts.contains(p.id()) || worksFor(p, deal)));
  }

  /** The same, where it is read already who takes part. */
  List<PersonCard> partners(DealRow deal, View view, @Nullable UUID besides) {
    List<PersonCard> parts = view.people().stream().map(Participant::person).toList();
    return ordered(
        deal,
        besides == null || parts.stream().anyMatch(p -> p.id().id().equals(besides))
            ? parts.stream()
            : Stream.concat(
                parts.stream(),
                contacts.cards(List.of(new PersonId(besides))).values().stream()
                    .filter(p -> worksFor(p, deal))));
  }

  /** Who takes part in a deal, from the column that {@link #PARTNERS} is. */
  static List<PersonId> partners(ResultSet rs) throws SQLException {
    return Stream.of((UUID[]) rs.getArray("partners").getArray()).map(PersonId::new).toList();
  }

  static List<PersonCard> ordered(DealRow deal, Stream<PersonCard> people) {
    return people
        .sorted(
            Comparator.comparing((PersonCard p) -> !p.id().id().equals(deal.personId()))
                .thenComparing(PersonCard::name))
        .toList();
  }

  private static boolean worksFor(PersonCard person, DealRow deal) {
    return person.companyId() != null && person.companyId().id().equals(deal.companyId());
  }

  private static Map<PersonId, Set<BuyingRole>> roles(Opportunity deal, List<Row> rows) {
    Map<PersonId, Set<BuyingRole>> roles = new LinkedHashMap<>();
    deal.person().ifPresent(p -> roles.put(p, EnumSet.noneOf(BuyingRole.class)));
    for (Row row : rows) {
      if (row.person() != null) {
        Set<BuyingRole> own =
            roles.computeIfAbsent(
                new PersonId(row.person()), p -> EnumSet.noneOf(BuyingRole.class));
        if (row.kind() == Kind.ROLE) {
          own.add(BuyingRole.valueOf(row.text()));
        }
      }
    }
    return roles;
  }

  private static List<Participant> people(
      Opportunity deal, Map<PersonId, Set<BuyingRole>> roles, Map<PersonId, PersonCard> cards) {
    List<Participant> people = new ArrayList<>();
    roles.forEach(
        (person, own) -> {
          PersonCard card = cards.get(person);
          if (card != null) {
            people.add(
                new Participant(card, own, deal.person().filter(person::equals).isPresent()));
          }
        });
    return people;
  }

  private static Loss loss(ResultSet rs) throws SQLException {
    return new Loss(
        LostReason.valueOf(rs.getString("lost_reason")),
        LostTo.valueOf(rs.getString("lost_to")),
        rs.getString("lost_competitor"),
        rs.getString("lost_note"));
  }

  private static Row row(ResultSet rs, int n) throws SQLException {
    Kind kind = Kind.valueOf(rs.getString("kind"));
    Instant at = DealRow.instant(rs, "at");
    String text = rs.getString("text");
    Event event =
        at == null || kind == Kind.LEAD
            ? null
            : new Event(
                kind,
                rs.getObject("id", UUID.class),
                at,
                rs.getObject("by", UUID.class),
                rs.getObject("from_stage", UUID.class),
                rs.getObject("to_stage", UUID.class),
                rs.getBoolean("advance"),
                text,
                rs.getString("step"),
                rs.getObject("due_on", LocalDate.class),
                rs.getObject("from_date", LocalDate.class),
                rs.getObject("to_date", LocalDate.class),
                rs.getString("talk"),
                rs.getString("result"),
                kind == Kind.STEP ? rs.getObject("person", UUID.class) : null,
                kind == Kind.AMOUNT || kind == Kind.DISCOUNT
                    ? new Sums(
                        rs.getBigDecimal("amount_before"),
                        rs.getString("currency_before"),
                        rs.getBigDecimal("share_before"),
                        rs.getBigDecimal("amount_after"),
                        rs.getString("currency_after"),
                        rs.getBigDecimal("share_after"))
                    : null,
                rs.getString("lost_reason") == null ? null : loss(rs),
                rs.getObject("recontact_on", LocalDate.class));
    UUID lead =
        kind == Kind.LEAD || kind == Kind.JOIN ? rs.getObject("from_stage", UUID.class) : null;
    UUID person = kind == Kind.STEP ? null : rs.getObject("person", UUID.class);
    return new Row(kind, person, lead, text, event);
  }
}
