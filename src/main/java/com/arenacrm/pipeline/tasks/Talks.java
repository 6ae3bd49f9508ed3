package com.arenacrm.pipeline.tasks;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.tasks.Tasks.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What was said, what it settles and what comes next: all of it, or nothing (R063). */
@Component
@Transactional
class Talks {

  private final Tasks tasks;
  private final ContactBook contacts;
  private final List<TalkSettles> others;

  Talks(Tasks tasks, ContactBook contacts, List<TalkSettles> others) {
    this.tasks = tasks;
    this.contacts = contacts;
    this.others = others;
  }

  /**
   * What is done by it.
   *
   * @param task null for none
   * @param version that the actor saw of the task
   * @param row of the day where it is noted; empty for none
   * @param words what was done, kept with the task where nobody talked; null for nothing
   */
  record Deed(@Nullable Task task, int version, String row, @Nullable String words) {}

  /** Whether words settle what this row stands for, besides a task. */
  @Transactional(readOnly = true)
  boolean settles(String row, CurrentUser viewer) {
    return others.stream().anyMatch(other -> other.isOpen(row, viewer));
  }

  /**
   * What was said.
   *
   * @param about the deal that it was about; null for none in particular
   */
  record Said(
      UUID id, InteractionKind kind, InteractionResult result, String note, @Nullable UUID about) {}

  /** What comes next. */
  record Next(UUID id, Wanted wanted) {}

  /**
   * Notes what was said, ticks off what is done by it, and makes the task that comes next, about
   * the same customer or deal. Sent twice, it is noted once.
   *
   * @param deed what is done by it; what is no task only where the customer was reached
   * @param with whom it was said; also whom the next task is about
   * @param person to whom it was said, or null
   * @param company with which it was said, or null
   * @throws com.arenacrm.platform.StaleVersionException when somebody changed the task meanwhile
   */
  void note(
      Deed deed,
      Subject with,
      @Nullable PersonId person,
      @Nullable CompanyId company,
      @Nullable Said said,
      @Nullable Next next,
      CurrentUser actor,
      Instant now) {
    if (deed.task() != null) {
      tasks.tick(
          deed.task(),
          true,
          said == null ? null : said.note(),
          said == null ? deed.words() : null,
          deed.version(),
          actor,
          now);
    } else if (deed.words() != null && said != null && said.result().isReached()) {
      others.stream()
          .filter(other -> other.isOpen(deed.row(), actor))
          .forEach(other -> other.settle(deed.row(), deed.words(), actor, now));
    }
    if (said != null) {
      contacts.log(
          new InteractionId(said.id()),
          said.kind(),
          said.result(),
          person,
          company,
          said.note(),
          now,
          said.about(),
          actor.id(),
          now);
    }
    if (next != null && !tasks.isThere(next.id())) {
      tasks.give(next.id(), next.wanted(), with, actor, now);
    }
  }
}
