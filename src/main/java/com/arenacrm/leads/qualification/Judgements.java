package com.arenacrm.leads.qualification;

import com.arenacrm.contacts.Facts;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.Grade;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.qualification.Criterion.Standing;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to judging leads by the definition in force, and to what sellers checked. */
@Component
@Transactional
public class Judgements {

  /**
   * What somebody answered to a question about a lead.
   *
   * @param note what they add; null for nothing
   */
  public record Answer(boolean met, @Nullable String note, Instant at, UUID by) {}

  /** How a lead stands against one criterion. */
  public record Verdict(Criterion criterion, Standing standing, @Nullable Answer answer) {

    public boolean isMet() {
      return standing == Standing.MET;
    }

    /** Whether it keeps the lead from being qualified. */
    public boolean isInTheWay() {
      return criterion.required() && !isMet();
    }
  }

  /** An answer as somebody gives it; {@code met} is null where they take it back. */
  public record Given(UUID criterion, @Nullable Boolean met, @Nullable String note) {

    private static final String FIELD = "answer-";

    /**
     * Reads the fields of a form, {@code answer-ID} with {@code yes}, {@code no} or nothing and
     * {@code note-ID}; what is no identifier is none of ours.
     *
     * @throws RefusedException when a note is too long
     */
    public static List<Given> read(Map<String, String> sent) {
      return sent.entrySet().stream()
          .filter(field -> field.getKey().startsWith(FIELD))
          .flatMap(
              field -> {
                String id = field.getKey().substring(FIELD.length());
                String note = FormReader.clean(sent.get("note-" + id));
                if (note.length() > LONGEST_NOTE) {
                  throw new RefusedException("tooLong", LONGEST_NOTE);
                }
                return id(id).map(criterion -> given(criterion, field.getValue(), note)).stream();
              })
          .toList();
    }

    private static Given given(UUID criterion, String value, String note) {
      return new Given(
          criterion,
          value.equals("yes") ? Boolean.TRUE : value.equals("no") ? Boolean.FALSE : null,
          note.isEmpty() ? null : note);
    }

    private static Optional<UUID> id(String text) {
      try {
        return Optional.of(UUID.fromString(text));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  private static final int LONGEST_NOTE = 500;
  private static final String CHECK = "check-";

  private record Line(
      LeadId lead,
      PersonId person,
      @Nullable String grade,
      Criterion criterion,
      @Nullable Answer answer) {}

  private final JdbcClient jdbc;
  private final Folding folding;

  Judgements(JdbcClient jdbc, Folding folding) {
    this.jdbc = jdbc;
    this.folding = folding;
  }

  /**
   * Judges leads by the definition in force, all of them by one statement; without one there is
   * nothing to judge them by.
   *
   * @param known what is known of the people whom the leads are about
   */
  @Transactional(readOnly = true)
  public Map<LeadId, List<Verdict>> of(Collection<LeadId> leads, Map<PersonId, Facts> known) {
    if (leads.isEmpty()) {
      return Map.of();
    }
    List<Line> lines =
        jdbc.sql(
                """
                select l.id as lead, l.person_id, l.fit_grade, c.id, c.kind, c.text, c.field, c.operator, c.value, c.required,
                       a.met, a.note, a.answered_at, a.answered_by
                from leads.definition d
                join leads.definition_criterion c on c.definition_id = d.id
                join leads.lead l on l.id in (:leads)
                left join leads.criterion_answer a on a.lead_id = l.id and a.criterion_id = c.id
                where d.state = 'IN_FORCE'
                order by c.position
                """)
            .param("leads", leads.stream().map(LeadId::id).toList())
            .query((rs, n) -> line(rs))
            .list();
    Map<LeadId, List<Verdict>> judged = new HashMap<>();
    for (Line line : lines) {
      judged
          .computeIfAbsent(line.lead(), lead -> new ArrayList<>())
          .add(verdict(line, known.get(line.person())));
    }
    return judged;
  }

  private Verdict verdict(Line line, @Nullable Facts facts) {
    Criterion criterion = line.criterion();
    String fact =
        criterion.condition() == null || facts == null
            ? null
            : facts.value(criterion.condition().field());
    Answer answer = line.answer();
    Standing standing =
        criterion.judge(
            answer == null ? null : answer.met(),
            fact,
            line.grade() == null ? null : Grade.valueOf(line.grade()),
            folding);
    return new Verdict(criterion, standing, answer);
  }

  /** Keeps answers to questions of the definition in force; the latest counts. */
  public void answer(LeadId lead, Collection<Given> given, UserId actor, Instant now) {
    for (Given one : given) {
      if (one.met() == null) {
        jdbc.sql(
                "delete from leads.criterion_answer where lead_id = :lead and criterion_id = :criterion")
            .param("lead", lead.id())
            .param("criterion", one.criterion())
            .update();
      } else {
        jdbc.sql(
                """
                insert into leads.criterion_answer
                  (lead_id, criterion_id, met, note, answered_at, answered_by)
                select :lead, c.id, :met, :note, :now, :actor
                from leads.definition d join leads.definition_criterion c on c.definition_id = d.id
                where d.state = 'IN_FORCE' and c.kind = 'QUESTION' and c.id = :criterion
                on conflict (lead_id, criterion_id) do update
                set met = excluded.met, note = excluded.note, answered_at = excluded.answered_at,
                    answered_by = excluded.answered_by
                where (criterion_answer.met, criterion_answer.note)
                  is distinct from (excluded.met, excluded.note)
                """)
            .param("lead", lead.id())
            .param("met", one.met())
            .param("note", one.note())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id())
            .param("criterion", one.criterion())
            .update();
      }
    }
  }

  /**
   * Reads what a seller ticked: {@code check-ITEM} with {@code yes}, {@code no} or nothing, where
   * an item is one of the five facts or the id of a criterion.
   */
  public static Map<String, Boolean> readChecks(Map<String, String> sent) {
    Map<String, Boolean> found = new HashMap<>();
    sent.forEach(
        (name, value) -> {
          String item = name.startsWith(CHECK) ? name.substring(CHECK.length()) : "";
          if (item.matches("[A-Za-z0-9-]{1,40}") && (value.equals("yes") || value.equals("no"))) {
            found.put(item, value.equals("yes"));
          }
        });
    return found;
  }

  /**
   * Keeps what a seller found when checking a handoff.
   *
   * @param found by item, a name of one of the five facts or the id of a criterion, whether it
   *     holds; items that were not checked are left out
   */
  public void check(UUID handoff, Map<String, Boolean> found, UserId actor, Instant now) {
    found.forEach(
        (item, holds) ->
            jdbc.sql(
                    """
                    insert into leads.handoff_check (handoff_id, item, holds, checked_at, checked_by)
                    values (:handoff, :item, :holds, :now, :actor)
                    on conflict (handoff_id, item) do update
                    set holds = excluded.holds, checked_at = excluded.checked_at,
                        checked_by = excluded.checked_by
                    """)
                .param("handoff", handoff)
                .param("item", item)
                .param("holds", holds)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("actor", actor.id())
                .update());
  }

  /** What was found when checking a handoff, by item. */
  @Transactional(readOnly = true)
  public Map<String, Boolean> checksOf(UUID handoff) {
    Map<String, Boolean> found = new HashMap<>();
    jdbc.sql("select item, holds from leads.handoff_check where handoff_id = :handoff")
        .param("handoff", handoff)
        .query(
            (rs) -> {
              found.put(rs.getString("item"), rs.getBoolean("holds"));
            });
    return found;
  }

  private static Line line(ResultSet rs) throws SQLException {
    OffsetDateTime at = rs.getObject("answered_at", OffsetDateTime.class);
    return new Line(
        new LeadId(rs.getObject("lead", UUID.class)),
        new PersonId(rs.getObject("person_id", UUID.class)),
        rs.getString("fit_grade"),
        Definition.criterion(
            rs.getObject("id", UUID.class),
            rs.getString("kind"),
            rs.getString("text"),
            rs.getString("field"),
            rs.getString("operator"),
            rs.getString("value"),
            rs.getBoolean("required")),
        at == null
            ? null
            : new Answer(
                rs.getBoolean("met"),
                rs.getString("note"),
                at.toInstant(),
                rs.getObject("answered_by", UUID.class)));
  }
}
