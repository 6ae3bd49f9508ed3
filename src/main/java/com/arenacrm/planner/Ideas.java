package com.arenacrm.planner;

import java.util.Locale;
import java.util.Optional;

/** Where activities to start from come from; declared here, kept by the templates. */
public interface Ideas {

  /** The one of that key, in the language; empty when there is none, or it is no longer offered. */
  Optional<Idea> idea(String key, Locale locale);
}
