package com.arenacrm.pipeline;

/** What part somebody has in the customer's decision (R044). */
public enum BuyingRole {
  DECIDES,
  USES,
  INFLUENCES,
  PAYS,
  TECHNICAL
}
