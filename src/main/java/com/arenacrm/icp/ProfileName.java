package com.arenacrm.icp;

/**
 * A profile as other pages offer it.
 *
 * @param signed whether both sides have signed it; it is a draft otherwise
 */
public record ProfileName(ProfileId id, String name, boolean signed) {

  /** The identifier as a form sends it. */
  public String value() {
    return id.toString();
  }

  public String label() {
    return name;
  }
}
