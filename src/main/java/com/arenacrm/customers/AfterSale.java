package com.arenacrm.customers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.pipeline.day.DoneWork;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is done after a sale: the company's list, and its copy for each deal that is won, so that
 * whoever serves the customer carries on where the sale ended (R031).
 */
@Component
@Transactional
public class AfterSale implements DoneWork {

  /** So many steps at most; a longer list is not worked. */
  static final int MOST_STEPS = 12;

  /** Deals that were won longer ago, as in a file of old ones, are served already. */
  private static final int LATE_DAYS = 14;

  /**
   * A step of the company's list.
   *
   * @param days after the sale by which it is done
   */
  public record Step(int days, String step) {}

  /** The company's list. */
  record Checklist(List<Step> steps, int version) {}

  /**
   * A step after one sale.
   *
   * @param deal that was won
   */
  record Task(
      UUID id,
      UUID purchaseId,
      String what,
      @Nullable UUID deal,
      String step,
      LocalDate dueOn,
      @Nullable Instant doneAt,
      @Nullable UUID doneBy,
      @Nullable UUID owner,
      int version) {

    public boolean isOpen() {
      return doneAt == null;
    }

    public boolean isLate(LocalDate today) {
      return doneAt == null && dueOn.isBefore(today);
    }
  }

  /** How a step came to somebody else: with the customer, with the deal that was won, by itself. */
  enum Way {
    CUSTOMER,
    SALE,
    STEP
  }

  /**
   * That a step changed hands.
   *
   * @param from who had it; null for nobody
   * @param by who passed it on; null where it went along with the deal
   */
  record Pass(
      UUID taskId,
      @Nullable UUID from,
      Way way,
      @Nullable String note,
      Instant passedAt,
      @Nullable UUID by) {}

  /**
   * A step as it is before something is done about it.
   *
   * @param inCharge of the customer
   */
  private record Known(
      UUID customer,
      String customerName,
      String step,
      @Nullable UUID owner,
      @Nullable UUID inCharge,
      int version,
      boolean done) {}

  private final Notices notices;
  private final UserNames names;
  private final JdbcClient jdbc;

  AfterSale(Notices notices, UserNames names, JdbcClient jdbc) {
    this.notices = notices;
    this.names = names;
    this.jdbc = jdbc;
  }

  @Transactional(readOnly = true)
  Checklist checklist() {
    return new Checklist(
        jdbc.sql("select days, step from customers.checklist_step order by position")
            .query(Step.class)
            .list(),
        jdbc.sql("select version from customers.checklist").query(Integer.class).single());
  }

  /** Makes these the company's steps, for sales to come. */
  void change(List<Step> steps, int version) {
    int changed =
        jdbc.sql(
                "update customers.checklist set version = version + 1, sample = false where version = :version")
            .param("version", version)
            .update();
    if (changed == 0) {
      throw new StaleVersionException();
    }
    put(steps);
  }

  /** Makes these the steps of the sample company, unless there are some. */
  public void begin(List<Step> steps) {
    if (checklist().steps().isEmpty()) {
      jdbc.sql("update customers.checklist set version = version + 1, sample = true").update();
      put(steps);
    }
  }

  private void put(List<Step> steps) {
    jdbc.sql("delete from customers.checklist_step").update();
    for (int i = 0; i < steps.size(); i++) {
      jdbc.sql(
              "insert into customers.checklist_step (position, days, step) values (:n, :days, :step)")
          .param("n", i)
          .param("days", steps.get(i).days())
          .param("step", steps.get(i).step())
          .update();
    }
  }

  /**
   * Makes the steps of deals that were won lately, once each: whoever has the customer does them,
   * else whoever sold.
   */
  void begin(Collection<UUID> deals, LocalDate today, Instant now) {
    jdbc.sql(
            """
            insert into customers.task
              (id, purchase_id, position, step, due_on, owner_id, created_at, version)
            select gen_random_uuid(), p.id, s.position, s.step, p.bought_on + s.days,
              coalesce(c.owner_id, p.owner_id), :now, 0
            from customers.purchase p cross join customers.checklist_step s
            left join customers.customer c
              on coalesce(c.company_id, c.person_id) = coalesce(p.company_id, p.person_id)
            where p.opportunity_id = any(cast(:deals as uuid[])) and p.bought_on >= :since
              and not exists (select from customers.task t where t.purchase_id = p.id)
            on conflict (purchase_id, position) do nothing
            """)
        .param("deals", SampleContent.array(deals))
        .param("since", today.minusDays(LATE_DAYS))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Ticks off, each on its day, the steps that people of the sample company were to do before. */
  public void catchUp(Collection<UserId> people, LocalDate today, ZoneId zone) {
    jdbc.sql(
            """
            update customers.task
            set done_at = (due_on + time '12:00') at time zone :zone, done_by = owner_id,
              version = version + 1
            where done_at is null and due_on < :today
              and owner_id = any(cast(:people as uuid[]))
            """)
        .param("zone", zone.getId())
        .param("today", today)
        .param("people", SampleContent.array(people.stream().map(UserId::id).toList()))
        .update();
  }

  /** The steps of a customer: the open ones, and those done in the last month. */
  @Transactional(readOnly = true)
  List<Task> of(UUID customer, CurrentUser viewer, LocalDate today) {
    return jdbc.sql(
            """
            select t.id, t.purchase_id, p.what, p.opportunity_id as deal, t.step, t.due_on, t.done_at,
              t.done_by, t.owner_id as owner, t.version
            from customers.task t join customers.purchase p on p.id = t.purchase_id
            where coalesce(p.company_id, p.person_id) = :customer and p.deleted_at is null and %s
              and (t.done_at is null or t.done_at >= cast(:today as date) - 30)
            order by p.bought_on desc, p.id, t.position limit 60
            """
                .formatted(Purchases.visible(viewer.scope())))
        .param("customer", customer)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("today", today)
        .query(Task.class)
        .list();
  }

  /** How these steps came to whoever has them, the last time first. */
  @Transactional(readOnly = true)
  Map<UUID, List<Pass>> passes(List<Task> tasks) {
    return jdbc
        .sql(
            """
            select task_id, from_id as "from", way, note, passed_at, passed_by as by
            from customers.task_pass where task_id = any(cast(:ids as uuid[]))
            order by passed_at desc, id
            """)
        .param("ids", SampleContent.array(tasks.stream().map(Task::id).toList()))
        .query(Pass.class)
        .list()
        .stream()
        .collect(Collectors.groupingBy(Pass::taskId));
  }

  /**
   * Notes that a step is done, or that it is not.
   *
   * @return the customer
   * @throws NotFoundException when there is none, or not for this viewer
   */
  UUID tick(UUID id, boolean done, int version, CurrentUser actor, Instant now) {
    Known known = known(id, actor);
    // Sent twice, it is as it should be.
    if (known.done() != done) {
      StaleVersionException.check(version, known.version());
      jdbc.sql(
              """
              update customers.task set done_at = :at, done_by = :by, version = version + 1
              where id = :id
              """)
          .param("at", done ? now.atOffset(ZoneOffset.UTC) : null)
          .param("by", done ? actor.id().id() : null)
          .param("id", id)
          .update();
    }
    return known.customer();
  }

  /**
   * Passes an open step on to somebody else, who is told, and so is whoever had it.
   *
   * @param to one of those who sell
   * @throws NotFoundException when there is none, or not for this viewer
   * @throws RefusedException when it is done already
   */
  void pass(
      UUID id, UserId to, @Nullable String note, int version, CurrentUser actor, Instant now) {
    Known known = known(id, actor);
    UUID before = known.owner() == null ? known.inCharge() : known.owner();
    // Sent twice, it is as it should be.
    if (to.id().equals(before)) {
      return;
    }
    StaleVersionException.check(version, known.version());
    if (known.done()) {
      throw new RefusedException("aftersale.pass.done");
    }
    move(
        "select t.id, cast(:before as uuid) as had, cast(:to as uuid) as heir"
            + " from customers.task t where t.id = :id for update",
        Way.STEP,
        note,
        actor.id(),
        now,
        sql -> sql.param("id", id).param("before", before).param("to", to.id()));
    if (!to.equals(actor.id())) {
      List<String> said = List.of(known.customerName(), known.step(), actor.name());
      notices.tellAtOnce(
          to,
          show ->
              new Line(
                  "aftersale",
                  note == null ? "aftersale.told" : "aftersale.told.note",
                  note == null ? said : Stream.concat(said.stream(), Stream.of(note)).toList(),
                  "/customers/" + known.customer() + "#aftersale"),
          now);
    }
    notices.tellColleague(
        before == null ? null : new UserId(before),
        actor.id(),
        show ->
            new Line(
                "aftersale",
                "aftersale.told.gone",
                List.of(
                    known.customerName(),
                    known.step(),
                    actor.name(),
                    names.all().getOrDefault(to.id(), "—")),
                "/customers/" + known.customer() + "#aftersale"),
        now);
  }

  /**
   * Gives the open steps that whoever was in charge of a customer had, and those that nobody had,
   * to whoever is in charge now; also those that wait for their deal to be won again.
   *
   * @param customer as they were
   * @param after null for nobody, who leaves them to whoever comes next
   */
  void follow(
      Customer customer, @Nullable UserId after, @Nullable String note, UserId actor, Instant now) {
    move(
        """
        select t.id, coalesce(t.owner_id, cast(:before as uuid)) as had,
          cast(:after as uuid) as heir
        from customers.task t join customers.purchase p on p.id = t.purchase_id
        where coalesce(p.company_id, p.person_id) = :customer
          and (p.deleted_at is null or p.opportunity_id is not null)
          and t.done_at is null and (t.owner_id is null or t.owner_id = cast(:before as uuid))
          and t.owner_id is distinct from cast(:after as uuid)
        for update of t
        """,
        Way.CUSTOMER,
        note,
        actor,
        now,
        sql ->
            sql.param("customer", customer.id())
                .param("before", customer.owner())
                .param("after", after == null ? null : after.id()));
  }

  /**
   * Gives the open steps back that went along with a customer, as if they had not, as far as
   * whoever got them has them still.
   *
   * @param at when the customer was given to somebody else
   */
  void followBack(Customer customer, Instant at) {
    jdbc.sql(
            """
            with back as (
              select g.id, g.task_id, g.from_id from customers.task_pass g
              join customers.task t on t.id = g.task_id
              join customers.purchase p on p.id = t.purchase_id
              where coalesce(p.company_id, p.person_id) = :customer and g.way = :way
                and g.passed_at = :at and t.done_at is null
                and t.owner_id is not distinct from g.to_id
              for update of t),
            forgotten as (delete from customers.task_pass g using back b where g.id = b.id)
            update customers.task t set owner_id = b.from_id, version = t.version + 1
            from back b where t.id = b.task_id
            """)
        .param("customer", customer.id())
        .param("way", Way.CUSTOMER.name())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * Gives the open steps that the seller of a won deal had to who is said to have sold it now;
   * called before the purchases say so.
   *
   * @param sellers of these deals, in their order; null for nobody
   */
  void follow(@Nullable String[] deals, @Nullable String[] sellers, Instant now) {
    move(
        """
        select t.id, t.owner_id as had, w.seller as heir
        from unnest(cast(:deals as uuid[]), cast(:sellers as uuid[])) as w (deal, seller)
        join customers.purchase p on p.opportunity_id = w.deal
        join customers.task t on t.purchase_id = p.id
        where t.done_at is null and t.owner_id = p.owner_id
          and p.owner_id is distinct from w.seller
        for update of t
        """,
        Way.SALE,
        null,
        null,
        now,
        sql -> sql.param("deals", deals).param("sellers", sellers));
  }

  /**
   * Gives steps to somebody else, and keeps who had them.
   *
   * @param going which, who had them, and who has them now; with parameters of its own
   */
  private void move(
      String going,
      Way way,
      @Nullable String note,
      @Nullable UserId actor,
      Instant now,
      UnaryOperator<StatementSpec> parameters) {
    parameters
        .apply(
            jdbc.sql(
                """
                with going as (%s), gone as (
                  update customers.task t set owner_id = g.heir, version = t.version + 1
                  from going g where t.id = g.id)
                insert into customers.task_pass
                  (id, task_id, from_id, to_id, way, note, passed_at, passed_by)
                select gen_random_uuid(), g.id, g.had, g.heir, :way, :note, :now, :by from going g
                """
                    .formatted(going)))
        .param("way", way.name())
        .param("note", note)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("by", actor == null ? null : actor.id())
        .update();
  }

  /**
   * The customer for whom a step is done.
   *
   * @throws NotFoundException when there is none, or not for this viewer
   */
  UUID customer(UUID id, CurrentUser viewer) {
    return known(id, viewer).customer();
  }

  @Override
  @Transactional(readOnly = true)
  public String done(Scope viewer) {
    return """
    select t.done_at, t.step, null, null, null,
      case when %1$s then coalesce(p.company_name, p.person_name) end,
      case when %1$s then '/customers/' || coalesce(p.company_id, p.person_id) end, 'AFTER_SALE'
    from customers.task t join customers.purchase p on p.id = t.purchase_id
    where t.done_by = :doneBy and t.done_at >= :doneFrom and t.done_at < :doneUntil
      and p.deleted_at is null
    """
        .formatted(Purchases.visible(viewer));
  }

  private Known known(UUID id, CurrentUser actor) {
    return jdbc.sql(
            """
            select coalesce(p.company_id, p.person_id) as customer,
              coalesce(p.company_name, p.person_name, '—') as customer_name, t.step,
              t.owner_id as owner, c.owner_id as in_charge, t.version,
              t.done_at is not null as done
            from customers.task t
            join customers.purchase p on p.id = t.purchase_id
            left join customers.customer c
              on coalesce(c.company_id, c.person_id) = coalesce(p.company_id, p.person_id)
            where t.id = :id and p.deleted_at is null and %s for update of t
            """
                .formatted(Purchases.visible(actor.scope())))
        .param("id", id)
        .param(Scope.PARAMETER, actor.scope().owners())
        .query(Known.class)
        .optional()
        .orElseThrow(NotFoundException::new);
  }
}
