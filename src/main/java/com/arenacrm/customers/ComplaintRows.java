package com.arenacrm.customers;

import com.arenacrm.customers.CustomerMoments.Kind;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.tasks.TalkSettles;
import com.arenacrm.platform.NotFoundException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A talk noted in the row of a low score that is no task of anybody has seen to it (R029). */
@Component
class ComplaintRows implements TalkSettles {

  private final CheckIns checkIns;

  ComplaintRows(CheckIns checkIns) {
    this.checkIns = checkIns;
  }

  @Override
  public boolean isOpen(String row, CurrentUser viewer) {
    return id(row).filter(id -> checkIns.isOpen(id, viewer)).isPresent();
  }

  @Override
  public void settle(String row, String how, CurrentUser actor, Instant now) {
    checkIns.settle(id(row).orElseThrow(NotFoundException::new), how, actor, now);
  }

  private static Optional<CheckInId> id(String row) {
    String before = CustomerMoments.rowOf(Kind.UNHAPPY, "");
    if (!row.startsWith(before)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new CheckInId(UUID.fromString(row.substring(before.length()))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
