package com.arenacrm.pipeline.tasks;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.day.Weight;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody has to do.
 *
 * @param dueOn the day by which; null where a file said none
 * @param personId whom it is about; at most one of person, company and deal
 * @param deal the deal that it is about; null where the reader may not see that deal
 * @param dealName what that deal is called; null where the reader may not see it
 * @param said what was done, in the words of whoever ticked it off; null where they wrote nothing,
 *     and where a talk says it, unless it takes words to be done
 * @param weight what it costs to leave it undone, where that is more than for others
 * @param page where it is settled, where that is not its own page
 * @param reachPerson whom one calls about it: its person, or that of its deal
 * @param reachCompany the company that it concerns: its own, or that of its deal
 */
record Task(
    UUID id,
    String what,
    @Nullable String note,
    @Nullable LocalDate dueOn,
    UUID ownerId,
    UUID createdBy,
    Instant createdAt,
    @Nullable Instant doneAt,
    @Nullable UUID doneBy,
    @Nullable UUID personId,
    @Nullable UUID companyId,
    @Nullable UUID deal,
    @Nullable String personName,
    @Nullable String companyName,
    @Nullable String dealName,
    @Nullable UUID reachPerson,
    @Nullable UUID reachCompany,
    boolean deleted,
    @Nullable String said,
    @Nullable Weight weight,
    @Nullable String page,
    int version) {

  public boolean isDone() {
    return doneAt != null;
  }

  public boolean isLate(LocalDate today) {
    return doneAt == null && dueOn != null && dueOn.isBefore(today);
  }

  /** What it is about, in words; null for nothing. */
  public @Nullable String about() {
    return personName != null ? personName : companyName != null ? companyName : dealName;
  }

  /** Where what it is about stands; null for nothing. */
  public @Nullable String aboutPath() {
    if (personId != null) {
      return "/contacts/people/" + personId;
    }
    if (companyId != null) {
      return "/contacts/companies/" + companyId;
    }
    return deal == null ? null : "/pipeline/opportunities/" + deal;
  }

  @Nullable PersonId person() {
    return reachPerson == null ? null : new PersonId(reachPerson);
  }

  @Nullable CompanyId company() {
    return reachCompany == null ? null : new CompanyId(reachCompany);
  }

  /** Whether it is with a customer, with whom one may have talked. */
  public boolean isWithCustomer() {
    return reachPerson != null || reachCompany != null;
  }

  /** Whether it takes words to be done: what was done about somebody who is not happy. */
  boolean isSettledByWords() {
    return weight != null;
  }

  /** Whether it is done only when somebody says what was done, also where it was done before. */
  public boolean isWaitingForWords() {
    return isSettledByWords() && !isDone();
  }

  /**
   * The words that stay with it when it is ticked off: new ones take the place of those of before,
   * also where a talk has them; without new ones, those of before stay.
   *
   * @param talk what was said in a talk; null for none
   * @param words what was done without one; null for nothing
   */
  @Nullable String saidWhenDone(@Nullable String talk, @Nullable String words) {
    if (words != null) {
      return words;
    }
    return talk == null ? said : isSettledByWords() ? talk : null;
  }

  /** The words that stay with it when it turns out not to be done. */
  @Nullable String saidWhenReopened() {
    return isSettledByWords() ? null : said;
  }

  /** Whoever has it, whoever gave it, and managers change it. */
  public boolean mayChange(CurrentUser viewer) {
    UUID me = viewer.id().id();
    return me.equals(ownerId) || me.equals(createdBy) || viewer.isManager();
  }
}
