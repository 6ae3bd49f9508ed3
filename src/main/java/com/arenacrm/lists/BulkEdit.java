package com.arenacrm.lists;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.FormReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * What can be changed on many records of a list in one go, as the module that holds them declares
 * it. Each record is judged by itself: what cannot change is left out and says why.
 */
public interface BulkEdit {

  /** So many records change in one go, all of them or none. */
  int MOST = 500;

  /**
   * A change that can be made.
   *
   * @param key in addresses and in what is kept; never changes
   * @param label message key of its name
   * @param asked what has to be said for it; read when somebody chooses it
   * @param most so many records at once
   */
  record Kind(String key, String label, Supplier<List<Field>> asked, int most) {

    public static Kind of(String key, String label, Supplier<List<Field>> asked) {
      return new Kind(key, label, SingletonSupplier.of(asked), MOST);
    }

    public Kind atMost(int records) {
      return new Kind(key, label, asked, records);
    }

    public List<Field> fields() {
      return asked.get();
    }
  }

  /**
   * What has to be said for a change.
   *
   * @param options to choose from; null for what is typed
   * @param longest signs that may be typed; 0 for a day
   */
  record Field(
      String name,
      String label,
      boolean required,
      @Nullable List<Option> options,
      int longest,
      @Nullable String hint) {

    public static Field choice(String name, String label, List<Option> options) {
      return new Field(name, label, true, options, 0, null);
    }

    public static Field text(String name, String label, int longest) {
      return new Field(name, label, true, null, longest, null);
    }

    public static Field day(String name, String label) {
      return new Field(name, label, true, null, 0, null);
    }

    public Field orNot() {
      return new Field(name, label, false, options, longest, hint);
    }

    public Field hint(String key) {
      return new Field(name, label, required, options, longest, key);
    }

    public boolean isDay() {
      return options == null && longest == 0;
    }
  }

  /** One of the values to choose. */
  record Option(String value, String label) {}

  /**
   * A change as it was asked for.
   *
   * @param given by field; what was left empty is missing
   */
  record Change(String kind, Map<String, String> given) {

    public @Nullable String value(String field) {
      return given.get(field);
    }

    public @Nullable UUID id(String field) {
      return ListState.id(given.get(field));
    }
  }

  /**
   * A record, and what would become of it.
   *
   * @param version of what would change, as it is now
   * @param present what it says now; null for nothing
   * @param objection message key of why it cannot change; null when it can
   */
  record Line(
      UUID id,
      String name,
      String page,
      int version,
      @Nullable String present,
      @Nullable String objection) {}

  /**
   * What a change did to one record.
   *
   * @param version of what changed, afterwards
   * @param before what was there, as far as {@link #restore} needs it
   */
  record Applied(int version, Map<String, String> before) {}

  /** The list whose records these are. */
  String list();

  /** What this person may change; nothing for who may change nothing. */
  List<Kind> kinds(CurrentUser viewer);

  /** The records of a filter that the viewer may see, so many at most. */
  List<UUID> all(Map<String, String> query, CurrentUser viewer, Instant now, int most);

  /** Refuses what was said for a change beyond what its fields demand by themselves. */
  default void check(Change change, FormReader reader, CurrentUser actor, Instant now) {}

  /**
   * Which field of a change answers an objection, so that it can be said where the objection is
   * read.
   *
   * @param objection message key, as {@link Line} has it
   * @return the name of the field; null where nothing that is said helps
   */
  default @Nullable String answer(String objection) {
    return null;
  }

  /**
   * What would become of these records, as far as the viewer may see them; a few statements for all
   * of them.
   *
   * @param hold whether nobody else may change them until the transaction ends
   */
  List<Line> preview(
      Change change, Collection<UUID> ids, boolean hold, CurrentUser viewer, Instant now);

  /** Changes one record, which can change. */
  Applied apply(Change change, UUID id, CurrentUser actor, Instant now);

  /**
   * Makes one record what it was before.
   *
   * @param at when it was changed
   * @return whether it did: not when somebody has changed it since
   */
  boolean restore(
      Change change, UUID id, Applied applied, Instant at, CurrentUser actor, Instant now);
}
