package com.arenacrm.pipeline;

/** Who won a deal that we lost: somebody else, nobody, or we do not know (R094). */
public enum LostTo {
  COMPETITOR,
  NOBODY,
  UNKNOWN
}
