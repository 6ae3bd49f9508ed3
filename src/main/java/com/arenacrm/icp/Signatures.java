package com.arenacrm.icp;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the two sides do with an edition: each signs what it read, so each verb carries the version
 * of the edition that was on the page, and each is in the audit trail.
 */
@Component
@Transactional
class Signatures {

  private final Profiles front;
  private final IdealCustomerProfiles profiles;
  private final Editions editions;
  private final AuditTrail audit;

  Signatures(Profiles front, IdealCustomerProfiles profiles, Editions editions, AuditTrail audit) {
    this.front = front;
    this.profiles = profiles;
    this.editions = editions;
    this.audit = audit;
  }

  void propose(ProfileId id, int number, int version, CurrentUser marketing, Instant now) {
    Edition edition = read(id, number, version);
    edition.propose(marketing.id(), now);
    editions.save(edition);
    audit.note(marketing, "profile-proposed", subject(edition));
  }

  void takeBack(ProfileId id, int number, int version, CurrentUser marketing) {
    Edition edition = read(id, number, version);
    edition.takeBack();
    editions.save(edition);
    audit.note(marketing, "profile-taken-back", subject(edition));
  }

  void sign(ProfileId id, int number, int version, CurrentUser sales, Instant now) {
    Edition edition = read(id, number, version);
    front.sign(edition, sales.id(), now);
    audit.note(sales, "profile-signed", subject(edition));
  }

  void sendBack(
      ProfileId id, int number, int version, String comment, CurrentUser sales, Instant now) {
    Edition edition = read(id, number, version);
    edition.sendBack(sales.id(), comment, now);
    editions.save(edition);
    audit.note(sales, "profile-sent-back", subject(edition), null, comment);
  }

  /** Stops looking for such customers. */
  void retire(ProfileId id, CurrentUser marketing, Instant now) {
    IdealCustomerProfile profile = get(id);
    profile.retire(now);
    profiles.save(profile);
    audit.note(marketing, "profile-retired", new Subject("profile", id.id(), profile.name()));
  }

  void bringBack(ProfileId id, CurrentUser marketing) {
    IdealCustomerProfile profile = get(id);
    profile.bringBack();
    profiles.save(profile);
    audit.note(marketing, "profile-brought-back", new Subject("profile", id.id(), profile.name()));
  }

  private Edition read(ProfileId id, int number, int version) {
    Edition edition =
        editions.findByProfileAndNumber(id, number).orElseThrow(NotFoundException::new);
    StaleVersionException.check(version, edition.version());
    if (get(id).retiredAt().isPresent()) {
      throw new RefusedException("icp.retired.closed");
    }
    return edition;
  }

  private IdealCustomerProfile get(ProfileId id) {
    return profiles.findById(id).orElseThrow(NotFoundException::new);
  }

  private Subject subject(Edition edition) {
    ProfileId id = edition.profile();
    return new Subject("profile", id.id(), get(id).name() + " · " + edition.number());
  }
}
