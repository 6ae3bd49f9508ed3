package com.arenacrm.customers;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.pipeline.wins.WinCredits;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who bought, and what their purchases add up to. */
@Component
@Transactional
public class Customers {

  private final ContactBook contacts;
  private final AfterSale afterSale;
  private final CheckIns checkIns;
  private final Notices notices;
  private final UserNames names;
  private final WinCredits credits;
  private final JdbcClient jdbc;

  Customers(
      ContactBook contacts,
      AfterSale afterSale,
      CheckIns checkIns,
      Notices notices,
      UserNames names,
      WinCredits credits,
      JdbcClient jdbc) {
    this.contacts = contacts;
    this.credits = credits;
    this.afterSale = afterSale;
    this.checkIns = checkIns;
    this.notices = notices;
    this.names = names;
    this.jdbc = jdbc;
  }

  /**
   * Adds up the purchases of these customers again, after one came, changed or went away, and says
   * anew which of their deals were won again.
   *
   * @param ids companies, and people without one
   */
  void recount(Collection<UUID> ids, Instant now) {
    List<UUID> sorted = ids.stream().distinct().sorted().toList();
    if (sorted.isEmpty()) {
      return;
    }
    String array = SampleContent.array(sorted);
    // Of two purchases that come at once, the second has to see the first.
    jdbc.sql(
            """
            select count(pg_advisory_xact_lock(hashtextextended('purchases of ' || w.id, 0)))
            from (select id from unnest(cast(:ids as uuid[])) as u (id) order by id) w
            """)
        .param("ids", array)
        .query(Integer.class)
        .single();
    jdbc.sql(
            """
            insert into customers.customer as c
              (id, company_id, person_id, name, owner_id, purchases, first_on, last_on, renewal_on,
               created_at, created_by, version)
            select gen_random_uuid(), b.company,
              case when b.company is null then b.customer end, b.name, b.owner, b.purchases,
              b.first_on, b.last_on, b.renewal_on, :now, b.maker, 0
            from (
              select coalesce(p.company_id, p.person_id) as customer,
                (array_agg(p.company_id))[1] as company,
                coalesce((array_agg(coalesce(p.company_name, p.person_name)
                  order by p.bought_on desc, p.id desc))[1], '—') as name,
                (array_agg(p.owner_id order by p.bought_on desc, p.id desc)
                  filter (where p.owner_id is not null))[1] as owner,
                count(*) as purchases, min(p.bought_on) as first_on, max(p.bought_on) as last_on,
                min(p.renews_on) filter (where p.renewal_as is null) as renewal_on,
                (array_agg(p.created_by order by p.created_at, p.id))[1] as maker
              from customers.purchase p
              where p.deleted_at is null
                and coalesce(p.company_id, p.person_id) = any(cast(:ids as uuid[]))
              group by 1) b
            on conflict ((coalesce(company_id, person_id))) do update
            set purchases = excluded.purchases, first_on = excluded.first_on,
              last_on = excluded.last_on, renewal_on = excluded.renewal_on, name = excluded.name,
              rhythm_due = true,
              owner_id = coalesce(c.owner_id, excluded.owner_id)

            """)
        .param("ids", array)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql(
            """
            update customers.customer c set purchases = 0, first_on = null, last_on = null,
              renewal_on = null, gap_days = null, expected_from = null, expected_on = null,
              expected_until = null, expected_steady = null
            where coalesce(c.company_id, c.person_id) = any(cast(:ids as uuid[]))
              and c.purchases > 0 and not exists (
                select from customers.purchase p where p.deleted_at is null
                  and coalesce(p.company_id, p.person_id) = coalesce(c.company_id, c.person_id))
            """)
        .param("ids", array)
        .update();
    hear(array);
    credits.again(sorted);
  }

  /**
   * Says of those who took part in nothing as customers when they last did before, for instance
   * while their first deal was open.
   */
  private void hear(String ids) {
    List<UUID> unheard =
        jdbc.sql(
                """
                select coalesce(c.company_id, c.person_id) from customers.customer c
                where coalesce(c.company_id, c.person_id) = any(cast(:ids as uuid[]))
                  and c.last_contact_at is null
                """)
            .param("ids", ids)
            .query(UUID.class)
            .list();
    if (unheard.isEmpty()) {
      return;
    }
    Map<UUID, Instant> spoken = contacts.lastSpoken(unheard);
    if (spoken.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update customers.customer c set last_contact_at = t.at
            from unnest(cast(:ids as uuid[]), cast(:ats as timestamptz[])) as t (id, at)
            where coalesce(c.company_id, c.person_id) = t.id
              and (c.last_contact_at is null or c.last_contact_at < t.at)
            """)
        .param("ids", SampleContent.array(spoken.keySet()))
        .param("ats", spoken.values().stream().map(Instant::toString).toArray(String[]::new))
        .update();
  }

  /**
   * Which customers, called {@code c}, somebody sees: those they have, sold something to, or have
   * something to do for after a sale.
   */
  static String visible(Scope scope) {
    return scope.all()
        ? "true"
        : """
          (%s or exists (select from customers.purchase sold
            where coalesce(sold.company_id, sold.person_id) = coalesce(c.company_id, c.person_id)
              and sold.deleted_at is null and (%s or exists (select from customers.task step
                where step.purchase_id = sold.id and %s))))
          """
            .formatted(
                scope.condition("c.owner_id"),
                scope.condition("sold.owner_id"),
                scope.condition("step.owner_id"));
  }

  /**
   * Whether this person says who is in charge of a customer: whoever manages does, and whoever is
   * in charge may pass them on.
   *
   * @param owner who is in charge; null for nobody
   */
  static boolean mayGive(@Nullable UUID owner, CurrentUser viewer) {
    return viewer.isManager()
        || viewer.isSales() && (owner == null || owner.equals(viewer.id().id()));
  }

  static final String COLUMNS =
      """
      coalesce(c.company_id, c.person_id) as id, c.company_id is not null as company, c.name,
      c.owner_id as owner, c.last_contact_at, c.purchases, c.first_on, c.last_on, c.renewal_on,
      c.gap_days, c.expected_from, c.expected_on, c.expected_until, c.expected_steady, c.score,
      c.scored_on,
      c.rhythm_due, c.version
      """;

  /**
   * The customer, if this person may see them.
   *
   * @param id of the company, or of the person without one
   * @throws NotFoundException when they never bought, or are not for this viewer
   */
  @Transactional(readOnly = true)
  public Customer get(UUID id, CurrentUser viewer) {
    return find(id, viewer).orElseThrow(NotFoundException::new);
  }

  @Transactional(readOnly = true)
  Optional<Customer> find(UUID id, CurrentUser viewer) {
    return jdbc.sql(
            """
            select %s from customers.customer c
            where coalesce(c.company_id, c.person_id) = :id and %s
            """
                .formatted(COLUMNS, visible(viewer.scope())))
        .param("id", id)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Customer.class)
        .optional();
  }

  /** A customer, and by which rules they are looked after. */
  record Ruled(Customer customer, CustomerRules.Known known) {}

  /**
   * The customer, if this person may see them, with the company's rules; by one statement.
   *
   * @throws NotFoundException as {@link #get}
   */
  @Transactional(readOnly = true)
  Ruled ruled(UUID id, CurrentUser viewer) {
    RowMapper<Customer> customers = new SimplePropertyRowMapper<>(Customer.class);
    return jdbc.sql(
            """
            select %s, %s from customers.customer c cross join %s
            where coalesce(c.company_id, c.person_id) = :id and %s
            """
                .formatted(
                    COLUMNS,
                    CustomerRules.Known.COLUMNS,
                    "(" + CustomerRules.Known.TABLES + ")",
                    visible(viewer.scope())))
        .param("id", id)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query((rs, n) -> new Ruled(customers.mapRow(rs, n), CustomerRules.Known.of(rs)))
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  /** Whether they bought anything, whoever may see what. */
  @Transactional(readOnly = true)
  boolean isKnown(UUID id) {
    return jdbc.sql(
            """
            select exists (select from customers.customer c
              where coalesce(c.company_id, c.person_id) = :id and c.last_on is not null)
            """)
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /**
   * Puts somebody in charge of a customer, who goes on with what is still to be done after a sale
   * (R031).
   *
   * @param owner nobody where null
   * @param note for whoever goes on; null for none
   */
  void give(
      Customer customer,
      @Nullable UserId owner,
      @Nullable String note,
      CurrentUser actor,
      Instant now) {
    int given =
        jdbc.sql(
                """
                update customers.customer c set owner_id = :owner, version = version + 1
                where coalesce(c.company_id, c.person_id) = :id and c.version = :version
                """)
            .param("owner", owner == null ? null : owner.id())
            .param("id", customer.id())
            .param("version", customer.version())
            .update();
    if (given == 0) {
      throw new StaleVersionException();
    }
    keepChange(customer, owner, note, actor, now);
    afterSale.follow(customer, owner, note, actor.id(), now);
    checkIns.follow(customer, owner, actor.id(), now);
    tellGone(customer, owner, note, actor, now);
    boolean came = owner != null && !owner.id().equals(customer.owner());
    if (came && !owner.equals(actor.id())) {
      notices.tellAtOnce(
          owner,
          show ->
              new Line(
                  "customer",
                  note == null ? "customer.owner.told" : "customer.owner.told.note",
                  note == null
                      ? List.of(customer.name(), actor.name())
                      : List.of(customer.name(), actor.name(), note),
                  "/customers/" + customer.id()),
          now);
    }
  }

  /**
   * Makes a customer again whose they were before a change that is undone: what is still to be done
   * after a sale and went along goes back, and what both were told of it is taken back.
   *
   * @param customer as they are
   * @param before who had them; null for nobody
   * @param at when they were given to somebody else
   */
  void giveBack(
      Customer customer, @Nullable UserId before, CurrentUser actor, Instant at, Instant now) {
    jdbc.sql(
            """
            update customers.customer c set owner_id = :owner, version = version + 1
            where coalesce(c.company_id, c.person_id) = :id
            """)
        .param("owner", before == null ? null : before.id())
        .param("id", customer.id())
        .update();
    jdbc.sql(
            """
            delete from customers.owner_change
            where (company_id = :id or person_id = :id) and at = :at
            """)
        .param("id", customer.id())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
    afterSale.followBack(customer, at);
    checkIns.follow(customer, before, actor.id(), now);
    String page = "/customers/" + customer.id();
    List<String> said = List.of(customer.name(), actor.name());
    if (customer.owner() != null) {
      notices.takeBack(
          new UserId(customer.owner()),
          new Line("customer", "customer.told.undone.gone", said, page),
          at,
          now);
    }
    if (before != null) {
      notices.takeBack(
          before, new Line("customer", "customer.told.undone.back", said, page), at, now);
    }
  }

  private void keepChange(
      Customer customer,
      @Nullable UserId owner,
      @Nullable String note,
      CurrentUser actor,
      Instant now) {
    UUID to = owner == null ? null : owner.id();
    if (Objects.equals(customer.owner(), to)) {
      return;
    }
    jdbc.sql(
            """
            insert into customers.owner_change
              (id, company_id, person_id, from_id, to_id, note, at, by_id)
            values (:id, :company, :person, :from, :to, :note, :now, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("company", customer.company() ? customer.id() : null)
        .param("person", customer.company() ? null : customer.id())
        .param("from", customer.owner())
        .param("to", to)
        .param("note", note)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
  }

  /** Whether this person gave the customer to whoever has it, with this very note. */
  @Transactional(readOnly = true)
  boolean isGiven(Customer customer, @Nullable String note, CurrentUser actor) {
    return jdbc.sql(
            """
            select coalesce((
              select g.to_id is not distinct from cast(:owner as uuid) and g.by_id = :actor
                and g.note is not distinct from cast(:note as text)
              from customers.owner_change g where g.company_id = :id or g.person_id = :id
              order by g.at desc, g.id desc limit 1), false)
            """)
        .param("id", customer.id())
        .param("owner", customer.owner())
        .param("actor", actor.id().id())
        .param("note", note)
        .query(Boolean.class)
        .single();
  }

  /** Tells whoever was in charge until now, unless they gave it away themselves. */
  private void tellGone(
      Customer customer,
      @Nullable UserId owner,
      @Nullable String note,
      CurrentUser actor,
      Instant now) {
    UserId from = customer.owner() == null ? null : new UserId(customer.owner());
    if (Objects.equals(from, owner)) {
      return;
    }
    notices.tellColleague(
        from,
        actor.id(),
        show -> {
          String key =
              owner == null
                  ? note == null ? "customer.owner.told.nobody" : "customer.owner.told.nobody.note"
                  : note == null ? "customer.owner.told.gone" : "customer.owner.told.gone.note";
          String to = owner == null ? "" : names.all().getOrDefault(owner.id(), "—");
          return new Line(
              "customer",
              key,
              List.of(customer.name(), actor.name(), to, note == null ? "" : note),
              "/customers/" + customer.id());
        },
        now);
  }
}
