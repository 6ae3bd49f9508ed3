package com.arenacrm.pipeline.moments;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.List;

/**
 * What a seller's day holds besides handoffs and deals (R034, R063). Declared here, known on the
 * floor above; asked once for each day that is shown, so that it answers with a statement.
 */
public interface Moments {

  /** So many are shown at once. */
  int MOST = 30;

  /**
   * A reason to talk to a customer today.
   *
   * @param kind as in {@code day.tag.…}
   * @param pressing whether it should have been done by now
   * @param customer by name
   * @param path where it is dealt with, on this server
   * @param textKey the key of the sentence that says why
   * @param arguments of the sentence, as the viewer reads them
   * @param actionKey the key of what to do there
   */
  record Moment(
      String kind,
      boolean pressing,
      String customer,
      String path,
      String textKey,
      List<String> arguments,
      String actionKey) {}

  /**
   * Those of somebody's day, the most pressing first.
   *
   * @param owner whose day it is
   * @param viewer who looks at it, and sees only what is theirs to see
   */
  List<Moment> of(CurrentUser owner, CurrentUser viewer, LocalDate today, Formats show);
}
