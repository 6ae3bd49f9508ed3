package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What can be imported, and the kinds of records that come of it. */
@Component
class Importers {

  private final List<RowImporter> importers;
  private final Map<String, RecordKind> kinds = new LinkedHashMap<>();
  private final List<RecordUse> uses;

  Importers(List<RowImporter> importers, List<RecordKind> kinds, List<RecordUse> uses) {
    this.importers =
        importers.stream().sorted(Comparator.comparingInt(RowImporter::position)).toList();
    this.uses = uses;
    for (RecordKind kind : kinds) {
      if (this.kinds.put(kind.kind(), kind) != null) {
        throw new IllegalStateException("Two kinds of records are called " + kind.kind());
      }
    }
  }

  /** Those that this person may use. */
  List<RowImporter> of(CurrentUser user) {
    return importers.stream().filter(i -> isFor(i, user)).toList();
  }

  /** All of them, in their order. */
  List<RowImporter> all() {
    return importers;
  }

  Optional<RowImporter> find(String key) {
    return importers.stream().filter(i -> i.key().equals(key)).findFirst();
  }

  /**
   * The importer of that key.
   *
   * @throws IllegalStateException when the module that had it is gone
   */
  RowImporter get(String key) {
    return find(key).orElseThrow(() -> new IllegalStateException("No importer " + key));
  }

  RecordKind kind(String key) {
    RecordKind kind = kinds.get(key);
    if (kind == null) {
      throw new IllegalStateException("No record kind " + key);
    }
    return kind;
  }

  List<RecordUse> uses() {
    return uses;
  }

  static boolean isFor(RowImporter importer, CurrentUser user) {
    return user.isAdministrator() || importer.roles().stream().anyMatch((Role r) -> user.holds(r));
  }
}
