package com.arenacrm.lists;

import com.arenacrm.platform.Filters;
import java.util.List;
import java.util.Map;

/** A list of records, as the module that holds them declares it. */
public interface WorkList {

  /** Its name in addresses and stored views; never changes. */
  String key();

  /** Where it stands, such as {@code /leads}; may bring a parameter of its own. */
  String path();

  /** Message key of its name. */
  String title();

  /** What it can show, in its usual order. */
  List<ListColumn> columns();

  /**
   * What an address asks of it: filter and order, by parameter, in one spelling. What the list does
   * not know, or cannot read, is left out and noted there; so is what holds anyway, without a note.
   * This is all that a saved view keeps, and all that is ever asked of the list again.
   */
  Map<String, String> read(Filters address);
}
