package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.StagePath.Lack;
import com.arenacrm.pipeline.idle.Told;
import com.arenacrm.shared.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deal as boards, lists and queues show it, with what today makes of it.
 *
 * @param snoozedUntil until when it is put aside; null when it is not, or not any more
 * @param stepState how urgent its next step is
 * @param idleDays working days since the customer was last spoken with
 * @param spokenDays days of the calendar since then, as people count them
 * @param idle whether that is too long
 * @param told with what the clock was started again, and what was tried since
 * @param risk what is overdue with the company; null when nothing is, or nobody asked
 * @param lacks what its stage asks for and it does not have
 */
record DealRow(
    UUID id,
    int version,
    String name,
    @Nullable UUID personId,
    @Nullable String personName,
    @Nullable UUID companyId,
    @Nullable String companyName,
    UUID stage,
    Stage.Kind kind,
    @Nullable Money amount,
    @Nullable LocalDate closeDate,
    @Nullable String nextStep,
    @Nullable LocalDate nextStepOn,
    @Nullable String noStepReason,
    int stepMoves,
    @Nullable LocalDate snoozedUntil,
    @Nullable Instant lastContactAt,
    @Nullable Instant closedAt,
    @Nullable UUID owner,
    @Nullable UUID profile,
    Instant openedAt,
    StepState stepState,
    int idleDays,
    int spokenDays,
    boolean idle,
    Told told,
    AccountRisks.@Nullable Count risk,
    Set<Lack> lacks,
    LocalDate today) {

  /** Days of silence, of the calendar, after which a seller is asked how a deal ended. */
  static final int ASKED_AFTER_DAYS = 60;

  private static final Set<Lack> BOTH = Set.of(Lack.AMOUNT, Lack.CLOSE);
  private static final Set<Lack> AMOUNT = Set.of(Lack.AMOUNT);
  private static final Set<Lack> CLOSE = Set.of(Lack.CLOSE);

  /** How urgent a next step is. */
  enum StepState {
    LATE,
    TODAY,
    LATER,
    NONE;

    /** Whether its day says it best. */
    public boolean isDated() {
      return this == LATER;
    }

    /** The name in lower case, as in style classes. */
    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The columns that {@link #read} needs, of the table of deals called {@code o}. */
  static final String COLUMNS =
      """
      o.id, o.version, o.name, o.person_id, o.person_name, o.company_id, o.company_name,
      o.stage_id, o.kind, o.amount, o.currency, o.close_date, o.next_step, o.next_step_on,
      o.no_step_reason, o.step_moves, o.snoozed_until, o.last_contact_at, o.opened_at, o.closed_at,
      o.owner_id, o.profile_id,
      o.last_contact_kind, o.last_contact_result, o.last_contact_by, o.attempts, o.attempts_since,
      o.kind = 'OPEN' and o.amount is null
        and (select a.amount from pipeline.stage_asks a where a.id = o.stage_id) as lacks_amount,
      o.kind = 'OPEN' and o.close_date is null
        and (select a.close from pipeline.stage_asks a where a.id = o.stage_id) as lacks_close,
      null::int[] as risk
      """;

  /** The same with what is overdue with the customer. */
  static String columns(String risk) {
    return COLUMNS.replace("null::int[] as risk", risk);
  }

  static DealRow read(ResultSet rs, Idleness idleness) throws SQLException {
    Stage.Kind kind = Stage.Kind.valueOf(rs.getString("kind"));
    LocalDate on = rs.getObject("next_step_on", LocalDate.class);
    Instant contact = instant(rs, "last_contact_at");
    Instant since = contact == null ? instant(rs, "opened_at") : contact;
    BigDecimal amount = rs.getBigDecimal("amount");
    return new DealRow(
        rs.getObject("id", UUID.class),
        rs.getInt("version"),
        rs.getString("name"),
        rs.getObject("person_id", UUID.class),
        rs.getString("person_name"),
        rs.getObject("company_id", UUID.class),
        rs.getString("company_name"),
        rs.getObject("stage_id", UUID.class),
        kind,
        amount == null ? null : Money.of(amount, Currency.getInstance(rs.getString("currency"))),
        rs.getObject("close_date", LocalDate.class),
        rs.getString("next_step"),
        on,
        rs.getString("no_step_reason"),
        rs.getInt("step_moves"),
        snoozed(rs.getObject("snoozed_until", LocalDate.class), idleness),
        contact,
        instant(rs, "closed_at"),
        rs.getObject("owner_id", UUID.class),
        rs.getObject("profile_id", UUID.class),
        Objects.requireNonNull(instant(rs, "opened_at")),
        stepState(on, idleness.today()),
        kind == Stage.Kind.OPEN ? idleness.days(since) : 0,
        idleness.calendarDays(since),
        kind == Stage.Kind.OPEN && idleness.isIdle(since),
        Told.read(rs),
        AccountRisks.Count.read(rs),
        lacks(rs.getBoolean("lacks_amount"), rs.getBoolean("lacks_close")),
        idleness.today());
  }

  /** A deal that has been read whole. */
  static DealRow of(Opportunity deal, StagePath path, Idleness idleness) {
    Plan plan = deal.plan().orElse(null);
    Instant since = deal.lastContactAt().orElse(deal.openedAt());
    return new DealRow(
        deal.id().id(),
        deal.version(),
        deal.name(),
        deal.person().map(PersonId::id).orElse(null),
        deal.names().person(),
        deal.company().map(CompanyId::id).orElse(null),
        deal.names().company(),
        deal.stage().id(),
        deal.kind(),
        deal.amount().orElse(null),
        deal.closeDate().orElse(null),
        plan == null ? null : plan.step(),
        plan == null ? null : plan.on(),
        plan == null ? null : plan.whyNone(),
        deal.stepMoves(),
        snoozed(deal.snoozedUntil().orElse(null), idleness),
        deal.lastContactAt().orElse(null),
        deal.closedAt().orElse(null),
        deal.owner().map(UserId::id).orElse(null),
        deal.details().profile() == null ? null : deal.details().profile().id(),
        deal.openedAt(),
        stepState(plan == null ? null : plan.on(), idleness.today()),
        deal.isOpen() ? idleness.days(since) : 0,
        idleness.calendarDays(since),
        deal.isOpen() && idleness.isIdle(since),
        deal.told(),
        null,
        path.lacking(path.get(deal.stage()), deal.details().amount(), deal.details().closeDate()),
        idleness.today());
  }

  private static Set<Lack> lacks(boolean amount, boolean close) {
    return amount ? (close ? BOTH : AMOUNT) : close ? CLOSE : Set.of();
  }

  /** What it lacks in its stage, as a word for texts; null when nothing. */
  public @Nullable String lack() {
    return lacks.isEmpty()
        ? null
        : lacks.size() > 1 ? "both" : lacks.contains(Lack.AMOUNT) ? "amount" : "close";
  }

  private static @Nullable LocalDate snoozed(@Nullable LocalDate until, Idleness idleness) {
    return until != null && until.isAfter(idleness.today()) ? until : null;
  }

  static StepState stepState(@Nullable LocalDate on, LocalDate today) {
    if (on == null) {
      return StepState.NONE;
    }
    return on.isBefore(today)
        ? StepState.LATE
        : on.equals(today) ? StepState.TODAY : StepState.LATER;
  }

  /**
   * Whom it is with: the company, or else the person; the name of the deal when nobody is known.
   */
  public String customer() {
    return companyName != null ? companyName : personName != null ? personName : name;
  }

  /** What it is about, unless that says no more than whom it is with. */
  public @Nullable String subject() {
    return name.equals(customer()) ? null : name;
  }

  /** The first letters of somebody's first two names, where there is no room for more. */
  public static String initials(String name) {
    return java.util.Arrays.stream(name.strip().split("\\s+"))
        .limit(2)
        .map(part -> part.substring(0, part.offsetByCodePoints(0, 1)))
        .collect(java.util.stream.Collectors.joining())
        .toUpperCase(java.util.Locale.ROOT);
  }

  /** The next step as a sentence. */
  public String stepSentence() {
    return sentence(nextStep);
  }

  /** Why there is none, as a sentence. */
  public String noStepSentence() {
    return sentence(noStepReason);
  }

  private static String sentence(@Nullable String text) {
    return text == null || text.matches("(?s).*[.!?…]") ? String.valueOf(text) : text + ".";
  }

  public boolean isOpen() {
    return kind == Stage.Kind.OPEN;
  }

  /** Whether the day has passed on which it should have been closed. */
  public boolean isOverdueToClose() {
    return isOpen() && closeDate != null && closeDate.isBefore(today);
  }

  /**
   * Whether it is time to ask how it ended (R094): it should have been closed by now, or nobody has
   * spoken with the customer for two months.
   */
  public boolean isAskedHowItEnded() {
    return isOverdueToClose() || isOpen() && spokenDays >= ASKED_AFTER_DAYS;
  }

  /** Calendar days since the step was due. */
  public long daysLate() {
    return nextStepOn == null ? 0 : ChronoUnit.DAYS.between(nextStepOn, today);
  }

  static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
