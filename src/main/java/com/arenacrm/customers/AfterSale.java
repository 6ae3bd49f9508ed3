package com.arenacrm.customers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is done after a sale: the company's list, and its copy for each deal that is won, so that
 * whoever serves the customer carries on where the sale ended (R031).
 */
@Component
@Transactional
class AfterSale {

  /** So many steps at most; a longer list is not worked. */
  static final int MOST_STEPS = 12;

  /** Deals that were won longer ago, as in a file of old ones, are served already. */
  private static final int LATE_DAYS = 14;

  /**
   * A step of the company's list.
   *
   * @param days after the sale by which it is done
   */
  record Step(int days, String step) {}

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

    public boolean isLate(LocalDate today) {
      return doneAt == null && dueOn.isBefore(today);
    }
  }

  private final JdbcClient jdbc;

  AfterSale(JdbcClient jdbc) {
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
        jdbc.sql("update customers.checklist set version = version + 1 where version = :version")
            .param("version", version)
            .update();
    if (changed == 0) {
      throw new StaleVersionException();
    }
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

  /** Makes the steps of deals that were won lately, once each. */
  void begin(Collection<UUID> deals, LocalDate today, Instant now) {
    jdbc.sql(
            """
            insert into customers.task
              (id, purchase_id, position, step, due_on, owner_id, created_at, version)
            select gen_random_uuid(), p.id, s.position, s.step, p.bought_on + s.days, p.owner_id,
              :now, 0
            from customers.purchase p cross join customers.checklist_step s
            where p.opportunity_id = any(cast(:deals as uuid[])) and p.bought_on >= :since
              and not exists (select from customers.task t where t.purchase_id = p.id)
            on conflict (purchase_id, position) do nothing
            """)
        .param("deals", SampleContent.array(deals))
        .param("since", today.minusDays(LATE_DAYS))
        .param("now", now.atOffset(ZoneOffset.UTC))
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

  /**
   * Notes that a step is done, or that it is not.
   *
   * @return the customer
   * @throws NotFoundException when there is none, or not for this viewer
   */
  UUID tick(UUID id, boolean done, int version, CurrentUser actor, Instant now) {
    record Known(UUID customer, int version, boolean done) {}
    Known known =
        jdbc.sql(
                """
                select coalesce(p.company_id, p.person_id) as customer, t.version,
                  t.done_at is not null as done
                from customers.task t join customers.purchase p on p.id = t.purchase_id
                where t.id = :id and p.deleted_at is null and %s for update of t
                """
                    .formatted(Purchases.visible(actor.scope())))
            .param("id", id)
            .param(Scope.PARAMETER, actor.scope().owners())
            .query(Known.class)
            .optional()
            .orElseThrow(NotFoundException::new);
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
}
