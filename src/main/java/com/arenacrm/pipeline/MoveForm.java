package com.arenacrm.pipeline;

import com.arenacrm.leads.recontact.Recontacts;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moving a deal, as typed.
 *
 * @param asked present when the form showed the criteria, so that those unticked are not met
 * @param met the criteria that are ticked
 * @param reason why, where the move is unusual
 * @param amount what they pay, when it is won; what it may be worth, where the stage asks for it
 * @param closeDate the day by which it should be decided, where the stage asks for it
 * @param day on which it was won or lost
 * @param recontactOn when to talk to them again, when it is lost
 * @param step what comes next, when a deal is taken up again; likewise {@code when}, {@code on} and
 *     {@code why}
 * @param dragged whether the card lies in its new column already
 * @param from {@code board} when the answer goes into the board
 */
record MoveForm(
    @Nullable String stage,
    @Nullable Integer version,
    @Nullable String asked,
    @Nullable List<String> met,
    @Nullable String reason,
    @Nullable String amount,
    @Nullable String closeDate,
    @Nullable String day,
    @Nullable String lostReason,
    @Nullable String lostTo,
    @Nullable String competitor,
    @Nullable String note,
    @Nullable String recontactOn,
    @Nullable String step,
    @Nullable String when,
    @Nullable String on,
    @Nullable String why,
    @Nullable String dragged,
    @Nullable String from,
    @Nullable String back) {

  /** What is known before anything is typed. */
  static MoveForm of(
      Opportunity deal,
      @Nullable Stage to,
      Set<String> met,
      List<QuickPick> picks,
      LocalDate today,
      Formats show,
      @Nullable String from,
      @Nullable String back) {
    return new MoveForm(
        to == null ? null : to.id().toString(),
        deal.version(),
        null,
        List.copyOf(met),
        "",
        show.typedSum(deal.amount().map(m -> m.amount()).orElse(null)),
        Optional.ofNullable(deal.detailsWhileOpen().closeDate())
            .map(LocalDate::toString)
            .orElse(""),
        today.toString(),
        "",
        "",
        "",
        "",
        Recontacts.usualDay(today).toString(),
        "",
        QuickPick.usual(picks).toString(),
        "",
        "",
        null,
        from,
        back);
  }

  /** The same, knowing what has changed meanwhile. */
  MoveForm at(int version) {
    return new MoveForm(
        stage,
        version,
        asked,
        met,
        reason,
        amount,
        closeDate,
        day,
        lostReason,
        lostTo,
        competitor,
        note,
        recontactOn,
        step,
        when,
        on,
        why,
        dragged,
        from,
        back);
  }

  /** The same with what a card that was dragged does not know: what the deal is known to be. */
  MoveForm completedBy(MoveForm known) {
    return asked != null
        ? this
        : new MoveForm(
            stage,
            version,
            null,
            known.met,
            orElse(reason, known.reason),
            orElse(amount, known.amount),
            orElse(closeDate, known.closeDate),
            orElse(day, known.day),
            lostReason,
            lostTo,
            competitor,
            note,
            orElse(recontactOn, known.recontactOn),
            step,
            orElse(when, known.when),
            on,
            why,
            dragged,
            from,
            back);
  }

  public PlanFields planFields() {
    return new PlanFields(step, when, on, why);
  }

  /** The criteria that the deal meets as this form says; null when it did not ask. */
  @Nullable Set<String> metNow() {
    return asked == null ? null : met == null ? Set.of() : Set.copyOf(met);
  }

  public boolean isMet(String criterion) {
    return met != null && met.contains(criterion);
  }

  public boolean isDragged() {
    return "true".equals(dragged);
  }

  /** Whether a card was dropped, and nobody has been asked anything yet. */
  boolean isDroppedOnly() {
    return isDragged() && asked == null;
  }

  public boolean isFromBoard() {
    return "board".equals(from);
  }

  private static @Nullable String orElse(@Nullable String typed, @Nullable String known) {
    return typed == null ? known : typed;
  }
}
