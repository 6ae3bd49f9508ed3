package com.arenacrm.icp;

import com.arenacrm.contacts.Facts;
import com.arenacrm.contacts.Scorecard;
import com.arenacrm.contacts.Standing;
import com.arenacrm.platform.Folding;

/**
 * A profile's edition in force, to measure people by (R038).
 *
 * @param number the edition's
 * @param signed whether both sides have signed it
 */
public record Yardstick(
    ProfileId profile, String name, int number, boolean signed, Scorecard scorecard) {

  /** How somebody fits, with the reasons. */
  public Fit fit(Facts facts, Folding folding) {
    return Fit.of(profile, name, scorecard, facts, folding);
  }

  /** Where somebody stands. */
  public Standing standing(Facts facts, Folding folding) {
    return scorecard.standing(facts, folding);
  }
}
