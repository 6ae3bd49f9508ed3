package com.arenacrm.journeys;

import org.junit.jupiter.api.Test;

/** A journey in both languages and at both widths, each with scripts once and once without. */
abstract class FourLooks extends Journey {

  @Test
  void atADesk() {
    go(Look.DESK);
  }

  @Test
  void onATelephoneWithoutScripts() {
    go(Look.PHONE.withoutScripts());
  }

  @Test
  void inEnglishOnATelephone() {
    go(Look.PHONE.inEnglish());
  }

  @Test
  void inEnglishAtADeskWithoutScripts() {
    go(Look.DESK.inEnglish().withoutScripts());
  }
}
