package com.arenacrm.playbook;

import java.util.List;

/**
 * What tells a story on floors above, so that whoever retires it hears what goes on telling it
 * (R073).
 */
public interface StoryTellers {

  /** So many of each kind are named. */
  int MOST = 20;

  /**
   * Something that tells a story and goes on doing so.
   *
   * @param kind {@code activity}, {@code form} or {@code script}
   * @param page its address
   */
  record Teller(String kind, String title, String page) {

    /** Whether only marketing has the page. */
    public boolean isMarketings() {
      return kind.equals("form");
    }
  }

  /** By title, at most {@link #MOST}. */
  List<Teller> of(StoryId story);
}
