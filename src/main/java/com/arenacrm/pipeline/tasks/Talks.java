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

  Talks(Tasks tasks, ContactBook contacts) {
    this.tasks = tasks;
    this.contacts = contacts;
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
   * @param done the task that is done; null for none
   * @param version that the actor saw of it
   * @param with whom it was said; also whom the next task is about
   * @param person to whom it was said, or null
   * @param company with which it was said, or null
   * @throws com.arenacrm.platform.StaleVersionException when somebody changed the task meanwhile
   */
  void note(
      @Nullable Task done,
      int version,
      Subject with,
      @Nullable PersonId person,
      @Nullable CompanyId company,
      @Nullable Said said,
      @Nullable Next next,
      CurrentUser actor,
      Instant now) {
    if (done != null) {
      tasks.tick(done, true, said == null ? null : said.note(), version, actor, now);
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
