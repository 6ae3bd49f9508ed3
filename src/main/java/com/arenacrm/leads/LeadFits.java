package com.arenacrm.leads;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.Fit;
import com.arenacrm.icp.IdealCustomerProfile;
import com.arenacrm.icp.Profiles;
import com.arenacrm.platform.InBatches;
import com.arenacrm.platform.KeptPlans;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * How well each lead fits each profile, computed soon after something about the lead, its person,
 * its company or the profile changes, and stored for sorting; each point keeps its reason (R084).
 */
@Component
class LeadFits {

  /** From so many rows on it pays to let the database keep its plans. */
  private static final int MANY = 100;

  private static final int BATCH = 500;
  private static final int MOST_CHANGES = 20;

  private final Profiles profiles;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  LeadFits(Profiles profiles, JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.profiles = profiles;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** A stored fit with its points. */
  record StoredFit(UUID profileId, int score, String grade, boolean knockedOut, String points) {}

  /** The fits of a lead, best first. */
  List<Fit> of(LeadId lead) {
    return jdbc
        .sql(
            """
            select profile_id, score, grade, knocked_out, points from leads.lead_fit
            where lead_id = :lead order by knocked_out, score desc
            """)
        .param("lead", lead.id())
        .query(StoredFit.class)
        .list()
        .stream()
        .map(stored -> json.readValue(stored.points(), Fit.class))
        .toList();
  }

  /**
   * That the fit with a profile became another grade.
   *
   * @param before as it was
   * @param after as it became
   */
  record FitChange(Instant at, Fit before, Fit after) {

    /** The points that made the difference: what is new, or no longer so. */
    public List<Fit.Point> reasons() {
      return after.points().stream().filter(p -> !before.points().contains(p)).toList();
    }
  }

  /** How the fits of a lead changed, newest first. */
  List<FitChange> changesOf(LeadId lead) {
    return jdbc.sql(
            """
            select at, before, after from leads.lead_fit_change where lead_id = :lead
            order by at desc, id limit :most
            """)
        .param("lead", lead.id())
        .param("most", MOST_CHANGES)
        .query(
            (rs, n) ->
                new FitChange(
                    rs.getObject("at", OffsetDateTime.class).toInstant(),
                    json.readValue(rs.getString("before"), Fit.class),
                    json.readValue(rs.getString("after"), Fit.class)))
        .list();
  }

  @ApplicationModuleListener
  void on(Lead.FitOutdated outdated) {
    jdbc.sql("update leads.lead set fit_due = true, likelihood_due = true where id = :id")
        .param("id", outdated.lead().id())
        .update();
    computeDue(List.of(outdated.lead().id()), clock.instant());
  }

  @ApplicationModuleListener
  void on(IdealCustomerProfile.Changed changed) {
    jdbc.sql("update leads.lead set fit_due = true where not fit_due").update();
  }

  /**
   * Computes the fits of some of the leads whose fit is due.
   *
   * @return how many there were; none when no lead is due
   */
  @Transactional
  public int computeSome(Instant now) {
    return computeDue(
        jdbc.sql(
                """
                select id from leads.lead where fit_due order by id limit :most
                for update skip locked
                """)
            .param("most", BATCH)
            .query(UUID.class)
            .list(),
        now);
  }

  private int computeDue(List<UUID> ids, Instant now) {
    if (ids.isEmpty()) {
      return 0;
    }
    List<Due> due =
        jdbc.sql(
                """
                select id, person_id, profile_id from leads.lead where id in (:ids) and fit_due
                order by id for update
                """)
            .param("ids", ids)
            .query(Due.class)
            .list();
    Map<PersonId, List<Fit>> fits =
        profiles.fitsOf(due.stream().map(d -> new PersonId(d.personId())).distinct().toList());
    store(due, fits, now);
    return due.size();
  }

  private void store(List<Due> due, Map<PersonId, List<Fit>> fits, Instant now) {
    List<Row> rows = new ArrayList<>();
    List<Best> best = new ArrayList<>();
    for (Due lead : due) {
      List<Fit> own = fits.getOrDefault(new PersonId(lead.personId()), List.of());
      own.forEach(f -> rows.add(new Row(lead.id(), f, json.writeValueAsString(f))));
      best.add(
          new Best(
              lead.id(),
              own.stream()
                  .filter(f -> f.profile().id().equals(lead.profileId()))
                  .findFirst()
                  .or(() -> own.stream().findFirst())
                  // Nobody knows yet whether it fits: that is no misfit.
                  .filter(f -> !f.unsure())));
    }
    String[] ids = best.stream().map(b -> b.lead().toString()).toArray(String[]::new);
    if (rows.size() > MANY) {
      KeptPlans.untilTheEnd(jdbc);
    }
    jdbc.sql(
            """
            insert into leads.lead_fit_change (lead_id, profile_id, at, before, after)
            select o.lead_id, o.profile_id, :now, o.points, cast(n.points as jsonb)
            from unnest(cast(:leads as uuid[]), cast(:profiles as uuid[]), cast(:grades as text[]),
              cast(:outs as boolean[]), cast(:points as text[])) as n (lead, profile, grade, out, points)
            join leads.lead_fit o on o.lead_id = n.lead and o.profile_id = n.profile
            where (o.grade, o.knocked_out) is distinct from (n.grade, n.out)
            """)
        .param("leads", rows.stream().map(r -> r.lead().toString()).toArray(String[]::new))
        .param(
            "profiles", rows.stream().map(r -> r.fit().profile().toString()).toArray(String[]::new))
        .param("grades", rows.stream().map(r -> r.fit().grade().name()).toArray(String[]::new))
        .param("outs", rows.stream().map(r -> r.fit().knockedOut()).toArray(Boolean[]::new))
        .param("points", rows.stream().map(Row::points).toArray(String[]::new))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql("delete from leads.lead_fit where lead_id = any (cast(:ids as uuid[]))")
        .param("ids", ids)
        .update();
    jdbc.sql(
            """
            insert into leads.lead_fit
              (lead_id, person_id, profile_id, score, grade, knocked_out, points, computed_at)
            select r.lead, l.person_id, r.profile, r.score, r.grade, r.out, cast(r.points as jsonb), :now
            from unnest(cast(:leads as uuid[]), cast(:profiles as uuid[]),
                cast(:scores as integer[]), cast(:grades as text[]), cast(:outs as boolean[]),
                cast(:points as text[])) as r (lead, profile, score, grade, out, points)
            join leads.lead l on l.id = r.lead
            """)
        .param("leads", rows.stream().map(r -> r.lead().toString()).toArray(String[]::new))
        .param(
            "profiles", rows.stream().map(r -> r.fit().profile().toString()).toArray(String[]::new))
        .param("scores", rows.stream().map(r -> r.fit().score()).toArray(Integer[]::new))
        .param("grades", rows.stream().map(r -> r.fit().grade().name()).toArray(String[]::new))
        .param("outs", rows.stream().map(r -> r.fit().knockedOut()).toArray(Boolean[]::new))
        .param("points", rows.stream().map(Row::points).toArray(String[]::new))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    // Beside the aggregate on purpose: a score is derived, and must not make an open form stale.
    jdbc.sql(
            """
            update leads.lead l set fit_score = b.score, fit_grade = b.grade, fit_due = false
            from unnest(cast(:ids as uuid[]), cast(:scores as integer[]), cast(:grades as text[]))
              as b (id, score, grade)
            where l.id = b.id
            """)
        .param("ids", ids)
        .param(
            "scores",
            best.stream().map(b -> b.fit().map(Fit::score).orElse(null)).toArray(Integer[]::new))
        .param(
            "grades",
            best.stream()
                .map(b -> b.fit().map(f -> f.grade().name()).orElse(null))
                .toArray(String[]::new))
        .update();
  }

  /** A lead whose fit is to be computed. */
  record Due(UUID id, UUID personId, @Nullable UUID profileId) {}

  private record Row(UUID lead, Fit fit, String points) {}

  private record Best(UUID lead, Optional<Fit> fit) {}

  /** The job. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> computeFits(LeadFits fits, Clock clock) {
      return InBatches.job("leads-compute-fits", BATCH, () -> fits.computeSome(clock.instant()));
    }
  }
}
