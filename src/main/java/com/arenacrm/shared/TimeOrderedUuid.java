package com.arenacrm.shared;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/**
 * Makes the identifiers of all records: UUIDs of version 7, which grow with time, so that new rows
 * lie side by side in an index.
 */
public final class TimeOrderedUuid {

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private TimeOrderedUuid() {}

  public static UUID next() {
    return GENERATOR.generate();
  }
}
