package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One batch of an undo, in its transaction: of an import, or of what was added together. */
public final class UndoPass {

  private final UUID run;
  private final CurrentUser actor;
  private final Instant now;
  private final List<RecordUse> uses;
  private final JdbcClient jdbc;

  /**
   * @param run what is undone: an import, or what was added together otherwise
   */
  public UndoPass(UUID run, CurrentUser actor, Instant now, List<RecordUse> uses, JdbcClient jdbc) {
    this.run = run;
    this.actor = actor;
    this.now = now;
    this.uses = uses;
    this.jdbc = jdbc;
  }

  /** What is undone. */
  public UUID run() {
    return run;
  }

  public CurrentUser actor() {
    return actor;
  }

  public Instant now() {
    return now;
  }

  /** Those of the records that a higher floor uses, as far as it says so. */
  public Set<UUID> usedAmong(String kind, Collection<UUID> ids) {
    Set<UUID> used = new HashSet<>();
    for (RecordUse use : uses) {
      if (use.kind().equals(kind) && !ids.isEmpty()) {
        used.addAll(use.usedAmong(ids));
      }
    }
    return used;
  }

  /**
   * Does something to records by one statement, and where the database refuses it, to half of them
   * at a time, until only those are left out for which it does not go.
   *
   * @param ids the records
   * @param statement does it to some of them
   * @return those for which the database refused it
   */
  public List<UUID> each(List<UUID> ids, Consumer<List<UUID>> statement) {
    List<UUID> refused = new ArrayList<>();
    if (!ids.isEmpty()) {
      attempt(ids, statement, refused);
    }
    return refused;
  }

  private void attempt(List<UUID> ids, Consumer<List<UUID>> statement, List<UUID> refused) {
    jdbc.sql("savepoint undo").update();
    try {
      statement.accept(ids);
      jdbc.sql("release savepoint undo").update();
    } catch (DataIntegrityViolationException e) {
      jdbc.sql("rollback to savepoint undo").update();
      jdbc.sql("release savepoint undo").update();
      if (ids.size() == 1) {
        refused.add(ids.get(0));
        return;
      }
      int half = ids.size() / 2;
      attempt(ids.subList(0, half), statement, refused);
      attempt(ids.subList(half, ids.size()), statement, refused);
    }
  }
}
