package com.arenacrm.identity;

/**
 * Which leads and deals a sales person sees: their own, their team's, or all. Set by the
 * administrator for the whole company; marketing, managers and administrators see all.
 */
public enum Visibility {
  OWN,
  TEAM,
  ALL
}
