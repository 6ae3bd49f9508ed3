package com.arenacrm.integration;

import java.util.Set;

/**
 * The file of refused rows: as they came, with line and reason, for correcting and bringing again.
 */
final class ErrorFile {

  /** The header of the line's column, in each language. */
  static final Set<String> LINE_HEADERS = Set.of("Arena: línea", "Arena: line");

  /** The header of the reason's column, in each language. */
  static final Set<String> REASON_HEADERS = Set.of("Arena: motivo", "Arena: reason");

  private ErrorFile() {}
}
