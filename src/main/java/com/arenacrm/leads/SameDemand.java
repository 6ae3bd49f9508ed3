package com.arenacrm.leads;

import com.arenacrm.contacts.Person;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The front door where one person has two leads open, which happens when two records of a person
 * become one: both say so, and one may go on for both (R005). A form answered again by somebody who
 * has a lead open opens no second one; joining makes of two what that would have been.
 */
@Component
@Transactional
public class SameDemand {

  /** So many people are shown at once. */
  static final int MOST = 50;

  /** How another lead of the person stands to the one that is looked at. */
  public enum Tie {
    /** It is open, too. */
    BESIDE,
    /** It goes on for this one. */
    INTO,
    /** This one goes on for it. */
    FROM
  }

  /** Another lead of the same person. */
  public record Other(
      UUID id,
      Tie tie,
      String stage,
      Instant createdAt,
      @Nullable UUID ownerId,
      @Nullable UUID salesOwnerId) {

    public boolean isBeside() {
      return tie == Tie.BESIDE;
    }
  }

  /** One of the open leads of a person who has several. */
  record Open(
      UUID id,
      UUID personId,
      String personName,
      @Nullable String companyName,
      String stage,
      Instant createdAt,
      @Nullable UUID inCharge) {}

  /**
   * What became of two.
   *
   * @param kept the one that goes on
   * @param closed the one that is over
   */
  record Joined(Lead kept, Lead closed) {}

  private final Leads leads;
  private final HandoffRecords records;
  private final Handoffs handoffs;
  private final Outcomes outcomes;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  SameDemand(
      Leads leads,
      HandoffRecords records,
      Handoffs handoffs,
      Outcomes outcomes,
      JdbcClient jdbc,
      JsonMapper json) {
    this.leads = leads;
    this.records = records;
    this.handoffs = handoffs;
    this.outcomes = outcomes;
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The other leads of its person that are open or the same demand, as far as one may see them. */
  @Transactional(readOnly = true)
  public List<Other> besides(Lead lead, CurrentUser viewer) {
    return jdbc.sql(
            """
            select l.id, x.tie, l.stage, l.created_at, l.owner_id, l.sales_owner_id
            from (
              select o.id, 'BESIDE' as tie from leads.lead o
              where o.person_id = :person and o.id <> :id and o.stage <> 'ENDED' and not :ended
              union all
              select s.into_id, 'INTO' from leads.same_demand s where s.lead_id = :id
              union all
              select s.lead_id, 'FROM' from leads.same_demand s where s.into_id = :id) x
            join leads.lead l on l.id = x.id
            where %s order by x.tie, l.created_at, l.id limit 10
            """
                .formatted(viewer.scope().condition("l.sales_owner_id")))
        .param("person", lead.person().id())
        .param("id", lead.id().id())
        .param("ended", lead.isEnded())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Other.class)
        .list();
  }

  /** How many people have more than one lead open, counted up to {@link #MOST} and one. */
  @Transactional(readOnly = true)
  int count(CurrentUser viewer) {
    return jdbc.sql("select count(*) from (%s) c".formatted(people(viewer)))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", MOST + 1)
        .query(Integer.class)
        .single();
  }

  /** The open leads of those people, those of one person together, by their names. */
  @Transactional(readOnly = true)
  Collection<List<Open>> open(CurrentUser viewer) {
    return jdbc
        .sql(
            """
            select l.id, l.person_id, l.person_name, l.company_name, l.stage, l.created_at,
              coalesce(l.sales_owner_id, l.owner_id) as in_charge
            from leads.lead l
            where l.person_id in (%s) and l.stage <> 'ENDED' and %s
            order by l.person_name, l.person_id, l.created_at, l.id
            """
                .formatted(people(viewer), viewer.scope().condition("l.sales_owner_id")))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", MOST)
        .query(Open.class)
        .list()
        .stream()
        .collect(Collectors.groupingBy(Open::personId, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private static String people(CurrentUser viewer) {
    return """
        select l.person_id from leads.lead l where l.stage <> 'ENDED' and %s
        group by l.person_id having count(*) > 1 order by max(l.created_at) desc limit :most
        """
        .formatted(viewer.scope().condition("l.sales_owner_id"));
  }

  /**
   * Says that two open leads of a person are one demand: the one that has come farther, or else
   * came first, goes on with what the person wrote and tried for either, and with what only the
   * other knew; the other is over and counts as no lead.
   *
   * @throws NotFoundException when one of them is none that the actor may see
   * @throws RefusedException when they are not both open and of one person, or each has a deal
   */
  Joined join(LeadId one, LeadId other, CurrentUser actor, Instant now) {
    List<Lead> both =
        Stream.of(leads.seen(one, actor), leads.seen(other, actor))
            .sorted(
                Comparator.comparing(Lead::stage)
                    .reversed()
                    .thenComparing(Lead::createdAt)
                    .thenComparing(lead -> lead.id().id()))
            .toList();
    Lead kept = both.get(0);
    Lead closed = both.get(1);
    if (kept.id().equals(closed.id())
        || kept.isEnded()
        || closed.isEnded()
        || !kept.person().equals(closed.person())) {
      throw new RefusedException("demand.join.not");
    }
    if (closed.stage() == LeadStage.HANDED_OVER) {
      records.findByLeadOrderByHandedAtDesc(closed.id()).stream()
          .filter(Handoff::isWaiting)
          .findFirst()
          .ifPresent(waiting -> handoffs.withdraw(waiting.id(), actor, now));
    }
    try {
      outcomes.end(
          closed.id(), new Outcomes.Ending(Outcome.NOT_A_LEAD, null, null, null), actor, now);
    } catch (RefusedException e) {
      throw e.messageKey().equals("lead.end.deal") ? new RefusedException("demand.join.deals") : e;
    }
    Map<String, String> learned = learn(kept, closed.facts());
    jdbc.sql(
            """
            with s as (update leads.form_submission set lead_id = :kept where lead_id = :closed
                returning id),
              t as (update leads.trial set lead_id = :kept where lead_id = :closed returning id)
            insert into leads.same_demand
              (lead_id, into_id, submissions, trials, facts, joined_at, joined_by)
            select :closed, :kept, coalesce((select array_agg(id) from s), '{}'),
              coalesce((select array_agg(id) from t), '{}'), cast(:facts as jsonb), :now, :actor
            """)
        .param("kept", kept.id().id())
        .param("closed", closed.id().id())
        .param("facts", json.writeValueAsString(learned))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    return new Joined(kept, closed);
  }

  /** What the other did not know; answers it, by name. */
  private Map<String, String> learn(Lead kept, Facts from) {
    Facts own = kept.facts();
    Map<String, String> learned = new LinkedHashMap<>();
    note(learned, "need", own.need(), from.need());
    note(learned, "budget", own.budget(), from.budget());
    note(learned, "authority", own.authority(), from.authority());
    note(learned, "purchaseDate", own.purchaseDate(), from.purchaseDate());
    if (!learned.isEmpty()) {
      kept.learn(
          new Facts(
              Objects.requireNonNullElse(own.need(), from.need()),
              Objects.requireNonNullElse(own.budget(), from.budget()),
              Objects.requireNonNullElse(own.authority(), from.authority()),
              own.purchaseDate() == null ? from.purchaseDate() : own.purchaseDate()));
      leads.save(kept);
    }
    return learned;
  }

  private static void note(
      Map<String, String> learned, String name, @Nullable Object own, @Nullable Object other) {
    if (own == null && other != null) {
      learned.put(name, other.toString());
    }
  }

  /** The lead is a demand of its own again: what went over with it comes back. */
  void part(LeadId closed) {
    record Gone(UUID into, UUID[] submissions, UUID[] trials, String facts) {}
    Optional<Gone> gone =
        jdbc.sql(
                """
                delete from leads.same_demand where lead_id = :id
                returning into_id, submissions, trials, facts
                """)
            .param("id", closed.id())
            .query(
                (rs, n) ->
                    new Gone(
                        rs.getObject("into_id", UUID.class),
                        (UUID[]) rs.getArray("submissions").getArray(),
                        (UUID[]) rs.getArray("trials").getArray(),
                        rs.getString("facts")))
            .optional();
    if (gone.isEmpty()) {
      return;
    }
    back("leads.form_submission", closed, gone.get().into(), gone.get().submissions());
    back("leads.trial", closed, gone.get().into(), gone.get().trials());
    Map<String, String> learned =
        json.readValue(gone.get().facts(), new TypeReference<Map<String, String>>() {});
    leads
        .findById(new LeadId(gone.get().into()))
        .filter(kept -> !learned.isEmpty())
        .ifPresent(
            kept -> {
              Facts own = kept.facts();
              kept.learn(
                  new Facts(
                      own(learned, "need", own.need()),
                      own(learned, "budget", own.budget()),
                      own(learned, "authority", own.authority()),
                      own(learned, "purchaseDate", own.purchaseDate())));
              leads.save(kept);
            });
  }

  private static <T> @Nullable T own(Map<String, String> learned, String name, @Nullable T now) {
    return now != null && now.toString().equals(learned.get(name)) ? null : now;
  }

  private void back(String table, LeadId closed, UUID into, UUID[] ids) {
    jdbc.sql(
            "update %s set lead_id = :closed where lead_id = :into and id = any(:ids)"
                .formatted(table))
        .param("closed", closed.id())
        .param("into", into)
        .param("ids", ids)
        .update();
  }

  /**
   * Two who had become one are two again: so are their demands, and the one that was over goes on.
   */
  @ApplicationModuleListener
  void on(Person.Changed changed) {
    List<UUID> parted =
        jdbc.sql(
                """
                select s.lead_id from leads.same_demand s
                join leads.lead l on l.id = s.lead_id join leads.lead k on k.id = s.into_id
                where l.person_id <> k.person_id and :person in (l.person_id, k.person_id)
                """)
            .param("person", changed.person().id())
            .query(UUID.class)
            .list();
    for (UUID id : parted) {
      Lead lead = leads.findById(new LeadId(id)).orElseThrow();
      part(lead.id());
      if (lead.isEnded()) {
        lead.reopen();
        leads.save(lead);
      }
    }
  }
}
