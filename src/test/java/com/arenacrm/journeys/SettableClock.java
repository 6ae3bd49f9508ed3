package com.arenacrm.journeys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The application's clock in the journeys: it stands still until a journey moves it, so that days
 * and weeks on pages are the same whenever the journeys run. Sessions expire by the system's clock.
 */
final class SettableClock extends Clock {

  /** Wednesday of week 47, half past ten in the morning in Madrid. */
  static final Instant START = Instant.parse("2026-11-18T09:30:00Z");

  private volatile Instant now = START;

  void set(Instant instant) {
    now = instant;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return zone.equals(getZone()) ? this : Clock.fixed(now, zone);
  }
}
