package com.arenacrm.leads;

import com.arenacrm.contacts.Person;
import com.arenacrm.icp.Fit;
import com.arenacrm.icp.Profiles;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * How well each lead fits each profile, computed when something about the lead, its person or the
 * profile changes, and stored for sorting; each point keeps its reason (R084).
 */
@Component
class LeadFits {

  private final Leads leads;
  private final Profiles profiles;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  LeadFits(Leads leads, Profiles profiles, JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.leads = leads;
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

  @ApplicationModuleListener
  void on(Lead.FitOutdated outdated) {
    leads.findById(outdated.lead()).ifPresent(lead -> compute(lead, clock.instant()));
  }

  @ApplicationModuleListener
  void on(Person.Changed changed) {
    for (Lead lead : leads.findByPerson(changed.person())) {
      compute(lead, clock.instant());
    }
  }

  /** Computes and stores the fits of one lead; the best one sorts it. */
  @Transactional
  public void compute(Lead lead, Instant now) {
    List<Fit> fits = profiles.fitsOf(lead.person());
    jdbc.sql("delete from leads.lead_fit where lead_id = :lead")
        .param("lead", lead.id().id())
        .update();
    for (Fit fit : fits) {
      jdbc.sql(
              """
              insert into leads.lead_fit
                (lead_id, profile_id, score, grade, knocked_out, points, computed_at)
              values (:lead, :profile, :score, :grade, :knockedOut, cast(:points as jsonb), :now)
              on conflict (lead_id, profile_id) do nothing
              """)
          .param("lead", lead.id().id())
          .param("profile", fit.profile().id())
          .param("score", fit.score())
          .param("grade", fit.grade().name())
          .param("knockedOut", fit.knockedOut())
          .param("points", json.writeValueAsString(fit))
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    }
    Optional<Fit> shown =
        lead.profile()
            .flatMap(p -> fits.stream().filter(f -> f.profile().equals(p)).findFirst())
            .or(() -> fits.stream().max(Comparator.comparingInt(Fit::score)));
    // Beside the aggregate on purpose: a score is derived, and must not make an open form stale.
    jdbc.sql("update leads.lead set fit_score = :score, fit_grade = :grade where id = :lead")
        .param("score", shown.map(Fit::score).orElse(null))
        .param("grade", shown.map(f -> f.grade().name()).orElse(null))
        .param("lead", lead.id().id())
        .update();
  }
}
