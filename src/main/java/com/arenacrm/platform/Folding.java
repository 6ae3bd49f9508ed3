package com.arenacrm.platform;

/**
 * Makes texts comparable as people read them, without case or accents: the twin in Java of the
 * database's {@code platform.fold}, with the same answer for each text.
 */
@FunctionalInterface
public interface Folding {

  /** The text in lower case and without accents. */
  String fold(String text);
}
