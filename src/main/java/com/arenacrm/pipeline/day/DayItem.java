package com.arenacrm.pipeline.day;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to do in somebody's day. Texts are keys of messages, so that each reader has their own
 * language.
 *
 * @param id of its row in the page; letters, digits and hyphens
 * @param on the day it is for; earlier ones of one weight come first
 * @param tag says in a word why it is there: a message key
 * @param pressing whether it should have been done by now
 * @param title with whom or what it is
 * @param path where the title leads
 * @param beside what else to know of it; null for nothing
 * @param why the sentence that says what is to be done: a message key
 * @param arguments of that sentence, ready to be shown
 * @param said words of the customer, or a note; null for none
 * @param task what is ticked off when it is done; null where it is done in another way
 * @param person whom to call or write to; null where nobody is known
 * @param company with which it is, where it is a company
 * @param action what its button says: a message key; null for a task, which is noted as done
 * @param actionPath where its button leads; null for a task
 * @param tick how it is ticked off in its row; null where that is done in another way
 */
public record DayItem(
    String id,
    Weight weight,
    LocalDate on,
    String tag,
    boolean pressing,
    String title,
    @Nullable String path,
    @Nullable String beside,
    String why,
    List<Object> arguments,
    @Nullable String said,
    @Nullable UUID task,
    @Nullable PersonId person,
    @Nullable CompanyId company,
    @Nullable String action,
    @Nullable String actionPath,
    @Nullable Tick tick) {

  /**
   * How something is ticked off.
   *
   * @param path to send it to
   * @param version that was seen of it
   */
  public record Tick(String path, int version) {}

  /** Whether something may be noted of it in its row: what was said, and what comes next. */
  public boolean isTalk() {
    return task != null || person != null || company != null;
  }

  /** With whom something is noted, where no task says it; null for nobody. */
  public @Nullable UUID talkPerson() {
    return task != null || person == null ? null : person.id();
  }

  /** With which company something is noted, where no task says it; null for none. */
  public @Nullable UUID talkCompany() {
    return task != null || company == null ? null : company.id();
  }

  /** The arguments of its sentence, for a template. */
  public Object[] argumentList() {
    return arguments.toArray();
  }
}
