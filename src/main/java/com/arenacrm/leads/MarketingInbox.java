package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.leads.QualificationGate.Gap;
import com.arenacrm.platform.Slice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What waits for marketing: leads below the gate, the nearest to it first; what sales returned and
 * nobody has answered; what forms set aside. Whatever is done disappears from it.
 */
@Component
@Transactional(readOnly = true)
class MarketingInbox {

  /** So many of each part stand on the first page. */
  static final int FIRST = 6;

  static final int PAGE = 20;

  /** How many wait in each part, counted up to {@link Slice#COUNTED}. */
  record Counts(int gate, int returned, int aside) {}

  /**
   * A lead below the gate, without one that sales returned and that waits for an answer.
   *
   * @param judgedBefore whether an edition that is no longer in force had qualified it
   */
  record BelowRow(
      UUID id,
      UUID personId,
      String personName,
      @Nullable UUID companyId,
      @Nullable String companyName,
      @Nullable String need,
      @Nullable String budget,
      @Nullable String authority,
      @Nullable LocalDate purchaseDate,
      @Nullable UUID ownerId,
      Instant createdAt,
      boolean judgedBefore) {}

  /** The same with what it lacks; nothing when only somebody's word is missing. */
  record Below(BelowRow lead, List<Gap> missing) {}

  /** A lead that sales returned. */
  record ReturnedRow(
      UUID id,
      UUID leadId,
      UUID personId,
      String personName,
      @Nullable String companyName,
      Rejection rejection,
      @Nullable String rejectionNote,
      UUID rejectedBy,
      UUID fromUser,
      Instant rejectedAt) {}

  /** What a form set aside. */
  record AsideRow(
      UUID id,
      UUID formId,
      String formTitle,
      String name,
      @Nullable String email,
      String quarantine,
      Instant at) {}

  /**
   * Whether a lead {@code l} was qualified by an edition of the definition that is no longer the
   * one in force, so that it has to be judged again (R039).
   */
  static final String JUDGED_BEFORE =
      """
      l.stage = 'QUALIFIED' and exists (select from leads.definition f
        where f.state = 'IN_FORCE' and f.id is distinct from (select q.definition_id
          from leads.qualification q where q.lead_id = l.id order by q.qualified_at desc limit 1))\
      """;

  /** What is below the gate, of leads {@code l}; with a place for the condition of the scope. */
  static final String BELOW =
      """
      l.stage in ('OPEN', 'QUALIFIED') and (l.stage = 'OPEN' or\s"""
          + JUDGED_BEFORE
          + """
      ) and %s and not exists (select from leads.handoff r where r.lead_id = l.id
        and r.rejected_at is not null and r.return_answer is null)
      """;

  // Few wait, out of many leads: each is looked up, where a join would read all that are open.
  private static final String RETURNED =
      """
      from leads.handoff h
      join lateral (select l.* from leads.lead l where l.id = h.lead_id limit 1) l on true
      where h.rejected_at is not null and h.return_answer is null and l.stage = 'OPEN' and %s
      """;

  static final String KNOWN =
      "leads.known_facts(%1$s.company_id, %1$s.need, %1$s.budget, %1$s.authority, %1$s.purchase_date)";

  private final LeadLists lists;
  private final JdbcClient jdbc;

  MarketingInbox(LeadLists lists, JdbcClient jdbc) {
    this.lists = lists;
    this.jdbc = jdbc;
  }

  Counts counts(CurrentUser viewer) {
    String scope = viewer.scope().condition("l.sales_owner_id");
    return jdbc.sql(
            """
            select
              (select count(*) from (select 1 from leads.lead l where %s limit :most) c) as gate,
              (select count(*) from (select 1 %s limit :most) c) as returned,
              (select count(*) from (select 1 from leads.form_submission s
                where s.quarantine is not null limit :most) c) as aside
            """
                .formatted(BELOW.formatted(scope), RETURNED.formatted(scope)))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", Slice.COUNTED + 1)
        .query(Counts.class)
        .single();
  }

  /** How many returns wait for an answer, counted up to {@link Slice#COUNTED}. */
  int countReturned(CurrentUser viewer) {
    return jdbc.sql(
            "select count(*) from (select 1 %s limit :most) c"
                .formatted(RETURNED.formatted(viewer.scope().condition("l.sales_owner_id"))))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", Slice.COUNTED + 1)
        .query(Integer.class)
        .single();
  }

  /** Leads below the gate: those first that lack least, of these the newest first. */
  Slice<Below> below(@Nullable UUID after, int size, LocalDate today, CurrentUser viewer) {
    String known = KNOWN.formatted("l");
    List<BelowRow> rows =
        jdbc.sql(
                """
                select l.id, l.person_id, l.person_name, l.company_id, l.company_name, l.need,
                  l.budget, l.authority, l.purchase_date, l.owner_id, l.created_at,
                  l.stage = 'QUALIFIED' as judged_before
                from leads.lead l
                where %s %s
                order by %s desc, l.created_at desc, l.id desc limit :limit
                """
                    .formatted(
                        BELOW.formatted(viewer.scope().condition("l.sales_owner_id")),
                        after == null
                            ? ""
                            : """
                              and (%s, l.created_at, l.id) <
                                (select %s, a.created_at, a.id from leads.lead a where a.id = :after)
                              """
                                .formatted(known, KNOWN.formatted("a")),
                        known))
            .param(Scope.PARAMETER, viewer.scope().owners())
            .param("after", after)
            .param("limit", size + 1)
            .query(BelowRow.class)
            .list();
    Slice<BelowRow> page = Slice.of(rows, size, BelowRow::id);
    Map<UUID, List<Gap>> missing =
        lists.missingOf(
            page.rows().stream()
                .map(
                    lead ->
                        new LeadLists.Asked(
                            lead.id(),
                            lead.personId(),
                            lead.companyId() != null,
                            true,
                            new Facts(
                                lead.need(), lead.budget(), lead.authority(), lead.purchaseDate())))
                .toList(),
            today);
    // The order of the database knows nothing of criteria, nor of dates that have passed.
    return new Slice<>(
        page.rows().stream()
            .map(lead -> new Below(lead, missing.getOrDefault(lead.id(), List.of())))
            .sorted(Comparator.comparingInt(below -> below.missing().size()))
            .toList(),
        page.next());
  }

  /** What sales returned and marketing has not answered, the longest waiting first. */
  Slice<ReturnedRow> returned(@Nullable UUID after, int size, CurrentUser viewer) {
    return Slice.of(
        jdbc.sql(
                """
                select h.id, h.lead_id, l.person_id, l.person_name, l.company_name, h.rejection,
                  h.rejection_note, h.rejected_by, h.from_user, h.rejected_at
                %s and (cast(:after as uuid) is null or (h.rejected_at, h.id) >
                  (select a.rejected_at, a.id from leads.handoff a where a.id = :after))
                order by h.rejected_at, h.id limit :limit
                """
                    .formatted(RETURNED.formatted(viewer.scope().condition("l.sales_owner_id"))))
            .param(Scope.PARAMETER, viewer.scope().owners())
            .param("after", after)
            .param("limit", size + 1)
            .query(ReturnedRow.class)
            .list(),
        size,
        ReturnedRow::id);
  }

  /** The return with this identifier, where it waits for an answer. */
  Optional<ReturnedRow> openReturn(UUID id, CurrentUser viewer) {
    return jdbc.sql(
            """
            select h.id, h.lead_id, l.person_id, l.person_name, l.company_name, h.rejection,
              h.rejection_note, h.rejected_by, h.from_user, h.rejected_at
            %s and h.id = :id
            """
                .formatted(RETURNED.formatted(viewer.scope().condition("l.sales_owner_id"))))
        .param("id", id)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(ReturnedRow.class)
        .optional();
  }

  /** What forms set aside, the newest first. */
  Slice<AsideRow> aside(@Nullable UUID after, int size) {
    return Slice.of(
        jdbc.sql(
                """
                select s.id, s.form_id, f.title as form_title, s.name, s.email, s.quarantine, s.at
                from leads.form_submission s join leads.lead_form f on f.id = s.form_id
                where s.quarantine is not null and (cast(:after as uuid) is null or (s.at, s.id) <
                  (select a.at, a.id from leads.form_submission a where a.id = :after))
                order by s.at desc, s.id desc limit :limit
                """)
            .param("after", after)
            .param("limit", size + 1)
            .query(AsideRow.class)
            .list(),
        size,
        AsideRow::id);
  }
}
