package com.arenacrm.icp.research;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.shared.HourglassPhase;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that somebody found out, with its source and its day (R042, R076, R077, R091). */
@Entity
@Table(schema = "icp", name = "research_note")
class ResearchNote {

  @EmbeddedId private ResearchNoteId id;
  private @Nullable UUID profileId;
  private @Nullable UUID companyId;
  private @Nullable String market;

  @Enumerated(EnumType.STRING)
  private ResearchMethod method;

  @Enumerated(EnumType.STRING)
  private @Nullable HourglassPhase phase;

  private String title;
  private String finding;
  private String source;
  private @Nullable String link;
  private LocalDate foundOn;
  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected ResearchNote() {}

  ResearchNote(ResearchNoteId id, Finding finding, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    change(finding);
  }

  ResearchNoteId id() {
    return id;
  }

  int version() {
    return version == null ? 0 : version;
  }

  Instant createdAt() {
    return createdAt;
  }

  UUID createdBy() {
    return createdBy;
  }

  Finding finding() {
    return new Finding(
        profileId == null ? null : new ProfileId(profileId),
        companyId == null ? null : new CompanyId(companyId),
        market,
        method,
        phase,
        title,
        finding,
        source,
        link,
        foundOn);
  }

  /** Whoever wrote it may change it, and marketing may change all. */
  boolean mayBeChangedBy(CurrentUser actor) {
    return actor.isMarketing() || actor.id().id().equals(createdBy);
  }

  void change(Finding said) {
    profileId = said.profile() == null ? null : said.profile().id();
    companyId = said.company() == null ? null : said.company().id();
    market = said.market();
    method = said.method();
    phase = said.phase();
    title = said.title();
    finding = said.text();
    source = said.source();
    link = said.link();
    foundOn = said.foundOn();
  }
}
