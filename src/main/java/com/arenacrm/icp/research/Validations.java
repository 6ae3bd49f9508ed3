package com.arenacrm.icp.research;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether profiles have been found true (R068). An edition is a hypothesis until somebody concludes
 * from research notes that it holds, or that it does not; either can be opened again.
 */
@Component
@Transactional
public class Validations {

  /** What was concluded. */
  public enum Verdict {
    VALIDATED,
    REFUTED,
    /** It is a hypothesis again. */
    REOPENED;

    boolean needsEvidence() {
      return this != REOPENED;
    }

    /** What can be concluded next. */
    static List<Verdict> after(@Nullable Verdict latest) {
      return latest == null || latest == REOPENED
          ? List.of(VALIDATED, REFUTED)
          : List.of(REOPENED, latest == VALIDATED ? REFUTED : VALIDATED);
    }
  }

  /** The signed edition of a profile. */
  record Subjected(UUID edition, String name, int number, boolean signed, boolean retired) {}

  /** A conclusion, with the notes that it rests on. */
  record Conclusion(
      UUID id, Verdict verdict, String conclusion, Instant createdAt, UUID createdBy) {}

  /**
   * A note that a conclusion rests on.
   *
   * @param thenTitle what it was called when it was cited; null where it still says the same
   * @param thenFinding what it said then
   * @param changedAt when it was changed first since
   */
  record Evidence(
      UUID validationId,
      UUID noteId,
      String title,
      @Nullable String thenTitle,
      @Nullable String thenFinding,
      @Nullable String thenSource,
      @Nullable LocalDate thenFoundOn,
      @Nullable Instant changedAt,
      @Nullable UUID changedBy) {

    /** Whether it says something else than when it was cited. */
    public boolean isChanged() {
      return changedAt != null;
    }
  }

  private final AuditTrail audit;
  private final JdbcClient jdbc;

  Validations(AuditTrail audit, JdbcClient jdbc) {
    this.audit = audit;
    this.jdbc = jdbc;
  }

  /** The edition of the profile that is in force. */
  @Transactional(readOnly = true)
  Optional<Subjected> inForce(ProfileId profile) {
    return jdbc.sql(
            """
            select f.id as edition, p.name, f.number, f.state = 'SIGNED' as signed,
                   p.retired_at is not null as retired
            from icp.edition_in_force f join icp.profile p on p.id = f.profile_id
            where f.profile_id = :profile
            """)
        .param("profile", profile.id())
        .query(Subjected.class)
        .optional();
  }

  /** What was concluded about an edition, the latest first. */
  @Transactional(readOnly = true)
  List<Conclusion> of(UUID edition) {
    return jdbc.sql(
            """
            select id, verdict, conclusion, created_at, created_by from icp.validation
            where edition_id = :edition order by created_at desc, id desc limit 50
            """)
        .param("edition", edition)
        .query(Conclusion.class)
        .list();
  }

  /** The notes that the conclusions about an edition rest on. */
  @Transactional(readOnly = true)
  List<Evidence> evidence(UUID edition) {
    return jdbc.sql(
            """
            select e.validation_id, n.id as note_id, n.title, b.title as then_title,
                   b.finding as then_finding, b.source as then_source, b.found_on as then_found_on,
                   b.replaced_at as changed_at, b.replaced_by as changed_by
            from icp.validation v join icp.validation_evidence e on e.validation_id = v.id
            join icp.research_note n on n.id = e.note_id
            left join lateral (select * from icp.research_note_before b
              where b.note_id = e.note_id and b.version >= e.note_version
              order by b.version limit 1) b on true
            where v.edition_id = :edition order by n.found_on desc, n.id desc
            """)
        .param("edition", edition)
        .query(Evidence.class)
        .list();
  }

  boolean isThere(UUID id) {
    return jdbc.sql("select exists (select from icp.validation where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /**
   * Keeps a conclusion.
   *
   * @param seen the latest conclusion that was on the page; null when there was none
   * @throws RefusedException when the edition is not signed, the verdict does not follow, or no
   *     note about the profile supports it
   * @throws StaleVersionException when somebody else concluded something meanwhile
   */
  public void conclude(
      UUID id,
      ProfileId profile,
      @Nullable UUID seen,
      Verdict verdict,
      String conclusion,
      Collection<UUID> notes,
      CurrentUser actor,
      Instant now) {
    // Whoever concludes at the same time waits here.
    jdbc.sql("select 1 from icp.profile where id = :id for update")
        .param("id", profile.id())
        .query(Integer.class)
        .optional()
        .orElseThrow(NotFoundException::new);
    Subjected subject = inForce(profile).orElseThrow(NotFoundException::new);
    Conclusion latest = of(subject.edition()).stream().findFirst().orElse(null);
    if (!Objects.equals(seen, latest == null ? null : latest.id())) {
      throw new StaleVersionException();
    }
    if (!subject.signed() || subject.retired()) {
      throw new RefusedException("validation.unsigned");
    }
    if (!Verdict.after(latest == null ? null : latest.verdict()).contains(verdict)) {
      throw new RefusedException("choose");
    }
    // What speaks for opening it again is kept, too, where somebody names it.
    Set<UUID> about = aboutProfile(profile, notes);
    if (verdict.needsEvidence() && about.isEmpty()) {
      throw new RefusedException("validation.noEvidence");
    }
    jdbc.sql(
            """
            insert into icp.validation (id, edition_id, verdict, conclusion, created_at, created_by)
            values (:id, :edition, :verdict, :conclusion, :now, :actor)
            """)
        .param("id", id)
        .param("edition", subject.edition())
        .param("verdict", verdict.name())
        .param("conclusion", conclusion)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    about.forEach(
        note ->
            jdbc.sql(
                    """
                    insert into icp.validation_evidence (validation_id, note_id, note_version)
                    select :id, n.id, n.version from icp.research_note n where n.id = :note
                    """)
                .param("id", id)
                .param("note", note)
                .update());
    audit.note(
        actor,
        "profile-checked",
        new Subject("profile", profile.id(), subject.name() + " · " + subject.number()),
        latest == null ? null : "#{validation.short." + latest.verdict() + "}",
        "#{validation.short." + verdict + "}: " + conclusion);
  }

  private Set<UUID> aboutProfile(ProfileId profile, Collection<UUID> notes) {
    return notes.isEmpty()
        ? Set.of()
        : Set.copyOf(
            jdbc.sql(
                    """
                    select id from icp.research_note where profile_id = :profile and id in (:notes)
                    """)
                .param("profile", profile.id())
                .param("notes", notes)
                .query(UUID.class)
                .list());
  }
}
