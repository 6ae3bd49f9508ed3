package com.arenacrm.leads;

/** What marketing does about a lead that a seller returned (R060). */
public enum ReturnAnswer {
  /** Put right, and handed over once more. */
  HANDED_AGAIN,
  ENDED,
  /** Ended for now; we talk again on a day. */
  RECONTACT,
  /** It is meant for another profile. */
  PROFILE,
  /** An activity goes on with it. */
  NURTURED,
  /** It was there twice, and is one now. */
  MERGED,
  /** The seller was told something; the lead stays with marketing. */
  REPLIED
}
