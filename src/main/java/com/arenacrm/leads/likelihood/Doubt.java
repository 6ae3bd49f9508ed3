package com.arenacrm.leads.likelihood;

/** Why a fact is left out unless somebody puts it back. */
enum Doubt {
  /** Alone it tells nearly all of the outcome, as hardly anything does that is known before. */
  TELLS_TOO_MUCH(true),
  /** Some of its values mean a sale for certain and others none for certain. */
  SURE_BOTH_WAYS(true),
  /** It is known only where another doubtful fact is, as what is written down in one go. */
  WRITTEN_WITH(true),
  /** It is known far more often of those that bought. */
  FILLED_FOR_BUYERS(true),
  /** It is known far more often of leads that have ended than of those still open. */
  FILLED_WHEN_ENDED(true),
  /** It was often filled in after the lead had come in. */
  FILLED_LATER(true),
  /** By its name it is noted afterwards, goes on changing, or is somebody's judgement. */
  NAMED_SO(true),
  /** It is a date, which does not come back. */
  DATE(false),
  /** It differs from one lead to the next. */
  TOO_VARIED(false),
  /** It is the same for all. */
  ALWAYS_SAME(false);

  private final boolean leak;

  Doubt(boolean leak) {
    this.leak = leak;
  }

  /** Whether it looks filled in after the lead had come in, and not merely useless. */
  public boolean leak() {
    return leak;
  }
}
