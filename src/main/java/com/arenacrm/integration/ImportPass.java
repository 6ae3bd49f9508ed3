package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One way through a file: a rehearsal, which writes nothing, or the run itself.
 *
 * @param run identifies the import
 * @param rehearsal whether nothing is to be written
 * @param fileName as uploaded, for texts that say where something comes from
 * @param mode what may be done to records
 * @param matchKey the key of the chosen {@link MatchKey}
 * @param source under which name outside identifiers are kept; empty when there are none
 * @param mapped keys of the fields for which the file has a column
 * @param options what was chosen for the whole file, by the key of the option
 * @param lenient whether a row is taken without a cell that is in the way, with a note, rather than
 *     refused
 * @param actor who imports, with their rights as they are now; new records are made by them
 * @param now when the batch is worked on
 * @param ghosts what earlier batches of a rehearsal would have written; nothing in a run
 */
public record ImportPass(
    UUID run,
    boolean rehearsal,
    String fileName,
    ImportMode mode,
    String matchKey,
    String source,
    Set<String> mapped,
    Map<String, String> options,
    boolean lenient,
    CurrentUser actor,
    Instant now,
    Ghosts ghosts) {

  /** Whether the file is a list that Arena gave out, and identifiers in it are Arena's own. */
  public boolean own() {
    return MatchKey.ARENA.equalsIgnoreCase(source);
  }

  /** Those of the identifiers that are Arena's own; none in a file of another source. */
  public String[] ownIds(Collection<String> ids) {
    return own() ? ids.stream().filter(ImportPass::isId).toArray(String[]::new) : new String[0];
  }

  private static boolean isId(String text) {
    return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  }

  /** What was chosen for the whole file, or null. */
  public @Nullable String option(String key) {
    String value = options.get(key);
    return value == null || value.isEmpty() ? null : value;
  }
}
