package com.arenacrm.platform;

import java.util.Optional;

/**
 * Something that the person who started Arena should read once it is ready, such as where to begin
 * with an empty installation. Declare a bean of this type; its text is printed below the line with
 * the address, in the order of the beans.
 */
@FunctionalInterface
public interface StartupNotice {

  /** The text, of one or more lines, for this start; empty when there is nothing to say. */
  Optional<String> notice();
}
