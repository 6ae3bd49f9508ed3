package com.arenacrm.welcome;

import com.arenacrm.identity.Accounts;
import com.arenacrm.identity.Accounts.FirstAdministrator;
import com.arenacrm.identity.Accounts.NewCompany;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes a new Arena: the company, its first administrator, and the sample company if wanted. */
@Component
class SetUp {

  private final Accounts accounts;
  private final SetUpCode code;

  SetUp(Accounts accounts, SetUpCode code) {
    this.accounts = accounts;
    this.code = code;
  }

  /** Whether it is still to be done. */
  boolean isOpen() {
    return accounts.isEmpty();
  }

  /**
   * Does it, whole or not at all.
   *
   * @throws RefusedException when it is done already
   */
  @Transactional
  public UserId complete(NewCompany company, FirstAdministrator administrator) {
    UserId id = accounts.setUp(company, administrator);
    code.forgetAll();
    return id;
  }
}
