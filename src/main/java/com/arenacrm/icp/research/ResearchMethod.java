package com.arenacrm.icp.research;

/** How something was found out (R077). */
public enum ResearchMethod {
  INTERVIEW,
  OBSERVATION,
  /** What people say and leave behind online. */
  ONLINE,
  FOCUS_GROUP,
  SURVEY,
  STUDY
}
