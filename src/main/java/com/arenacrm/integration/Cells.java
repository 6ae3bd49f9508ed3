package com.arenacrm.integration;

/**
 * Cells of files that Arena gives out. Spreadsheets take what starts with certain signs for a
 * formula and run it; an apostrophe before it keeps it a text, and is taken off again when such a
 * file comes back (Q42).
 */
final class Cells {

  private Cells() {}

  /** The cell with an apostrophe before it if a spreadsheet might take it for a formula. */
  static String guarded(String cell) {
    return couldRun(cell) ? "'" + cell : cell;
  }

  /** What {@link #guarded} was given. */
  static String unguarded(String cell) {
    return cell.startsWith("'") && couldRun(cell) ? cell.substring(1) : cell;
  }

  // Apostrophes that stood there already count as part of the text behind them, so that taking one
  // off always gives back what was there.
  private static boolean couldRun(String cell) {
    int i = 0;
    while (i < cell.length() && cell.charAt(i) == '\'') {
      i++;
    }
    return i < cell.length() && "=+-@\t\r\n".indexOf(cell.charAt(i)) >= 0;
  }
}
