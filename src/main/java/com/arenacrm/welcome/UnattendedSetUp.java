package com.arenacrm.welcome;

import com.arenacrm.identity.Accounts;
import com.arenacrm.identity.Accounts.FirstAdministrator;
import com.arenacrm.identity.Accounts.NewCompany;
import com.arenacrm.platform.CannotStartException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.WorkingCalendar;
import java.time.ZoneId;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Sets Arena up without a page, from {@code ARENA_SETUP_ADMIN_EMAIL}, {@code
 * ARENA_SETUP_ADMIN_PASSWORD}, {@code ARENA_SETUP_COMPANY} and {@code ARENA_SETUP_SAMPLE}. Does
 * nothing once a user exists, so the variables may stay.
 */
@Component
class UnattendedSetUp implements SmartInitializingSingleton {

  private final SetUp setUp;
  private final Accounts accounts;
  private final String email;
  private final String password;
  private final String company;
  private final boolean sample;

  UnattendedSetUp(
      SetUp setUp,
      Accounts accounts,
      @Value("${arena.setup.admin-email:}") String email,
      @Value("${arena.setup.admin-password:}") String password,
      @Value("${arena.setup.company:Arena}") String company,
      @Value("${arena.setup.sample:false}") @Nullable Boolean sample) {
    this.setUp = setUp;
    this.accounts = accounts;
    this.email = email;
    this.password = password;
    // A compose file passes on as empty what a file .env leaves empty.
    this.company = company.isBlank() ? "Arena" : company;
    this.sample = Boolean.TRUE.equals(sample);
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (email.isBlank() || !setUp.isOpen()) {
      return;
    }
    EmailAddress address =
        EmailAddress.parse(email)
            .orElseThrow(
                () ->
                    new CannotStartException(
                        "ARENA_SETUP_ADMIN_EMAIL is not an e-mail address; correct it and start"
                            + " again."));
    if (accounts.objectionTo(password, address, "").isPresent()) {
      throw new CannotStartException(
          "ARENA_SETUP_ADMIN_PASSWORD is shorter than 8 or longer than 128 characters, or among"
              + " the most used; choose another and start again.");
    }
    String name = address.value().substring(0, address.value().indexOf('@'));
    try {
      setUp.complete(
          new NewCompany(
              company,
              "es",
              ZoneId.of("Europe/Madrid"),
              Currency.getInstance("EUR"),
              "ES",
              WorkingCalendar.officeHours(ZoneId.of("Europe/Madrid")).hours()),
          new FirstAdministrator(address, name, password),
          sample);
    } catch (RefusedException e) {
      // Another node was quicker; that is as good.
    }
  }
}
