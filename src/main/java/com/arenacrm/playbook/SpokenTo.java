package com.arenacrm.playbook;

/** To whom a script speaks, by their part in the purchase (R044, R102). */
public enum SpokenTo {
  DECIDES,
  USES,
  INFLUENCES,
  PAYS,
  TECHNICAL
}
