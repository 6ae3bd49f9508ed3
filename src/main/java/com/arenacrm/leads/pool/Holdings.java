package com.arenacrm.leads.pool;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.LastTalk;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.Workforce;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.pool.LeadDeals.Work;
import com.arenacrm.leads.pool.PoolReturns.Notice;
import com.arenacrm.shared.WorkingCalendar;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads which leads are in whose hands, and when anybody last talked to their customers. */
@Component
@Transactional(readOnly = true)
class Holdings {

  private static final String HELD =
      """
      select l.id, l.person_id, l.company_id, l.person_name, l.sales_owner_id, l.spared_until,
        coalesce(a.at, h.handed_at) as since, n.idle_since, n.given_at, n.returns_on, n.to_user
      from leads.lead l
      join lateral (select h.id, h.handed_at from leads.handoff h
        where h.lead_id = l.id and h.rejected_at is null and h.withdrawn_at is null
          and h.released_at is null
        order by h.handed_at desc limit 1) h on true
      left join lateral (select max(a.at) as at from leads.assignment a
        where a.handoff_id = h.id and a.to_user = l.sales_owner_id) a on true
      left join leads.pool_notice n on n.lead_id = l.id
      where l.stage in ('HANDED_OVER', 'ACCEPTED') and l.sales_owner_id is not null
      """;

  private final ContactBook contacts;
  private final Workforce workforce;
  private final List<LeadDeals> works;
  private final JdbcClient jdbc;

  Holdings(ContactBook contacts, Workforce workforce, List<LeadDeals> works, JdbcClient jdbc) {
    this.contacts = contacts;
    this.workforce = workforce;
    this.works = works;
    this.jdbc = jdbc;
  }

  /**
   * Some of those that have been in the same hands since before a moment, or whose owner was told,
   * in a fixed order.
   */
  List<Holding> since(Instant before, @Nullable LeadId after, int most) {
    return complete(
        jdbc.sql(
                HELD
                    + """
                     and (n.lead_id is not null or coalesce(a.at, h.handed_at) < :before)
                     and (cast(:after as uuid) is null or l.id > :after)
                    order by l.id limit :most
                    """)
            .param("before", before.atOffset(ZoneOffset.UTC))
            .param("after", after == null ? null : after.id())
            .param("most", most)
            .query(Holdings::row)
            .list());
  }

  /** A lead that a seller has. */
  Optional<Holding> of(LeadId lead) {
    return complete(
            jdbc.sql(HELD + " and l.id = :lead")
                .param("lead", lead.id())
                .query(Holdings::row)
                .list())
        .stream()
        .findFirst();
  }

  private List<Holding> complete(List<Row> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<LeadId> leads = rows.stream().map(r -> r.holding().lead()).toList();
    Map<UUID, LastTalk> talks =
        contacts.lastTalks(
            rows.stream().map(r -> r.holding().person()).distinct().toList(),
            rows.stream()
                .map(r -> r.holding().company())
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    Map<LeadId, Work> deals = new HashMap<>();
    works.forEach(w -> deals.putAll(w.of(leads)));
    LocalDate first =
        rows.stream()
            .map(r -> LocalDate.ofInstant(r.holding().since(), ZoneOffset.UTC))
            .min(LocalDate::compareTo)
            .orElseThrow();
    Map<@Nullable UUID, WorkingCalendar> presences =
        workforce.presencesOf(
            rows.stream().map(r -> r.holding().owner().id()).distinct().toList(),
            first.minusDays(1));
    return rows.stream()
        .map(
            r -> {
              Holding held = r.holding();
              LastTalk said = talks.get(held.person().id());
              LastTalk company = held.company() == null ? null : talks.get(held.company().id());
              return held.with(
                  later(said, company),
                  deals.get(held.lead()),
                  Objects.requireNonNull(
                      presences.getOrDefault(held.owner().id(), presences.get(null))));
            })
        .toList();
  }

  private static @Nullable LastTalk later(@Nullable LastTalk a, @Nullable LastTalk b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.at().isAfter(b.at()) ? a : b;
  }

  private record Row(Holding holding) {}

  private static Row row(ResultSet rs, int n) throws SQLException {
    UUID company = rs.getObject("company_id", UUID.class);
    UUID told = rs.getObject("to_user", UUID.class);
    return new Row(
        new Holding(
            new LeadId(rs.getObject("id", UUID.class)),
            new PersonId(rs.getObject("person_id", UUID.class)),
            company == null ? null : new CompanyId(company),
            rs.getString("person_name"),
            new UserId(rs.getObject("sales_owner_id", UUID.class)),
            rs.getObject("since", OffsetDateTime.class).toInstant(),
            rs.getObject("spared_until", LocalDate.class),
            told == null
                ? null
                : new Notice(
                    new UserId(told),
                    rs.getObject("idle_since", OffsetDateTime.class).toInstant(),
                    rs.getObject("given_at", OffsetDateTime.class).toInstant(),
                    rs.getObject("returns_on", LocalDate.class)),
            null,
            null,
            NOBODY));
  }

  /** Stands until it is known when the owner works. */
  private static final WorkingCalendar NOBODY = WorkingCalendar.officeHours(ZoneOffset.UTC);
}
