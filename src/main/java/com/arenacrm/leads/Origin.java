package com.arenacrm.leads;

/** How a lead came to us. */
public enum Origin {
  /** The person filled in a public form. */
  FORM,
  /** One of us wrote it down. */
  MANUAL,
  /** It came with a file. */
  IMPORT,
  /** Somebody who knows us recommended us. */
  REFERRAL
}
