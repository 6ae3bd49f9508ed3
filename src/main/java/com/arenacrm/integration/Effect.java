package com.arenacrm.integration;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an import did to one record.
 *
 * @param id of the record
 * @param name as people knew it then
 * @param before the record as it was; null when the import made it
 * @param mark a digest of the record as the import left it
 */
public record Effect(UUID id, String name, @Nullable String before, String mark) {

  public boolean isCreation() {
    return before == null;
  }
}
