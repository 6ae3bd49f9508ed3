package com.arenacrm.icp;

import com.arenacrm.identity.UserId;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.AbstractAggregateRoot;

/**
 * The kind of customer we want: one that buys regularly, pays well and on time, and recommends us
 * (R004). What it says changes from edition to edition; the profile itself is its name, and whether
 * we still look for such customers.
 */
@Entity
@Table(schema = "icp", name = "profile")
public class IdealCustomerProfile extends AbstractAggregateRoot<IdealCustomerProfile> {

  /**
   * Whom the profile wants changed: an edition was signed, or rewritten while none was signed yet,
   * or we stopped or started again to look for such customers.
   */
  public record Changed(ProfileId profile) {}

  @EmbeddedId private ProfileId id;
  private String name;
  private @Nullable Instant retiredAt;
  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected IdealCustomerProfile() {}

  IdealCustomerProfile(ProfileId id, String name, UserId actor, Instant now) {
    this.id = id;
    this.name = name;
    this.createdAt = now;
    this.createdBy = actor.id();
  }

  public ProfileId id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** When we stopped looking for such customers; empty while we do. */
  public Optional<Instant> retiredAt() {
    return Optional.ofNullable(retiredAt);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  void rename(String name) {
    this.name = name;
  }

  /** Stops looking for such customers; once stopped, the first time counts. */
  void retire(Instant now) {
    if (retiredAt == null) {
      retiredAt = now;
      announce();
    }
  }

  void bringBack() {
    retiredAt = null;
    announce();
  }

  void announce() {
    registerEvent(new Changed(id));
  }
}
