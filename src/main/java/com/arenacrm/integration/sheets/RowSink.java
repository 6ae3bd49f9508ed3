package com.arenacrm.integration.sheets;

import java.io.IOException;
import java.util.List;

/** Where the rows of a file go, table by table. */
public interface RowSink {

  /** Begins a table; the rows that follow are its own. */
  void table(String name) throws IOException;

  /**
   * A row of the table.
   *
   * @param number its number in the file, as people see it there
   * @param cells without empty ones at the end
   */
  void row(long number, List<String> cells) throws IOException;
}
