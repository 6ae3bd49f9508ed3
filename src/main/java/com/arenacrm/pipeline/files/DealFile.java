package com.arenacrm.pipeline.files;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.UUID;

/**
 * A file at a deal, without what is in it.
 *
 * @param size in bytes
 * @param by who brought it
 */
public record DealFile(UUID id, String name, int size, Instant at, UUID by) {

  private static final BigDecimal KILO = BigDecimal.valueOf(1024);

  /** Its size in kilobytes, at least 1. */
  public long kilobytes() {
    return BigDecimal.valueOf(size).divide(KILO, 0, RoundingMode.CEILING).longValue();
  }
}
