package com.arenacrm.insight.agreement;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How far leads came on their way to the close; whoever reached a step passed those before. */
enum Step {
  CAME_IN,
  QUALIFIED,
  HANDED,
  ACCEPTED,
  TALKED,
  WON;

  /** As in addresses and message keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Step> of(String key) {
    return Stream.of(values()).filter(step -> step.key().equals(key)).findFirst();
  }
}
