package com.arenacrm.pipeline;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.Handoffs.Waiting;
import com.arenacrm.pipeline.day.DayItem;
import com.arenacrm.pipeline.day.DayWork;
import com.arenacrm.pipeline.day.DoneToday;
import com.arenacrm.pipeline.day.Weight;
import com.arenacrm.platform.Formats;
import com.arenacrm.shared.WorkingCalendar;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a sales person has to do today, ordered by what it costs to leave it ({@link Weight}): leads
 * handed over that wait for an answer come first; then deals, tasks and customers to talk to, of
 * which other parts of Arena know, in one order (R063, R070, R094). Each thing stands in it once.
 */
@Component
class DayQueue {

  /** Rows of deals shown at once; a day that holds more is not worked by looking at all of it. */
  static final int PAGE = 50;

  /** Why a deal is in the queue, the most costly reason first. */
  enum Reason {
    OVERDUE(Weight.OVERDUE),
    TODAY(Weight.TODAY),
    NO_STEP(Weight.NO_STEP),
    IDLE(Weight.IDLE),
    ENDING(Weight.ENDING),
    /** Planned for later; it stands there only because its row was open meanwhile. */
    PLANNED(Weight.ENDING);

    private final Weight weight;

    Reason(Weight weight) {
      this.weight = weight;
    }
  }

  /**
   * A deal in the queue.
   *
   * @param last what came of the step before, or null
   * @param handed from whom its owner has it, until something is done about it; or null
   * @param person how to reach whom it is with, or null
   * @param partners with whom one can have talked about it: whom it is with first
   */
  record DealItem(
      Reason reason,
      DealRow deal,
      @Nullable LastStep last,
      @Nullable Handed handed,
      @Nullable PersonCard person,
      List<PersonCard> partners) {}

  /** That somebody gave a deal to its owner; the note for them may be empty. */
  record Handed(String by, Instant at, String note) {}

  /** What came of a step: a result, and a note that may be empty. */
  record LastStep(InteractionResult result, String note) {}

  /**
   * A lead that waits for an answer.
   *
   * @param late whether the time agreed has passed
   * @param paused whether the clock stands still because we wait for the customer
   * @param time working time that is left, or by which it is late
   * @param deals those open with the same customer, which it may join
   */
  record HandoffItem(
      Waiting lead,
      boolean late,
      boolean paused,
      WorkingTime time,
      @Nullable PersonCard person,
      List<DealRow> deals) {}

  /** Working time in words' parts. */
  record WorkingTime(long hours, long minutes) {

    static WorkingTime of(Duration time) {
      return new WorkingTime(time.toHours(), time.toMinutesPart());
    }

    /** Of the message that says it. */
    public String key() {
      if (hours == 0) {
        return "minutes";
      }
      return minutes == 0 ? "hours" : "both";
    }
  }

  /**
   * A row of the queue: a deal, or something that another part of Arena knows of.
   *
   * @param person whom to call or write to, or null
   */
  record Entry(@Nullable DealItem deal, @Nullable DayItem item, @Nullable PersonCard person) {

    private static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::weight).thenComparing(Entry::on);

    private Weight weight() {
      return deal != null ? deal.reason().weight : Objects.requireNonNull(item).weight();
    }

    // Deals keep the order in which they were read: those without a day of their own stand first.
    private LocalDate on() {
      if (item != null) {
        return item.on();
      }
      DealRow row = Objects.requireNonNull(deal).deal();
      boolean dated = deal.reason() == Reason.OVERDUE || deal.reason() == Reason.TODAY;
      return dated && row.nextStepOn() != null ? row.nextStepOn() : LocalDate.MIN;
    }
  }

  /**
   * The whole day.
   *
   * @param rows all but the handoffs, in the order in which they are to be done
   * @param more how many further deals there are than the page shows
   */
  record Day(List<HandoffItem> handoffs, List<Entry> rows, int more, int doneToday) {

    public boolean isEmpty() {
      return handoffs.isEmpty() && rows.isEmpty();
    }

    public int toDo() {
      return handoffs.size() + rows.size() + more;
    }

    /** The deals in it. */
    List<DealItem> deals() {
      return rows.stream().map(Entry::deal).flatMap(Stream::ofNullable).toList();
    }
  }

  /** Which deals of {@code o} are in somebody's day. */
  private static final String DUE =
      """
      o.kind = 'OPEN' and o.owner_id = :owner
        and (o.snoozed_until is null or o.snoozed_until <= :today)
        and (o.next_step_on is null or o.next_step_on <= :today
             -- an attempt made today is enough for today, though nobody was reached
             or (coalesce(o.last_contact_at, o.opened_at) < :idleBefore or o.close_date < :today)
             and not exists (select 1 from pipeline.step_done d
               where d.opportunity_id = o.id and d.done_at >= :dayStart))""";

  /** What came last of a deal {@code x}, and who gave it to its owner since. */
  private static final String LATELY =
      """
      left join lateral (
        select d.result, d.note from pipeline.step_done d
        where d.opportunity_id = x.id order by d.done_at desc limit 1) s on true
      left join lateral (
        select c.created_by, c.to_user, c.at, c.note from pipeline.owner_change c
        where c.opportunity_id = x.id order by c.at desc limit 1) h
        on h.to_user = x.owner_id and h.created_by <> h.to_user
          and not exists (select from pipeline.step_done d
            where d.opportunity_id = x.id and d.done_at >= h.at)
      """;

  private static final String LATELY_COLUMNS =
      "s.result as last_result, s.note as last_note, h.created_by as handed_by,"
          + " h.at as handed_at, h.note as handed_note, "
          + DealViews.PARTNERS.formatted("x.id")
          + " as partners";

  private final Handoffs handoffs;
  private final ContactBook contacts;
  private final AccountRisks risks;
  private final List<DayWork> besides;
  private final DoneToday doneToday;
  private final UserNames userNames;
  private final JdbcClient jdbc;

  DayQueue(
      Handoffs handoffs,
      ContactBook contacts,
      AccountRisks risks,
      List<DayWork> besides,
      DoneToday doneToday,
      UserNames userNames,
      JdbcClient jdbc) {
    this.handoffs = handoffs;
    this.besides = besides;
    this.doneToday = doneToday;
    this.userNames = userNames;
    this.risks = risks;
    this.contacts = contacts;
    this.jdbc = jdbc;
  }

  /**
   * Somebody's day.
   *
   * @param owner whose
   * @param viewer who looks at it, and sees only what is theirs to see
   * @param show how the viewer reads days and amounts
   */
  Day of(CurrentUser owner, CurrentUser viewer, Idleness idleness, Formats show, Instant now) {
    List<DayItem> items =
        besides.stream()
            .flatMap(work -> work.of(owner, viewer, idleness.today(), show).stream())
            .toList();
    List<Waiting> waiting =
        handoffs.waitingFor(owner, now).stream().filter(w -> w.isAwake(idleness.today())).toList();
    record Row(
        Reason reason,
        DealRow deal,
        @Nullable LastStep last,
        @Nullable Giving giving,
        List<PersonId> partners,
        int all) {}
    record Read(int done, @Nullable Row row) {}
    List<Read> read =
        jdbc.sql(
                """
                select x.*, d.done, %s
                from (select %s as done) d
                left join (
                  select q.*, count(*) over () as all_rows, row_number() over (order by q.reason,
                      case when q.reason < 2 then q.next_step_on end, q.spoken, q.id) as place
                  from (
                    select %s, coalesce(o.last_contact_at, o.opened_at) as spoken,
                      case when o.next_step_on < :today then 0
                           when o.next_step_on = :today then 1
                           when o.next_step_on is null then 2
                           when coalesce(o.last_contact_at, o.opened_at) < :idleBefore then 3
                           else 4 end as reason
                    from pipeline.opportunity o
                    where %s and %s) q
                  order by place limit :limit) x on true
                %s
                order by x.place
                """
                    .formatted(
                        LATELY_COLUMNS,
                        doneToday.counted(),
                        DealRow.columns(risks.counts("o.company_id", viewer.scope())),
                        DUE,
                        DealFilter.ALL.condition(viewer),
                        LATELY))
            .params(risks.parameters(viewer, now))
            .params(DealFilter.ALL.parameters(viewer))
            .params(parameters(owner, idleness))
            .params(DoneToday.parameters(owner, now))
            .param("limit", PAGE)
            .query(
                (rs, n) ->
                    new Read(
                        rs.getInt("done"),
                        rs.getObject("id") == null
                            ? null
                            : new Row(
                                Reason.values()[rs.getInt("reason")],
                                DealRow.read(rs, idleness),
                                last(rs),
                                giving(rs),
                                DealViews.partners(rs),
                                rs.getInt("all_rows"))))
            .list();
    List<Row> rows = read.stream().map(Read::row).flatMap(Stream::ofNullable).toList();
    Map<PersonId, PersonCard> people =
        contacts.cards(
            Stream.of(
                    waiting.stream().map(Waiting::person),
                    items.stream().map(DayItem::person).flatMap(Stream::ofNullable),
                    rows.stream()
                        .map(r -> r.deal().personId())
                        .flatMap(Stream::ofNullable)
                        .map(PersonId::new),
                    rows.stream().map(Row::partners).flatMap(List::stream))
                .flatMap(Function.identity())
                .distinct()
                .toList());
    Map<UUID, List<DealRow>> open = openWith(waiting, people, viewer, idleness);
    Map<UUID, String> names = names(rows.stream().map(Row::giving).flatMap(Stream::ofNullable));
    return new Day(
        waiting.stream()
            .map(w -> item(w, people.get(w.person()), open, idleness.calendar(), now))
            .toList(),
        Stream.concat(
                rows.stream()
                    .map(
                        r ->
                            new DealItem(
                                r.reason(),
                                r.deal(),
                                r.last(),
                                handed(r.giving(), names),
                                card(r.deal(), people),
                                partners(r.deal(), r.partners(), people)))
                    .map(d -> new Entry(d, null, d.person())),
                items.stream()
                    .map(
                        i ->
                            new Entry(null, i, i.person() == null ? null : people.get(i.person()))))
            .sorted(Entry.ORDER)
            .toList(),
        rows.isEmpty() ? 0 : rows.get(0).all() - rows.size(),
        read.get(0).done());
  }

  /** How many deals and tasks are in somebody's day. */
  record Due(int deals, int tasks) {}

  Due due(CurrentUser owner, Idleness idleness) {
    return jdbc.sql(
            """
            select (select count(*) from pipeline.opportunity o where %s) as deals,
              (select count(*) from pipeline.task t
               where t.owner_id = :owner and t.done_at is null and t.deleted_at is null
                 and coalesce(t.due_on, date '9999-12-31') <= :today) as tasks
            """
                .formatted(DUE))
        .params(parameters(owner, idleness))
        .query(Due.class)
        .single();
  }

  private static Map<String, Object> parameters(CurrentUser owner, Idleness idleness) {
    return Map.of(
        "owner",
        owner.id().id(),
        "today",
        idleness.today(),
        "idleBefore",
        idleness.before().atOffset(ZoneOffset.UTC),
        "dayStart",
        startOf(idleness.today(), idleness));
  }

  private static OffsetDateTime startOf(LocalDate day, Idleness idleness) {
    return day.atStartOfDay(idleness.calendar().zone()).toOffsetDateTime();
  }

  /** One deal of the queue, as it stands now, whatever the reason for its being there was. */
  DealItem item(DealRow deal) {
    Reason reason =
        switch (deal.stepState()) {
          case LATE -> Reason.OVERDUE;
          case TODAY -> Reason.TODAY;
          case NONE -> Reason.NO_STEP;
          case LATER ->
              deal.idle() ? Reason.IDLE : deal.isOverdueToClose() ? Reason.ENDING : Reason.PLANNED;
        };
    record Lately(@Nullable LastStep last, @Nullable Giving giving, List<PersonId> partners) {}
    Lately lately =
        jdbc.sql(
                "select %s from pipeline.opportunity x %s where x.id = :id"
                    .formatted(LATELY_COLUMNS, LATELY))
            .param("id", deal.id())
            .query((rs, n) -> new Lately(last(rs), giving(rs), DealViews.partners(rs)))
            .single();
    Map<UUID, String> names = names(Stream.ofNullable(lately.giving()));
    Map<PersonId, PersonCard> people =
        contacts.cards(
            Stream.concat(
                    Stream.ofNullable(deal.personId()).map(PersonId::new),
                    lately.partners().stream())
                .toList());
    return new DealItem(
        reason,
        deal,
        lately.last(),
        handed(lately.giving(), names),
        card(deal, people),
        partners(deal, lately.partners(), people));
  }

  private static List<PersonCard> partners(
      DealRow deal, List<PersonId> parts, Map<PersonId, PersonCard> people) {
    return DealViews.ordered(
        deal,
        Stream.concat(Stream.ofNullable(card(deal, people)), parts.stream().map(people::get))
            .filter(Objects::nonNull)
            .distinct());
  }

  private static @Nullable LastStep last(ResultSet rs) throws SQLException {
    String result = rs.getString("last_result");
    return result == null
        ? null
        : new LastStep(InteractionResult.valueOf(result), rs.getString("last_note"));
  }

  /** Who gave a deal to its owner, when and why. */
  private record Giving(UUID by, Instant at, @Nullable String note) {}

  private static @Nullable Giving giving(ResultSet rs) throws SQLException {
    UUID by = rs.getObject("handed_by", UUID.class);
    return by == null
        ? null
        : new Giving(
            by,
            rs.getObject("handed_at", OffsetDateTime.class).toInstant(),
            rs.getString("handed_note"));
  }

  private static @Nullable Handed handed(@Nullable Giving giving, Map<UUID, String> names) {
    return giving == null
        ? null
        : new Handed(
            names.getOrDefault(giving.by(), "—"),
            giving.at(),
            giving.note() == null ? "" : giving.note());
  }

  /** Names are asked for only where somebody gave something, which is seldom. */
  private Map<UUID, String> names(Stream<Giving> givings) {
    return givings.findAny().isPresent() ? userNames.all() : Map.of();
  }

  private static HandoffItem item(
      Waiting lead,
      @Nullable PersonCard person,
      Map<UUID, List<DealRow>> open,
      WorkingCalendar usual,
      Instant now) {
    WorkingCalendar calendar = lead.calendar() == null ? usual : lead.calendar();
    boolean late = !now.isBefore(lead.dueAt());
    Duration time =
        late
            ? calendar.workedBetween(lead.dueAt(), now)
            : calendar.workedBetween(now, lead.dueAt());
    UUID customer = customerOf(lead, person);
    return new HandoffItem(
        lead,
        late,
        lead.isPaused(now),
        WorkingTime.of(time),
        person,
        open.getOrDefault(customer, List.of()));
  }

  /** The open deals with the customers of these leads, which they may join instead of a new one. */
  /** Deals open with the customer of a lead that waits for this seller, which it may join. */
  List<DealRow> open(HandoffId handoff, CurrentUser seller, Idleness idleness, Instant now) {
    List<Waiting> asked =
        handoffs.waitingFor(seller, now).stream().filter(w -> w.id().equals(handoff)).toList();
    Map<PersonId, PersonCard> people = contacts.cards(asked.stream().map(Waiting::person).toList());
    return openWith(asked, people, seller, idleness).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  private Map<UUID, List<DealRow>> openWith(
      List<Waiting> waiting,
      Map<PersonId, PersonCard> people,
      CurrentUser viewer,
      Idleness idleness) {
    if (waiting.isEmpty()) {
      return Map.of();
    }
    Collection<UUID> customers =
        waiting.stream().map(w -> customerOf(w, people.get(w.person()))).distinct().toList();
    return jdbc
        .sql(
            """
            select %s, coalesce(o.company_id, o.person_id) as customer
            from pipeline.opportunity o
            where o.kind = 'OPEN' and %s
              and (o.company_id in (:customers)
                   or (o.company_id is null and o.person_id in (:customers)))
            order by o.opened_at desc, o.id desc limit 100
            """
                .formatted(DealRow.COLUMNS, DealFilter.ALL.condition(viewer)))
        .params(DealFilter.ALL.parameters(viewer))
        .param("customers", customers)
        .query(
            (rs, n) -> Map.entry(rs.getObject("customer", UUID.class), DealRow.read(rs, idleness)))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static UUID customerOf(Waiting lead, @Nullable PersonCard person) {
    return person == null || person.companyId() == null
        ? lead.person().id()
        : person.companyId().id();
  }

  private static @Nullable PersonCard card(DealRow deal, Map<PersonId, PersonCard> people) {
    return deal.personId() == null ? null : people.get(new PersonId(deal.personId()));
  }
}
