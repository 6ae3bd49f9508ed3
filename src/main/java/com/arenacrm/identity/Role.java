package com.arenacrm.identity;

import java.util.Locale;

/** What somebody does at work; one person may hold several roles (R002, R071). */
public enum Role {
  MARKETING("/planner/week"),
  SALES("/pipeline/day"),
  MANAGER("/reports/coverage"),
  ADMINISTRATOR("/welcome");

  private final String home;

  Role(String home) {
    this.home = home;
  }

  /** The page on which this role's day starts. */
  public String home() {
    return home;
  }

  /** The name in lower case, as in message keys and in the matrix of routes. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
