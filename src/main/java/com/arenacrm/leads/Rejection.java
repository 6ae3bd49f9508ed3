package com.arenacrm.leads;

/** Why a seller returns a lead to marketing (R060). */
public enum Rejection {
  OUTSIDE_PROFILE,
  NO_ABILITY,
  NO_DATE,
  DUPLICATE,
  BAD_DATA,
  OTHER
}
