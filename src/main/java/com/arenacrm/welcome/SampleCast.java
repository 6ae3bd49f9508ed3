package com.arenacrm.welcome;

import com.arenacrm.identity.Accounts;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.Role;
import com.arenacrm.shared.EmailAddress;
import java.util.Set;

/** The people who work at Cafés Almendro. */
record SampleCast(CurrentUser lucia, CurrentUser marcos, CurrentUser ines, CurrentUser teresa) {

  static SampleCast hire(Accounts accounts, CurrentUsers users, SampleWords words) {
    return new SampleCast(
        hire(accounts, users, "Lucía Ferrer", "lucia", Role.MARKETING, words.say("team.marketing")),
        hire(accounts, users, "Marcos Vidal", "marcos", Role.SALES, words.say("team.sales")),
        hire(accounts, users, "Inés Soto", "ines", Role.SALES, words.say("team.sales")),
        hire(
            accounts, users, "Teresa Prado", "teresa", Role.MANAGER, words.say("team.management")));
  }

  private static CurrentUser hire(
      Accounts accounts, CurrentUsers users, String name, String mail, Role role, String team) {
    return users.acting(
        accounts.addSamplePerson(
            new EmailAddress(mail + "@muestra.almendro.example"),
            name,
            Set.of(role),
            accounts.team(team)));
  }
}
