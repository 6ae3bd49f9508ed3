package com.arenacrm.welcome;

import com.arenacrm.identity.Accounts;
import com.arenacrm.identity.Accounts.FirstAdministrator;
import com.arenacrm.identity.Accounts.NewCompany;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes a new Arena: the company, its first administrator, and the sample company if wanted. */
@Component
class SetUp {

  private final Accounts accounts;
  private final SetUpCode code;
  private final SampleCompany sampleCompany;
  private final Clock clock;

  SetUp(Accounts accounts, SetUpCode code, SampleCompany sampleCompany, Clock clock) {
    this.accounts = accounts;
    this.code = code;
    this.sampleCompany = sampleCompany;
    this.clock = clock;
  }

  /** Whether it is still to be done. */
  boolean isOpen() {
    return accounts.isEmpty();
  }

  /**
   * Does it, whole or not at all.
   *
   * @param sample whether the sample company is wanted, too
   * @throws RefusedException when it is done already
   */
  @Transactional
  public UserId complete(NewCompany company, FirstAdministrator administrator, boolean sample) {
    UserId id = accounts.setUp(company, administrator);
    code.forgetAll();
    if (sample) {
      sampleCompany.make(clock.instant());
    }
    return id;
  }
}
