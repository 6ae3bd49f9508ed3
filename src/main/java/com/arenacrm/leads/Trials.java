package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.playbook.OfferId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to trials and diagnoses: asked for, delivered, and what came of them (R009). */
@Component
@Transactional
public class Trials {

  static final int PAGE = 50;

  private final TrialRecords trials;
  private final Leads leads;
  private final JdbcClient jdbc;

  Trials(TrialRecords trials, Leads leads, JdbcClient jdbc) {
    this.trials = trials;
    this.leads = leads;
    this.jdbc = jdbc;
  }

  /**
   * Somebody asks for it.
   *
   * @param id chosen by the caller, so that sending a form twice notes it once
   */
  public TrialId request(TrialId id, LeadId lead, OfferId offer, LocalDate on, By actor) {
    leads.seen(lead, actor.user());
    return trials.save(new Trial(id, lead, offer, on, actor.user().id(), actor.now())).id();
  }

  /**
   * Somebody asks for it themselves, by a form, so that nobody noted it; nothing happens where they
   * wait for it already.
   */
  public void requestedByForm(LeadId lead, OfferId offer, LocalDate on, Instant now) {
    boolean waits =
        trials.findByLeadOrderByRequestedOnDescIdIdDesc(lead).stream()
            .anyMatch(t -> t.offer().equals(offer) && t.state() == Trial.State.REQUESTED);
    if (!waits) {
      trials.save(new Trial(TrialId.next(), lead, offer, on, null, now));
    }
  }

  /**
   * They got it.
   *
   * @throws RefusedException out of its order, or on an impossible day
   */
  public void deliver(TrialId id, LocalDate on, LocalDate today, By actor) {
    Trial trial = get(id, actor.user());
    trial.deliver(on, today, actor.user().id());
    trials.save(trial);
  }

  /**
   * Something came of it.
   *
   * @throws RefusedException out of its order, or on an impossible day
   */
  public void conclude(
      TrialId id,
      Trial.Result result,
      @Nullable String note,
      LocalDate on,
      LocalDate today,
      By actor) {
    Trial trial = get(id, actor.user());
    trial.conclude(result, note, on, today, actor.user().id());
    trials.save(trial);
  }

  /**
   * Nobody asked for it after all.
   *
   * @throws RefusedException once it was delivered
   */
  void withdraw(TrialId id, CurrentUser actor) {
    Trial trial = get(id, actor);
    if (trial.state() != Trial.State.REQUESTED) {
      throw new RefusedException("trial.delivered.already");
    }
    trials.delete(trial);
  }

  /** Who does something, and when. */
  public record By(CurrentUser user, Instant now) {}

  /**
   * The trial, if this person may see its lead.
   *
   * @throws NotFoundException otherwise
   */
  @Transactional(readOnly = true)
  public Trial get(TrialId id, CurrentUser viewer) {
    Trial trial = trials.findById(id).orElseThrow(NotFoundException::new);
    leads.seen(trial.lead(), viewer);
    return trial;
  }

  /** One line of the list of trials. */
  record Row(
      UUID id,
      UUID leadId,
      String personName,
      @Nullable String companyName,
      UUID offerId,
      LocalDate requestedOn,
      @Nullable LocalDate deliveredOn,
      Trial.@Nullable Result result,
      @Nullable LocalDate resultOn,
      @Nullable String resultNote) {}

  /** The trials whose leads this viewer may see, the latest first. */
  @Transactional(readOnly = true)
  Slice<Row> seen(
      @Nullable UUID offer,
      Trials.@Nullable Reached state,
      @Nullable UUID after,
      int size,
      CurrentUser viewer) {
    return Slice.of(
        jdbc.sql(
                """
                select t.id, t.lead_id, l.person_name, l.company_name, t.offer_id, t.requested_on,
                  t.delivered_on, t.result, t.result_on, t.result_note
                from leads.trial t join leads.lead l on l.id = t.lead_id
                where %s and (cast(:offer as uuid) is null or t.offer_id = :offer)
                  and %s
                  and (cast(:after as uuid) is null or (t.requested_on, t.id) <
                    (select a.requested_on, a.id from leads.trial a where a.id = :after))
                order by t.requested_on desc, t.id desc limit :limit
                """
                    .formatted(
                        viewer.scope().condition("l.sales_owner_id"),
                        state == null ? "true" : state.condition))
            .param("offer", offer)
            .param("after", after)
            .param("limit", size + 1)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Row.class)
            .list(),
        size,
        Row::id);
  }

  /**
   * How far trials have come. The first three hold each other, as a funnel does: what was delivered
   * was requested, what has a result was delivered. The other two say where they wait.
   */
  enum Reached {
    REQUESTED("true"),
    DELIVERED("t.delivered_on is not null"),
    CONCLUDED("t.result is not null"),
    TO_DELIVER("t.delivered_on is null"),
    TO_CONCLUDE("t.delivered_on is not null and t.result is null");

    private final String condition;

    Reached(String condition) {
      this.condition = condition;
    }

    /** Whether it is a step of the funnel. */
    public boolean isStep() {
      return ordinal() <= CONCLUDED.ordinal();
    }
  }

  /** How many of them have come how far. */
  @Transactional(readOnly = true)
  Map<Reached, Integer> counts(@Nullable UUID offer, CurrentUser viewer) {
    String columns =
        Stream.of(Reached.values())
            .map(r -> "count(*) filter (where %s) as %s".formatted(r.condition, r))
            .collect(Collectors.joining(", "));
    return jdbc.sql(
            """
            select %s
            from leads.trial t join leads.lead l on l.id = t.lead_id
            where %s and (cast(:offer as uuid) is null or t.offer_id = :offer)
            """
                .formatted(columns, viewer.scope().condition("l.sales_owner_id")))
        .param("offer", offer)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(
            (rs, n) -> {
              Map<Reached, Integer> counts = new EnumMap<>(Reached.class);
              for (Reached reached : Reached.values()) {
                counts.put(reached, rs.getInt(reached.name()));
              }
              return counts;
            })
        .single();
  }
}
