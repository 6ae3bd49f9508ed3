package com.arenacrm.pipeline.idle;

import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Starts the idle clocks of deals again. A contact counts for the deal that it was noted on, for
 * the one that was chosen with it, or for the only one open with the customer; where several are
 * open and none is chosen, it counts for none (R065). What nobody answered is counted apart.
 */
@Component
@Transactional
public class IdleClock {

  // Each way by its own index: by the person, by a role of the person, by the company.
  private static final String OF_CUSTOMER =
      """
      (select o.id from pipeline.opportunity o where o.kind = 'OPEN' and o.person_id = :person
       union
       select o.id from pipeline.buying_role r
       join pipeline.opportunity o on o.id = r.opportunity_id and o.kind = 'OPEN'
       where r.person_id = :person
       union
       select o.id from pipeline.opportunity o where o.kind = 'OPEN' and o.company_id = :company)""";

  /**
   * An open deal that a talk may have been about.
   *
   * @param takesPart whether the person takes part in it
   */
  public record Candidate(UUID id, String name, String stage, boolean takesPart) {}

  /** Something that was said or tried. */
  public record Talk(
      UUID interaction,
      InteractionKind kind,
      @Nullable InteractionResult result,
      Instant at,
      UserId by) {}

  private final JdbcClient jdbc;

  IdleClock(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The open deals with a customer that somebody may see.
   *
   * @param company of the customer, or that for which the person works
   */
  @Transactional(readOnly = true)
  public List<Candidate> openWith(@Nullable UUID person, @Nullable UUID company, Scope scope) {
    return jdbc.sql(
            """
            select o.id, o.name, s.name as stage,
              o.person_id is not distinct from cast(:person as uuid) and o.person_id is not null
                or exists (select from pipeline.buying_role r
                           where r.opportunity_id = o.id and r.person_id = :person) as takes_part
            from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id
            where o.id in %s and %s
            order by takes_part desc, o.opened_at desc, o.id limit 50
            """
                .formatted(OF_CUSTOMER, scope.condition("o.owner_id")))
        .param("person", person)
        .param("company", company)
        .param(Scope.PARAMETER, scope.owners())
        .query(Candidate.class)
        .list();
  }

  /**
   * The deal for which a talk with a customer counts: the one that was chosen, if it is open with
   * them, or else the only one that is open.
   */
  @Transactional(readOnly = true)
  public Optional<UUID> dealOf(
      @Nullable UUID person, @Nullable UUID company, @Nullable UUID chosen) {
    List<UUID> open =
        jdbc.sql("select id from %s d".formatted(OF_CUSTOMER))
            .param("person", person)
            .param("company", company)
            .query(UUID.class)
            .list();
    if (chosen != null) {
      return open.contains(chosen) ? Optional.of(chosen) : Optional.empty();
    }
    return open.size() == 1 ? Optional.of(open.get(0)) : Optional.empty();
  }

  /** Keeps what was said or tried about a deal, once; a note of ours is neither. */
  public void note(UUID deal, Talk talk) {
    if (!talk.kind().isWithCustomer()) {
      return;
    }
    boolean contact = talk.kind().isContact(talk.result());
    // Of two talks that are noted at once the second one counts the first, too.
    jdbc.sql("select id from pipeline.opportunity where id = :deal for update")
        .param("deal", deal)
        .query(UUID.class)
        .optional();
    int noted =
        jdbc.sql(
                """
                insert into pipeline.talk
                  (interaction_id, opportunity_id, kind, result, contact, at, by_user)
                values (:id, :deal, :kind, :result, :contact, :at, :by)
                on conflict do nothing
                """)
            .param("id", talk.interaction())
            .param("deal", deal)
            .param("kind", talk.kind().name())
            .param("result", talk.result() == null ? null : talk.result().name())
            .param("contact", contact)
            .param("at", talk.at().atOffset(ZoneOffset.UTC))
            .param("by", talk.by().id())
            .update();
    if (noted == 0) {
      return;
    }
    // The version stays as it is, so that no open form goes stale by it.
    if (contact) {
      jdbc.sql(
              """
              update pipeline.opportunity set last_contact_at = :at, last_contact_kind = :kind,
                last_contact_result = :result, last_contact_by = :by
              where id = :deal and (last_contact_at is null or last_contact_at <= :at)
              """)
          .param("at", talk.at().atOffset(ZoneOffset.UTC))
          .param("kind", talk.kind().name())
          .param("result", talk.result() == null ? null : talk.result().name())
          .param("by", talk.by().id())
          .param("deal", deal)
          .update();
    }
    jdbc.sql(
            """
            update pipeline.opportunity o set attempts = t.attempts, attempts_since = t.since
            from (
              select count(*)::int as attempts, min(t.at) as since
              from pipeline.opportunity d join pipeline.talk t on t.opportunity_id = d.id
                and not t.contact and t.at > coalesce(d.last_contact_at, '-infinity')
              where d.id = :deal) t
            where o.id = :deal
            """)
        .param("deal", deal)
        .update();
  }
}
