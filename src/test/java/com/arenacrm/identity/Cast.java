package com.arenacrm.identity;

import com.arenacrm.identity.Accounts.FirstAdministrator;
import com.arenacrm.identity.Accounts.NewCompany;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.annotation.Transactional;

/**
 * The people of all tests: Cafés Almendro, a coffee roaster, with Lucía in marketing, Marcos and
 * Inés in sales (of different teams), Teresa, who manages, and Andrés, who administers. They exist
 * from the first test on.
 */
@TestComponent
public class Cast {

  /** What everybody's password is. */
  public static final String PASSWORD = "café con leche 9";

  private final Accounts accounts;
  private final Users users;
  private final Organizations organizations;
  private final CurrentUsers currentUsers;
  private final WorkZones zones;
  private final Passwords passwords;
  private final Clock clock;
  private @Nullable String hash;

  Cast(
      Accounts accounts,
      Users users,
      Organizations organizations,
      CurrentUsers currentUsers,
      WorkZones zones,
      Passwords passwords,
      Clock clock) {
    this.accounts = accounts;
    this.users = users;
    this.organizations = organizations;
    this.currentUsers = currentUsers;
    this.zones = zones;
    this.passwords = passwords;
    this.clock = clock;
  }

  public CurrentUser lucia() {
    return person("Lucía Ferrer", "lucia", "Marketing", Role.MARKETING);
  }

  public CurrentUser marcos() {
    return person("Marcos Vidal", "marcos", "Norte", Role.SALES);
  }

  /** Sells in the other team. */
  public CurrentUser ines() {
    return person("Inés Soto", "ines", "Sur", Role.SALES);
  }

  public CurrentUser teresa() {
    return person("Teresa Prado", "teresa", "Dirección", Role.MANAGER);
  }

  public CurrentUser andres() {
    return person("Andrés Mora", "andres", null, Role.ADMINISTRATOR);
  }

  /** Does marketing and sales, as people in small companies do. */
  public CurrentUser nuria() {
    return person("Nuria Bello", "nuria", "Norte", Role.MARKETING, Role.SALES);
  }

  /** The person who holds just this role. */
  public CurrentUser in(Role role) {
    return switch (role) {
      case MARKETING -> lucia();
      case SALES -> marcos();
      case MANAGER -> teresa();
      case ADMINISTRATOR -> andres();
    };
  }

  /** Anybody else, as they are now. */
  public CurrentUser reread(UserId id) {
    return currentUsers.acting(id);
  }

  /** Makes a request that person's, as if they had signed in. */
  public RequestPostProcessor as(CurrentUser user) {
    User known = users.findById(user.id()).orElseThrow();
    SignedIn signedIn =
        new SignedIn(known.id().id(), known.credentialEra(), clock.instant(), null, 0);
    return SecurityMockMvcRequestPostProcessors.authentication(
        UsernamePasswordAuthenticationToken.authenticated(signedIn, null, Set.of()));
  }

  /** Which leads and deals sales people see; give it back after the test. */
  @Transactional
  public Visibility see(Visibility visibility) {
    Organization company = organizations.current();
    Visibility before = company.visibility();
    company.agree(
        visibility, company.responseTarget(), company.idleAfterDays(), company.demandWindowDays());
    organizations.save(company);
    return before;
  }

  /** Gives somebody holidays of their own from then on; {@link #workAsUsual} takes them away. */
  @Transactional
  public UUID workElsewhere(UserId who, List<LocalDate> holidays, Instant now) {
    UUID zone = UUID.randomUUID();
    zones.add(
        new WorkZones.WorkZone(zone, "Zona " + zone, null, null, holidays, Set.of(who.id()), 0),
        andres(),
        now);
    return zone;
  }

  @Transactional
  public void workAsUsual(UUID zone, Instant now) {
    zones.remove(zone, andres(), now);
  }

  /** The settings of the company. */
  public Organization company() {
    setUp();
    return organizations.current();
  }

  private synchronized void setUp() {
    if (accounts.isEmpty()) {
      ZoneId madrid = ZoneId.of("Europe/Madrid");
      accounts.setUp(
          new NewCompany(
              "Cafés Almendro, S.L.",
              "es",
              madrid,
              Currency.getInstance("EUR"),
              "ES",
              WorkingCalendar.officeHours(madrid).hours()),
          new FirstAdministrator(address("andres"), "Andrés Mora", PASSWORD));
    }
  }

  private synchronized CurrentUser person(
      String name, String email, @Nullable String team, Role... roles) {
    EnumSet<Role> held = EnumSet.copyOf(List.of(roles));
    setUp();
    UserId id =
        users
            .findByEmail(address(email).value())
            .map(User::id)
            .orElseGet(
                () -> {
                  User user = new User(UserId.next(), address(email), name, held, clock.instant());
                  user.change(name, held, team == null ? null : accounts.team(team));
                  user.choosePassword(hash());
                  return users.save(user).id();
                });
    return currentUsers.acting(id);
  }

  /** Made once: it is slow on purpose, and everybody has the same password. */
  private synchronized String hash() {
    if (hash == null) {
      hash = passwords.hash(PASSWORD);
    }
    return hash;
  }

  private static EmailAddress address(String name) {
    return new EmailAddress(name + "@almendro.example");
  }
}
