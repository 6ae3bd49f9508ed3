package com.arenacrm.contacts;

/** Whether somebody may be sent marketing mail: what they last said, if they ever did. */
public enum ConsentState {
  UNKNOWN,
  GIVEN,
  WITHDRAWN
}
