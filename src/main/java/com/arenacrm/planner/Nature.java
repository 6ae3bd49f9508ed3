package com.arenacrm.planner;

/**
 * What an activity is meant to bring: people who want to buy, people who know us better, or people
 * who know that we exist (R051). What it really brought is a verdict computed from signals, never
 * typed.
 */
public enum Nature {
  DEMAND,
  RELATIONSHIP,
  AWARENESS
}
