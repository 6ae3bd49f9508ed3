package com.arenacrm.icp.research;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to what we found out about customers and markets. */
@Component
@Transactional
public class Research {

  private static final int PAGE = 30;

  /** So many former wordings of a note are shown. */
  private static final int MOST_BEFORE = 50;

  /** What a note said until somebody changed it. */
  record Before(
      String title,
      String finding,
      String source,
      @Nullable String link,
      @Nullable String market,
      ResearchMethod method,
      @Nullable HourglassPhase phase,
      LocalDate foundOn,
      Instant replacedAt,
      UUID replacedBy) {}

  /**
   * One line of a list of notes.
   *
   * @param evidence how many conclusions about a profile rest on it
   */
  record Row(
      UUID id,
      @Nullable UUID profileId,
      @Nullable String profileName,
      @Nullable UUID companyId,
      @Nullable String market,
      ResearchMethod method,
      @Nullable HourglassPhase phase,
      String title,
      String finding,
      String source,
      @Nullable String link,
      LocalDate foundOn,
      UUID createdBy,
      int evidence) {}

  /** Which notes are meant; what is null or empty does not narrow them. */
  record Query(
      @Nullable ProfileId profile,
      @Nullable CompanyId company,
      @Nullable ResearchMethod method,
      boolean markets,
      boolean expected,
      String text) {

    public boolean isNarrowed() {
      return profile != null
          || company != null
          || method != null
          || markets
          || expected
          || !text.isEmpty();
    }
  }

  private final ResearchNotes notes;
  private final Folding folding;
  private final JdbcClient jdbc;

  Research(ResearchNotes notes, Folding folding, JdbcClient jdbc) {
    this.notes = notes;
    this.folding = folding;
    this.jdbc = jdbc;
  }

  /**
   * Adds a note.
   *
   * @param id chosen by the caller, so that sending a form twice adds one note
   */
  public void note(ResearchNoteId id, Finding finding, UserId actor, Instant now) {
    notes.save(new ResearchNote(id, finding, actor, now));
  }

  /**
   * Says it anew; what it said before is kept.
   *
   * @throws RefusedException when it would be about another profile, and a conclusion rests on it
   */
  void change(ResearchNote note, Finding finding, UserId actor, Instant now) {
    if (note.finding().equals(finding)) {
      return;
    }
    if (isEvidence(note.id()) && !profileStays(note, finding)) {
      throw new RefusedException("research.evidence.profile");
    }
    // Of two changes at once the version decides below.
    jdbc.sql(
            """
            insert into icp.research_note_before (note_id, version, profile_id, market, method,
              phase, title, finding, source, link, found_on, replaced_at, replaced_by)
            select n.id, n.version, n.profile_id, n.market, n.method, n.phase, n.title, n.finding,
              n.source, n.link, n.found_on, :now, :actor
            from icp.research_note n where n.id = :note
            on conflict (note_id, version) do nothing
            """)
        .param("note", note.id().id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
    note.change(finding);
    notes.save(note);
  }

  /** What the note said before, the latest first. */
  @Transactional(readOnly = true)
  List<Before> before(ResearchNoteId note) {
    return jdbc.sql(
            """
            select b.title, b.finding, b.source, b.link, b.market, b.method, b.phase, b.found_on,
                   b.replaced_at, b.replaced_by
            from icp.research_note_before b where b.note_id = :note
            order by b.version desc limit :most
            """)
        .param("note", note.id())
        .param("most", MOST_BEFORE)
        .query(Before.class)
        .list();
  }

  /** How many conclusions about a profile rest on the note. */
  @Transactional(readOnly = true)
  int conclusionsOn(ResearchNoteId note) {
    return jdbc.sql("select count(*) from icp.validation_evidence where note_id = :id")
        .param("id", note.id())
        .query(Integer.class)
        .single();
  }

  /**
   * Deletes a note.
   *
   * @throws RefusedException when a conclusion about a profile rests on it
   */
  void delete(ResearchNoteId id, CurrentUser actor) {
    ResearchNote note =
        notes.findById(id).filter(n -> n.mayBeChangedBy(actor)).orElseThrow(NotFoundException::new);
    if (isEvidence(id)) {
      throw new RefusedException("research.evidence");
    }
    notes.delete(note);
  }

  /** Notes, the latest found first. */
  @Transactional(readOnly = true)
  Slice<Row> list(Query query, @Nullable UUID after, int most) {
    List<Row> rows =
        jdbc.sql(
                """
                select n.id, n.profile_id, p.name as profile_name, n.company_id, n.market, n.method, n.phase, n.title,
                       n.finding, n.source, n.link, n.found_on, n.created_by,
                       (select count(*) from icp.validation_evidence e where e.note_id = n.id)
                         as evidence
                from icp.research_note n left join icp.profile p on p.id = n.profile_id
                where (cast(:profile as uuid) is null or n.profile_id = :profile)
                  and (cast(:company as uuid) is null or n.company_id = :company)
                  and (cast(:method as text) is null or n.method = :method)
                  and (not :markets or n.market is not null)
                  and (not :expected or n.phase is not null)
                  and (:text = '' or n.search like :pattern)
                  and (cast(:after as uuid) is null or (n.found_on, n.id) <
                    (select a.found_on, a.id from icp.research_note a where a.id = :after))
                order by n.found_on desc, n.id desc limit :limit
                """)
            .param("profile", query.profile() == null ? null : query.profile().id())
            .param("company", query.company() == null ? null : query.company().id())
            .param("method", query.method() == null ? null : query.method().name())
            .param("markets", query.markets())
            .param("expected", query.expected())
            .param("text", query.text())
            .param("pattern", Slice.containing(folding.fold(query.text())))
            .param("after", after)
            .param("limit", most + 1)
            .query(Row.class)
            .list();
    return Slice.of(rows, most, Row::id);
  }

  @Transactional(readOnly = true)
  Slice<Row> page(Query query, @Nullable UUID after) {
    return list(query, after, PAGE);
  }

  private boolean isEvidence(ResearchNoteId id) {
    return jdbc.sql("select exists (select from icp.validation_evidence where note_id = :id)")
        .param("id", id.id())
        .query(Boolean.class)
        .single();
  }

  private static boolean profileStays(ResearchNote note, Finding finding) {
    ProfileId before = note.finding().profile();
    return before == null || before.equals(finding.profile());
  }
}
