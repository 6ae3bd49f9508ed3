package com.arenacrm.pipeline;

/** Why a deal was lost; asked at each loss, so that the funnel can say where and why (R093). */
public enum LostReason {
  PRICE,
  NO_NEED,
  NO_ABILITY,
  TIMING,
  PRODUCT,
  SILENCE,
  OTHER
}
