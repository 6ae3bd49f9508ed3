package com.arenacrm.integration;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A kind of record that imports write, and how that is taken back. A bean for each kind, in the
 * module that owns the records. Text: {@code import.kind.<kind>}, by how many there are.
 */
public interface RecordKind {

  /** Names the kind in effects and ghosts; never changes: {@code person}. */
  String kind();

  /** The page of a record; null when it has none of its own. */
  default @Nullable String page(UUID id) {
    return null;
  }

  /**
   * Takes effects back, in one transaction: deletes records that the import made, unless somebody
   * touched them since, and restores those that it changed, unless somebody changed them since.
   * Told apart by the mark. Other rows are not harmed: {@link UndoPass#each} finds out which
   * deletions the database refuses because somebody refers to the record.
   *
   * @param effects newest first; no record twice
   * @return what had to be left, with why
   */
  List<Left> undo(List<Effect> effects, UndoPass pass);

  /** An effect that stays. */
  record Left(Effect effect, Reason why) {

    /** Somebody changed the record after the import. */
    public static Left touched(Effect effect) {
      return new Left(effect, Reason.of("import.left.touched"));
    }

    /** What it had before, such as an address, is somebody else's by now. */
    public static Left taken(Effect effect) {
      return new Left(effect, Reason.of("import.left.taken"));
    }

    /** Other records refer to it: a conversation, a lead, a deal. */
    public static Left used(Effect effect) {
      return new Left(effect, Reason.of("import.left.used"));
    }
  }
}
