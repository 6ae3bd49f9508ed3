package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.integration.sheets.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings rows of a file into one module: people, companies, leads, deals. A module declares a bean
 * of this type, and the pages of the import offer it.
 *
 * <p><b>What the engine does.</b> It stores and reads the file, refuses rows with too many cells
 * and cells that are not what their field says, turns the others into typed {@link ImportRow}s, and
 * hands them over in batches of up to a thousand, in the order of the file. It counts, keeps
 * refusals with their line, commits each batch together with its progress, and goes on after a
 * crash with the first batch that was not committed.
 *
 * <p><b>What an importer does.</b> {@link #plan} works out, in memory and after a few queries for
 * the whole batch, what becomes of each row, and answers with a {@link BatchPlan}. Of that plan the
 * engine calls {@link BatchPlan#write} in a run and {@link BatchPlan#ghosts} in a rehearsal.
 * Because one and the same plan serves both, the rehearsal predicts the run. A plan must therefore
 * depend only on the database, on the {@link Ghosts} of the pass and on its rows, and {@code plan}
 * must write nothing.
 *
 * <p><b>Later rows see earlier ones</b>, in this order: within the batch, by what the plan itself
 * holds in memory; of earlier batches of a run, by the database; of earlier batches of a rehearsal,
 * by the ghosts, which count more than the database for a record that has one.
 *
 * <p><b>Undo.</b> {@code write} reports each record that it made or changed to {@link Effects},
 * lower floors first, under the name of a {@link RecordKind}. A record kind of another module may
 * be used: the undo of people is written once, in contacts.
 *
 * <p>Texts: {@code import.<key>} names what comes in, {@code import.<key>.hint} says in a sentence
 * what a row must hold, {@code import.<key>.list} is the address of the list of those records. The
 * texts stand in the bundles of the importer's module.
 */
public interface RowImporter {

  /** What {@link #guess} answers for a value that means nothing here, and is left out. */
  String NOTHING = "@nothing";

  /**
   * What stands before the name of somebody of ours who comes in with another file of the same set,
   * where a value of a field of {@link #colleagues} means them: who that is, is known once they are
   * in.
   */
  String CALLED = "@called:";

  /** The kind of record that people of ours are. */
  String COLLEAGUE = "colleague";

  /** Names the importer in addresses, tables and message keys; never changes: {@code people}. */
  String key();

  /** Its place among the things that can be imported; companies come before people. */
  int position();

  /** Who may import this; an administrator always may. */
  default Set<Role> roles() {
    return EnumSet.of(Role.MARKETING, Role.SALES, Role.MANAGER);
  }

  /** What a column can mean, in the order in which it is offered. */
  List<ImportField> fields();

  /** How a row may be recognised as a record that is there already, the surest first. */
  List<MatchKey> matchKeys();

  /**
   * Whether a column that means none of the fields may be kept under its own header; {@link
   * ImportRow#attributes()} then holds it.
   */
  boolean keepsOtherColumns();

  /** What is chosen once for the whole file, such as the activity that brought these leads. */
  default List<ImportOption> options(CurrentUser actor) {
    return List.of();
  }

  /**
   * Whether a choice for the whole file has to be made with these columns.
   *
   * @param mapped keys of the fields for which there is a column
   */
  default boolean asks(ImportOption option, Set<String> mapped) {
    return option.required();
  }

  /**
   * Whether a file with these columns tells how its records began. Of several files with the same
   * records that come together, such a one is read first.
   *
   * @param mapped keys of the fields for which there is a column
   */
  default boolean begins(Set<String> mapped) {
    return true;
  }

  /**
   * What is missing before the file can be read with these columns; empty when nothing is.
   *
   * @param mapped keys of the fields for which there is a column
   */
  default List<Reason> missing(Set<String> mapped) {
    List<Reason> missing = new ArrayList<>();
    for (ImportField field : fields()) {
      if (field.required() && !mapped.contains(field.key())) {
        missing.add(Reason.about("import.missing.field", field.label()));
      }
    }
    return missing;
  }

  /**
   * For a field of type {@link ImportField.Type#CHOICE}, what its values can become: stages, people
   * of ours, outcomes. Asked for again at each pass, so a choice that has gone is noticed.
   */
  default List<Choice> choices(ImportField field, CurrentUser actor) {
    return List.of();
  }

  /**
   * Which choice a value of the file probably is, or {@link #NOTHING}; empty to ask. By default the
   * one with the same value or label, whatever the case, accents and blanks.
   */
  default Optional<String> guess(ImportField field, String value, List<Choice> choices) {
    String folded = Words.key(value);
    return choices.stream()
        .filter(c -> Words.key(c.value()).equals(folded) || Words.key(c.label()).equals(folded))
        .map(Choice::value)
        .findFirst();
  }

  /**
   * What the choices of a field are that another of the files that come together may bring: the
   * kind of record, by the key of a field of type {@link ImportField.Type#CHOICE} or {@link
   * ImportField.Type#NAMED}.
   */
  default Map<String, String> naming() {
    return Map.of();
  }

  /** Keys of the fields that name what a file of this may bring, by the kind of record. */
  default Map<String, Set<String>> bringing() {
    return Map.of();
  }

  /**
   * Whether a file of which nobody said what it brings may be taken for this, since its columns
   * could mean something else as well.
   *
   * @param columns the header of each field that has a column, by its key
   */
  default boolean isLikely(Map<String, String> columns) {
    return true;
  }

  /**
   * Message key of a sentence about what the values of a field may mean, shown where that is said;
   * empty where the choices speak for themselves.
   */
  default Optional<String> hint(ImportField field) {
    return Optional.empty();
  }

  /**
   * Works out what becomes of these rows. Writes nothing. Runs in a transaction: that in which the
   * plan will be written, so rows may be locked where {@link ImportPass#rehearsal()} is false.
   *
   * @param rows in the order of the file
   * @return a plan with one outcome for each row, in the same order
   */
  BatchPlan plan(List<ImportRow> rows, ImportPass pass);

  /**
   * Works out what becomes of work that rows put off until all rows were read, such as a link to a
   * record that may stand further down in the file. Outcomes of this plan are not counted; their
   * notes are kept at the lines that put the work off.
   *
   * @param work in the order in which it was put off
   */
  default BatchPlan planDeferred(List<Deferred> work, ImportPass pass) {
    throw new UnsupportedOperationException(key() + " defers nothing");
  }
}
