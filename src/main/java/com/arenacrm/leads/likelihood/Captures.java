package com.arenacrm.leads.likelihood;

import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.ContactScores;
import com.arenacrm.contacts.Facts;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.ActivityCard;
import com.arenacrm.platform.InBatches;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps what is known of a lead when it comes in, once, and says from that alone how likely it is
 * to buy (R084).
 */
@Component
class Captures {

  private static final int BATCH = 500;

  /** Of these only whether they are known may count: nobody buys because of a number. */
  private static final Set<Kind> KNOWN_OR_NOT =
      EnumSet.of(Kind.COMPANY, Kind.WEBSITE, Kind.EMAIL, Kind.PHONE, Kind.INFLUENCER);

  static final String KNOWN = "yes";

  private record Due(
      UUID id,
      UUID personId,
      String stage,
      String origin,
      @Nullable UUID sourceActivityId,
      @Nullable String phase,
      @Nullable String form,
      boolean metBefore,
      boolean need,
      boolean budget,
      boolean authority,
      boolean purchaseDate,
      @Nullable String facts) {}

  private final Learnings learnings;
  private final ContactScores contacts;
  private final Planner planner;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Captures(
      Learnings learnings,
      ContactScores contacts,
      Planner planner,
      JdbcClient jdbc,
      JsonMapper json) {
    this.learnings = learnings;
    this.contacts = contacts;
    this.planner = planner;
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What was known of a lead when it came in; empty until that has been kept. */
  Map<String, String> of(UUID lead) {
    return jdbc.sql("select facts from leads.captured where lead_id = :lead")
        .param("lead", lead)
        .query(String.class)
        .optional()
        .map(this::read)
        .orElse(Map.of());
  }

  /** What is known of these people now, by the names under which it is kept of leads. */
  Map<PersonId, Map<String, String>> knownOf(List<PersonId> people) {
    Map<PersonId, Map<String, String>> known = new HashMap<>();
    contacts
        .factsOfPeople(people)
        .forEach(
            (person, facts) -> {
              Map<String, String> own = new TreeMap<>();
              add(own, facts);
              known.put(person, own);
            });
    return known;
  }

  /**
   * Keeps what is known of some of the leads that came in, and says of some how likely they are.
   *
   * @return how many there were; none when no lead is due
   */
  @Transactional
  public int captureSome(Instant now) {
    List<Due> due =
        jdbc.sql(
                """
                select l.id, l.person_id, l.stage, l.origin, l.source_activity_id, l.phase,
                       f.title as form, coalesce(l.first_touch_at < l.created_at, false) as met_before,
                       l.need is not null as need, l.budget is not null as budget,
                       l.authority is not null as authority,
                       l.purchase_date is not null as purchase_date, c.facts
                from (select id from leads.lead where likelihood_due order by id limit :most
                      for update skip locked) picked
                join leads.lead l on l.id = picked.id
                left join leads.lead_form f on f.id = l.form_id
                left join leads.captured c on c.lead_id = l.id
                order by l.id
                """)
            .param("most", BATCH)
            .query(Due.class)
            .list();
    if (due.isEmpty()) {
      return 0;
    }
    Map<UUID, Map<String, String>> facts = capture(due, now);
    Optional<Knowledge> knowledge = learnings.knowledge();
    List<@Nullable Integer> likelihoods = new ArrayList<>();
    for (Due lead : due) {
      boolean open = !lead.stage().equals("ENDED");
      likelihoods.add(
          knowledge
              .filter(k -> open)
              .map(
                  k ->
                      (int) Math.round(100 * k.likelihood(facts.getOrDefault(lead.id(), Map.of()))))
              .orElse(null));
    }
    // Beside the aggregate on purpose: a score is derived, and must not make an open form stale.
    jdbc.sql(
            """
            update leads.lead l set likelihood = n.likelihood, likelihood_due = false
            from unnest(cast(:ids as uuid[]), cast(:likelihoods as integer[])) as n (id, likelihood)
            where l.id = n.id
            """)
        .param("ids", due.stream().map(d -> d.id().toString()).toArray(String[]::new))
        .param("likelihoods", likelihoods.toArray(Integer[]::new))
        .update();
    return due.size();
  }

  private Map<UUID, Map<String, String>> capture(List<Due> due, Instant now) {
    Map<UUID, Map<String, String>> all = new HashMap<>();
    List<Due> fresh = new ArrayList<>();
    for (Due lead : due) {
      if (lead.facts() == null) {
        fresh.add(lead);
      } else {
        all.put(lead.id(), read(lead.facts()));
      }
    }
    if (fresh.isEmpty()) {
      return all;
    }
    Map<PersonId, Map<String, String>> people =
        knownOf(fresh.stream().map(d -> new PersonId(d.personId())).distinct().toList());
    Map<ActivityId, ActivityCard> activities =
        planner.cards(
            fresh.stream()
                .map(Due::sourceActivityId)
                .filter(Objects::nonNull)
                .distinct()
                .map(ActivityId::new)
                .toList());
    List<String> ids = new ArrayList<>();
    List<String> contents = new ArrayList<>();
    for (Due lead : fresh) {
      Map<String, String> facts =
          new TreeMap<>(people.getOrDefault(new PersonId(lead.personId()), Map.of()));
      facts.put("ORIGIN", lead.origin());
      if (lead.sourceActivityId() != null) {
        ActivityCard activity = activities.get(new ActivityId(lead.sourceActivityId()));
        if (activity != null) {
          facts.put("ACTIVITY", activity.title());
        }
      }
      put(facts, "PHASE", lead.phase());
      put(facts, "FORM", lead.form());
      put(facts, "MET_BEFORE", lead.metBefore() ? KNOWN : null);
      put(facts, "NEED", lead.need() ? KNOWN : null);
      put(facts, "BUDGET", lead.budget() ? KNOWN : null);
      put(facts, "AUTHORITY", lead.authority() ? KNOWN : null);
      put(facts, "PURCHASE_DATE", lead.purchaseDate() ? KNOWN : null);
      all.put(lead.id(), facts);
      ids.add(lead.id().toString());
      contents.add(json.writeValueAsString(facts));
    }
    jdbc.sql(
            """
            insert into leads.captured (lead_id, at, facts)
            select n.id, :now, cast(n.facts as jsonb)
            from unnest(cast(:ids as uuid[]), cast(:facts as text[])) as n (id, facts)
            on conflict do nothing
            """)
        .param("ids", ids.toArray(String[]::new))
        .param("facts", contents.toArray(String[]::new))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    return all;
  }

  private static void add(Map<String, String> own, Facts facts) {
    for (Map.Entry<ContactField, String> fact : facts.values().entrySet()) {
      put(
          own,
          fact.getKey().key(),
          fact.getValue().isBlank()
              ? null
              : KNOWN_OR_NOT.contains(fact.getKey().kind()) ? KNOWN : fact.getValue().strip());
    }
  }

  private static void put(Map<String, String> facts, String field, @Nullable String value) {
    if (value != null) {
      facts.put(field, value);
    }
  }

  private Map<String, String> read(String facts) {
    return json.readValue(facts, new TypeReference<Map<String, String>>() {});
  }

  /** The job. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> captureLeads(Captures captures, Clock clock) {
      return InBatches.job("leads-capture", BATCH, () -> captures.captureSome(clock.instant()));
    }
  }
}
