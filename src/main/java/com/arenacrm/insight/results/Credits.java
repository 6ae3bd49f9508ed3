package com.arenacrm.insight.results;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.NotFoundException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who gets the credit of one deal, touch by touch and by each model (R053, R055). */
@Component
@Transactional(readOnly = true)
class Credits {

  /** How many touches of one deal are shown. */
  static final int MOST = 2000;

  /** Whether a touch counts. */
  enum Standing {
    COUNTED,
    /** After the deal was opened, or won: it cannot have brought it. */
    LATE,
    /** Longer before than the window. */
    EARLY,
    /** An invitation that nobody answered, where those are left out. */
    UNANSWERED
  }

  /** A touch of somebody who takes part in the deal. */
  record Touched(
      UUID id,
      UUID occurrence,
      String title,
      String phase,
      UUID person,
      String personName,
      String kind,
      Instant at,
      boolean evidenced,
      boolean answered) {}

  /** A touch with what it gets by each model; nothing where it does not count. */
  record Share(Touched touch, Standing standing, Map<AttributionModel, BigDecimal> credits) {

    public @Nullable BigDecimal credit(AttributionModel model) {
      return credits.get(model);
    }
  }

  /**
   * A deal with its touches.
   *
   * @param lost whether it was lost
   * @param eventAt when it was won; while it is not, when it was opened
   * @param unattributed what no touch gets, by model
   */
  record OfDeal(
      UUID id,
      String name,
      boolean won,
      boolean lost,
      BigDecimal amount,
      String currency,
      Instant eventAt,
      List<Share> shares,
      Map<AttributionModel, BigDecimal> unattributed) {

    public List<Share> counted() {
      return shares.stream().filter(s -> s.standing() == Standing.COUNTED).toList();
    }

    public List<Share> notCounted() {
      return shares.stream().filter(s -> s.standing() != Standing.COUNTED).toList();
    }
  }

  private record Deal(
      UUID id,
      String name,
      String kind,
      @Nullable BigDecimal amount,
      String currency,
      Instant openedAt,
      @Nullable Instant closedAt) {}

  private final JdbcClient jdbc;

  Credits(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The credit of a deal.
   *
   * @param window how many days before the event a touch still counts
   * @param answered whether invitations that nobody answered are left out
   * @throws NotFoundException when there is none that the viewer may see
   */
  OfDeal of(UUID id, int window, boolean answered, CurrentUser viewer) {
    Deal deal =
        jdbc.sql(
                """
                select d.id, d.name, d.kind, d.amount, d.currency, d.opened_at, d.closed_at
                from pipeline.opportunity d where d.id = :deal and %s
                """
                    .formatted(viewer.scope().condition("d.owner_id")))
            .param("deal", id)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Deal.class)
            .optional()
            .orElseThrow(NotFoundException::new);
    boolean won = deal.kind().equals("WON");
    Instant event = won && deal.closedAt() != null ? deal.closedAt() : deal.openedAt();
    List<Touched> touches = touches(id);
    List<Touchpoint> counted =
        touches.stream()
            .filter(t -> standing(t, event, window, answered) == Standing.COUNTED)
            .map(t -> new Touchpoint(t.id(), t.at(), t.evidenced()))
            .toList();
    BigDecimal amount = deal.amount() == null ? BigDecimal.ZERO : deal.amount();
    Map<AttributionModel, Map<UUID, BigDecimal>> credits = new EnumMap<>(AttributionModel.class);
    Map<AttributionModel, BigDecimal> left = new EnumMap<>(AttributionModel.class);
    for (AttributionModel model : AttributionModel.values()) {
      Map<UUID, BigDecimal> of = Attribution.credits(model, counted, amount);
      credits.put(model, of);
      left.put(model, of.isEmpty() ? amount : BigDecimal.ZERO);
    }
    List<Share> shares =
        touches.stream()
            .map(
                t -> {
                  Map<AttributionModel, BigDecimal> own = new EnumMap<>(AttributionModel.class);
                  credits.forEach(
                      (model, of) -> {
                        if (of.containsKey(t.id())) {
                          own.put(model, of.get(t.id()));
                        }
                      });
                  return new Share(t, standing(t, event, window, answered), own);
                })
            .toList();
    return new OfDeal(
        deal.id(),
        deal.name(),
        won,
        deal.kind().equals("LOST"),
        amount,
        deal.currency(),
        event,
        shares,
        left);
  }

  private static Standing standing(Touched touch, Instant event, int window, boolean answered) {
    Standing inTime = standing(touch.at(), event, window);
    return inTime == Standing.COUNTED && answered && !touch.answered()
        ? Standing.UNANSWERED
        : inTime;
  }

  static Standing standing(Instant at, Instant event, int window) {
    if (!at.isBefore(event)) {
      return Standing.LATE;
    }
    return at.isBefore(event.minus(Duration.ofDays(window))) ? Standing.EARLY : Standing.COUNTED;
  }

  private List<Touched> touches(UUID deal) {
    return jdbc.sql(
            """
            select t.id, o.id as occurrence, o.title, o.phase, t.person_id as person,
                   p.name as person_name, t.kind, t.at,
                   exists (select from leads.demand_signal s
                     where s.occurrence_id = t.occurrence_id and s.person_id = t.person_id
                       and s.confirmed_at is not null) as evidenced,
                   %2$s as answered
            from (select person_id as id from pipeline.opportunity where id = :deal
                  union select person_id from pipeline.buying_role where opportunity_id = :deal) w
            join planner.counted_touch t on t.person_id = w.id
            join planner.occurrence o on o.id = t.occurrence_id
            join contacts.person p on p.id = t.person_id
            order by t.at, cast(t.id as text) collate "C" limit %1$d
            """
                .formatted(MOST, CreditSql.ANSWERED))
        .param("deal", deal)
        .query(Touched.class)
        .list();
  }
}
