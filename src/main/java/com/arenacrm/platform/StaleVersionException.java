package com.arenacrm.platform;

/**
 * Somebody else changed the record after this person opened it. Nothing was overwritten; the page
 * says so and shows what is there now (Q03).
 */
public class StaleVersionException extends RuntimeException {

  public StaleVersionException() {
    super(null, null, false, false);
  }

  /**
   * Compares the version that a form carried with the record's own.
   *
   * @throws StaleVersionException when they differ
   */
  public static void check(int formVersion, int recordVersion) {
    if (formVersion != recordVersion) {
      throw new StaleVersionException();
    }
  }
}
