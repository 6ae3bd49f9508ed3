package com.arenacrm.pipeline.day;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.List;

/**
 * Knows of things that somebody has to do on a day. A module that has such things declares a bean
 * of this type; it answers by one statement, whatever there is.
 */
public interface DayWork {

  /** So many of one kind are shown at once; a day that holds more is not worked by looking. */
  int MOST = 30;

  /**
   * What is to be done.
   *
   * @param owner whose day it is
   * @param viewer who looks at it, and sees only what is theirs to see
   * @param today the company's day
   * @param show how the viewer reads days and amounts
   */
  List<DayItem> of(CurrentUser owner, CurrentUser viewer, LocalDate today, Formats show);
}
