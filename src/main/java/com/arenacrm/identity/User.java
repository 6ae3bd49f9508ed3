package com.arenacrm.identity;

import com.arenacrm.shared.EmailAddress;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * One of our own people: somebody who works with Arena, or who does not and whose deals and
 * customers are here all the same. A user is never deleted, since others' work refers to them, but
 * disabled; only the people of the sample company leave with it, and people without access with the
 * undo of the import that brought them.
 */
@Entity
@Table(schema = "identity", name = "user_account")
public class User {

  @EmbeddedId private UserId id;
  private @Nullable String email;
  private String name;
  private @Nullable String passwordHash;
  private @Nullable String language;
  private @Nullable String timeZone;

  @EmbeddedColumnNaming("team_%s")
  private @Nullable TeamId team;

  private boolean enabled;
  private boolean withoutAccess;
  private boolean sample;
  private int credentialEra;
  private Instant createdAt;
  @Version private @Nullable Integer version;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      schema = "identity",
      name = "user_role",
      joinColumns = @JoinColumn(name = "user_id"))
  @Column(name = "role")
  @Enumerated(EnumType.STRING)
  private Set<Role> roles = EnumSet.noneOf(Role.class);

  protected User() {}

  User(UserId id, EmailAddress email, String name, Set<Role> roles, Instant now) {
    this.id = id;
    this.email = email.value();
    this.name = name;
    this.roles = EnumSet.copyOf(roles);
    this.enabled = true;
    this.createdAt = now;
  }

  public UserId id() {
    return id;
  }

  /** The address under which they sign in; without access there may be none. */
  public Optional<EmailAddress> email() {
    return Optional.ofNullable(email).map(EmailAddress::new);
  }

  public String name() {
    return name;
  }

  public Set<Role> roles() {
    return Set.copyOf(roles);
  }

  public Optional<TeamId> team() {
    return Optional.ofNullable(team);
  }

  public boolean isEnabled() {
    return enabled;
  }

  /**
   * Whether nobody has let them in yet: they can neither sign in nor be given work, and are told
   * nothing. Not the same as somebody who could sign in once and was disabled.
   */
  public boolean isWithoutAccess() {
    return withoutAccess;
  }

  /** Whether this is a person of the sample company, who cannot sign in. */
  public boolean isSample() {
    return sample;
  }

  /** Whether the invitation is still open: nobody has chosen a password yet. */
  public boolean isInvited() {
    return passwordHash == null && !sample && !withoutAccess;
  }

  /** Language of the pages, {@code es} or {@code en}; empty to follow the browser. */
  public Optional<String> language() {
    return Optional.ofNullable(language);
  }

  /** Zone in which this person reads times; empty for the company's own. */
  public Optional<ZoneId> timeZone() {
    return Optional.ofNullable(timeZone).map(ZoneId::of);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  Optional<String> passwordHash() {
    return Optional.ofNullable(passwordHash);
  }

  int credentialEra() {
    return credentialEra;
  }

  /** Chooses a new password; every other session of this user ends. */
  void choosePassword(String hash) {
    passwordHash = hash;
    credentialEra++;
  }

  /** Takes effect on this user's next request, whatever they have open (Q23). */
  void change(String name, Set<Role> roles, @Nullable TeamId team) {
    this.name = name;
    this.roles.clear();
    this.roles.addAll(roles);
    this.team = team;
  }

  void prefer(String name, @Nullable String language, @Nullable ZoneId timeZone) {
    this.name = name;
    this.language = language;
    this.timeZone = timeZone == null ? null : timeZone.getId();
  }

  /** Ends all sessions and refuses new ones. */
  void disable() {
    enabled = false;
    credentialEra++;
  }

  void enable() {
    enabled = true;
  }

  /** Lets somebody in who was without access; they choose a password by their invitation. */
  void giveAccess(EmailAddress address) {
    email = address.value();
    withoutAccess = false;
    enabled = true;
  }

  void markAsSample() {
    sample = true;
  }
}
