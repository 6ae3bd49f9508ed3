package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.day.DayItem;
import com.arenacrm.pipeline.day.DayItem.Tick;
import com.arenacrm.pipeline.day.DayWork;
import com.arenacrm.pipeline.day.Weight;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The customers to whom somebody should talk today: who is not happy, for whom something is to be
 * done after a sale, whose purchase ends, and who promised us a name a week ago. A customer with
 * whom somebody has talked in the last two weeks is left in peace about renewals to come; what has
 * ended waits until somebody decides.
 */
@Component
@Transactional(readOnly = true)
class CustomerMoments implements DayWork {

  private static final int PEACE_DAYS = 14;

  /** A name that was promised is asked for after so many days. */
  private static final int PROMISE_DAYS = 7;

  /** Why they should be talked to. */
  enum Kind {
    UNHAPPY,
    /** Something is to be done after a sale. */
    TASK,
    RENEWAL,
    /** They are so happy that one may ask them to recommend us. */
    REFERRAL,
    /** They said «later» when they were asked to recommend us, and that is now. */
    AGAIN,
    /** They promised a name a while ago, and it has not come. */
    PROMISE,
    /** Somebody recommended us, and nobody has thanked them. */
    THANKS
  }

  /**
   * A reason to talk to a customer today.
   *
   * @param id of what they said, of the step, the purchase or the recommendation
   * @param what they said, what ends, or who said it
   * @param on the day on which they said it, on which it ends, or is to be asked again
   * @param score what they gave; null for a renewal
   * @param person with whom it is best talked about; null where nobody is known
   * @param company null where the customer is a person without one
   * @param version of the step; 0 where there is none
   */
  record Moment(
      Kind kind,
      UUID id,
      UUID customer,
      String name,
      @Nullable String what,
      LocalDate on,
      @Nullable Integer score,
      @Nullable UUID person,
      @Nullable UUID company,
      int version) {

    /** What it costs to leave it undone. */
    Weight weight(LocalDate today) {
      return switch (kind) {
        case UNHAPPY -> Weight.UNHAPPY;
        case TASK -> on.isBefore(today) ? Weight.OVERDUE : Weight.TODAY;
        case RENEWAL -> on.isBefore(today) ? Weight.OVERDUE : Weight.RENEWAL;
        case REFERRAL, AGAIN, PROMISE, THANKS -> Weight.CHANCE;
      };
    }

    private String why(LocalDate today) {
      return switch (kind) {
        case UNHAPPY -> "day.why.unhappy";
        case TASK -> isPressing(today) ? "day.why.task.late" : "day.why.task";
        case RENEWAL -> isPressing(today) ? "day.why.renewal.ended" : "day.why.renewal";
        case REFERRAL -> "day.why.referral";
        case AGAIN -> what == null ? "day.why.again" : "day.why.again.by";
        case PROMISE -> what == null ? "day.why.promise" : "day.why.promise.by";
        case THANKS -> "day.why.thanks";
      };
    }

    private List<Object> arguments(Formats show) {
      return switch (kind) {
        case UNHAPPY -> List.of(String.valueOf(score));
        case TASK, RENEWAL, THANKS -> List.of(Objects.requireNonNullElse(what, "—"), show.date(on));
        case REFERRAL -> List.of(String.valueOf(score), show.date(on));
        case AGAIN, PROMISE -> what == null ? List.of(show.date(on)) : List.of(show.date(on), what);
      };
    }

    DayItem item(LocalDate today, Formats show) {
      return new DayItem(
          rowOf(kind, id.toString()),
          weight(today),
          on,
          "day.tag." + kind,
          isPressing(today),
          name,
          "/customers/" + customer,
          null,
          why(today),
          arguments(show),
          kind == Kind.UNHAPPY ? what : null,
          null,
          person == null ? null : new PersonId(person),
          company == null ? null : new CompanyId(company),
          "moments.do." + kind,
          path(),
          kind == Kind.TASK ? new Tick("/customers/tasks/" + id + "/tick", version) : null);
    }

    /** Whether it should have been done by now. */
    boolean isPressing(LocalDate today) {
      return switch (kind) {
        case UNHAPPY -> true;
        case TASK, RENEWAL -> on.isBefore(today);
        case REFERRAL, AGAIN, PROMISE, THANKS -> false;
      };
    }

    /** Where it is dealt with. */
    private String path() {
      return "/customers/"
          + customer
          + switch (kind) {
            case UNHAPPY -> "/satisfaction";
            case TASK -> "#aftersale";
            case RENEWAL -> "#renewals";
            case REFERRAL, AGAIN -> "/referrals#ask";
            case PROMISE, THANKS -> "/referrals";
          };
    }
  }

  /** What was asked of the same customer after {@code a}. */
  private static final String ASKED_SINCE =
      """
      select from customers.referral_ask b
      where coalesce(b.company_id, b.person_id) = coalesce(a.company_id, a.person_id)
        and (b.asked_at, b.id) > (a.asked_at, a.id)
      """;

  /** The id of the row of what has this id. */
  static String rowOf(Kind kind, String id) {
    return "m-" + kind.name().toLowerCase(Locale.ROOT) + "-" + id;
  }

  private final JdbcClient jdbc;

  CustomerMoments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<DayItem> of(CurrentUser owner, CurrentUser viewer, LocalDate today, Formats show) {
    return moments(owner.id(), viewer, today).stream().map(m -> m.item(today, show)).toList();
  }

  private List<Moment> moments(UserId owner, CurrentUser viewer, LocalDate today) {
    OffsetDateTime talked =
        today.minusDays(PEACE_DAYS).atStartOfDay(viewer.company().zone()).toOffsetDateTime();
    return jdbc.sql(
            """
            select * from (
              (select 'UNHAPPY' as kind, k.id, coalesce(c.company_id, c.person_id) as customer, c.name,
                k.comment as what, cast(k.answered_at as date) as "on", k.score,
                coalesce(k.person_id, c.person_id) as person, c.company_id as company, 0 as version
              from customers.check_in k
              join customers.customer c
                on coalesce(c.company_id, c.person_id) = coalesce(k.company_id, k.person_id)
              where k.score <= 6 and k.settled_at is null and k.task_id is null and c.owner_id = :owner and %1$s
              order by k.answered_at limit :most)
              union all
              (select 'TASK', t.id, coalesce(c.company_id, c.person_id), c.name, t.step, t.due_on, null,
                coalesce(p.person_id, c.person_id), c.company_id, t.version
              from customers.task t
              join customers.purchase p on p.id = t.purchase_id and p.deleted_at is null
              join customers.customer c
                on coalesce(c.company_id, c.person_id) = coalesce(p.company_id, p.person_id)
              where t.done_at is null and t.due_on <= :today
                and coalesce(t.owner_id, c.owner_id) = :owner and %1$s
              order by t.due_on, t.id limit :most)
              union all
              (select 'RENEWAL', p.id, coalesce(c.company_id, c.person_id), c.name, p.what, p.renews_on, null,
                coalesce(p.person_id, c.person_id), c.company_id, 0
              from customers.customer c
              join customers.purchase p
                on coalesce(p.company_id, p.person_id) = coalesce(c.company_id, c.person_id)
              cross join customers.rule u
              where c.owner_id = :owner and %1$s and p.deleted_at is null and p.renewal_as is null
                and p.renews_on <= cast(:today as date) + u.renewal_days
                and c.renewal_on <= cast(:today as date) + u.renewal_days
                and (p.renews_on < :today or c.last_contact_at is null or c.last_contact_at < :talked)
              order by p.renews_on, p.id limit :most)
              union all
              (select 'REFERRAL', c.id, coalesce(c.company_id, c.person_id), c.name, null, c.scored_on,
                c.score, c.person_id, c.company_id, 0
              from customers.customer c
              where c.score >= 9 and c.scored_on >= cast(:today as date) - 60
                and c.owner_id = :owner and %1$s
                and not exists (select from customers.referral_ask a
                  where coalesce(a.company_id, a.person_id) = coalesce(c.company_id, c.person_id)
                    and (a.asked_at >= cast(c.scored_on as timestamptz) - interval '90 days'
                      or a.again_on is not null and not exists (%2$s) or %3$s))
              order by c.scored_on, c.id limit :most)
              union all
              (select 'AGAIN', a.id, coalesce(c.company_id, c.person_id), c.name, a.person_name,
                a.again_on, null, coalesce(a.person_id, c.person_id), c.company_id, 0
              from customers.referral_ask a
              join customers.customer c
                on coalesce(c.company_id, c.person_id) = coalesce(a.company_id, a.person_id)
              where a.again_on <= :today and not exists (%2$s) and c.owner_id = :owner and %1$s
              order by a.again_on, a.id limit :most)
              union all
              (select 'PROMISE', a.id, coalesce(c.company_id, c.person_id), c.name, a.person_name,
                cast(a.asked_at as date), null, coalesce(a.person_id, c.person_id), c.company_id, 0
              from customers.referral_ask a
              join customers.customer c
                on coalesce(c.company_id, c.person_id) = coalesce(a.company_id, a.person_id)
              where a.asked_at < :promised and %3$s and c.owner_id = :owner and %1$s
              order by a.asked_at, a.id limit :most)
              union all
              (select 'THANKS', r.lead_id, coalesce(c.company_id, c.person_id), c.name, r.person_name,
                cast(r.at as date), null, r.referred_by, c.company_id, 0
              from customers.referral r
              join customers.customer c
                on coalesce(c.company_id, c.person_id) in (r.company_id, r.referred_by)
              where r.thanked_at is null and c.owner_id = :owner and %1$s
              order by r.at limit :most)) x
            order by x.kind = 'UNHAPPY' desc, x."on" limit :most
            """
                .formatted(Customers.visible(viewer.scope()), ASKED_SINCE, Referrals.OWED))
        .param("owner", owner.id())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("today", today)
        .param("talked", talked)
        .param(
            "promised",
            today
                .minusDays(PROMISE_DAYS - 1L)
                .atStartOfDay(viewer.company().zone())
                .toOffsetDateTime())
        .param("most", MOST)
        .query(Moment.class)
        .list();
  }
}
