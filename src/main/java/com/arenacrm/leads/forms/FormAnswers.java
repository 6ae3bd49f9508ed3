package com.arenacrm.leads.forms;

import com.arenacrm.leads.LeadFormId;
import com.arenacrm.platform.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What came in through forms, as lists. */
@Component
@Transactional(readOnly = true)
class FormAnswers {

  private static final String FILTER =
      """
      s.form_id = :form and %s
      and (cast(:campaign as text) is null or s.campaign = :campaign)
      and (:text = '' or platform.fold(concat_ws(' ', s.name, s.email, s.company,
        s.phone, s.answers::text)) like platform.fold(:pattern))
      """;

  static final int PAGE = 50;

  /** So many days are looked back when shown against answered. */
  static final int DAYS = 30;

  private static final TypeReference<Map<String, String>> ANSWERS = new TypeReference<>() {};

  /** Which answers are meant. */
  enum Which {
    COUNTED("s.quarantine is null and not s.waiting"),
    /** Sent, and not confirmed by the letter yet. */
    WAITING("s.quarantine is null and s.waiting"),
    /** Set aside: a bot's, as far as we can tell. */
    ASIDE("s.quarantine is not null");

    private final String condition;

    Which(String condition) {
      this.condition = condition;
    }
  }

  /** One line of the list of forms. */
  record FormRow(
      UUID id,
      String slug,
      String title,
      UUID activityId,
      boolean open,
      int views,
      int answers,
      int waiting,
      int aside,
      @Nullable Instant lastAt) {}

  /** What somebody sent. */
  record AnswerRow(
      UUID id,
      Instant at,
      String language,
      String name,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String company,
      Map<String, String> answers,
      boolean consents,
      @Nullable Integer consentVersion,
      @Nullable String wording,
      @Nullable Instant confirmedAt,
      int letters,
      boolean waiting,
      @Nullable String quarantine,
      @Nullable UUID leadId,
      @Nullable UUID personId,
      Campaign campaign) {}

  /** How many of each. */
  record Counts(int counted, int waiting, int aside) {
    public int of(Which which) {
      return switch (which) {
        case COUNTED -> counted;
        case WAITING -> waiting;
        case ASIDE -> aside;
      };
    }
  }

  /**
   * How many of those who saw the page answered.
   *
   * @param views in the last {@value #DAYS} days, by people
   * @param people who answered in the same days from one of these visits, each once
   * @param besides answers that count and came from no counted visit: by a page of the company's
   *     own, or by somebody who is signed in
   */
  record Conversion(int views, int people, int besides) {

    /** In hundredths; empty while nobody has seen it. */
    public Optional<Integer> percent() {
      return views == 0 ? Optional.empty() : Optional.of(Math.min(100, people * 100 / views));
    }
  }

  private final JdbcClient jdbc;
  private final JsonMapper json;

  FormAnswers(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  List<FormRow> forms(@Nullable UUID activity, LocalDate today) {
    return jdbc.sql(
            """
            select f.id, f.slug, f.title, f.activity_id, f.open,
              coalesce((select sum(v.views) from leads.form_view v
                where v.form_id = f.id and v.day > :since), 0) as views,
              count(s.id) filter (where s.quarantine is null and not s.waiting) as answers,
              count(s.id) filter (where s.quarantine is null and s.waiting) as waiting,
              count(s.quarantine) as aside,
              max(s.at) filter (where s.quarantine is null and not s.waiting) as last_at
            from leads.lead_form f
            left join leads.form_submission s on s.form_id = f.id
            where cast(:activity as uuid) is null or f.activity_id = :activity
            group by f.id order by f.open desc, f.created_at desc limit 200
            """)
        .param("activity", activity)
        .param("since", today.minusDays(DAYS))
        .query(FormRow.class)
        .list();
  }

  Counts counts(LeadFormId form) {
    return jdbc.sql(
            """
            select count(*) filter (where quarantine is null and not waiting) as counted,
              count(*) filter (where quarantine is null and waiting) as waiting,
              count(*) filter (where quarantine is not null) as aside
            from leads.form_submission where form_id = :form
            """)
        .param("form", form.id())
        .query(Counts.class)
        .single();
  }

  Conversion conversion(LeadFormId form, LocalDate today, Instant since) {
    return jdbc.sql(
            """
            select coalesce((select sum(views) from leads.form_view
                where form_id = :form and day > :day), 0) as views,
              count(distinct coalesce(s.email, s.phone, s.id::text)) filter (where s.visited)
                as people,
              count(*) filter (where not s.visited) as besides
            from leads.form_submission s
            where s.form_id = :form and s.at > :since and s.quarantine is null and not s.waiting
            """)
        .param("form", form.id())
        .param("day", today.minusDays(DAYS))
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(Conversion.class)
        .single();
  }

  /** The campaigns by which answers came that count, by name. */
  List<String> campaigns(LeadFormId form) {
    return jdbc.sql(
            """
            select distinct campaign from leads.form_submission
            where form_id = :form and campaign is not null and quarantine is null and not waiting
            order by campaign limit 100
            """)
        .param("form", form.id())
        .query(String.class)
        .list();
  }

  /**
   * Answers, the newest first.
   *
   * @param campaign null for all
   * @param language null for all
   * @param text in the name, address, company or an answer; empty for all
   */
  Slice<AnswerRow> answers(
      LeadFormId form,
      Which which,
      @Nullable String campaign,
      String text,
      @Nullable UUID after,
      int most) {
    return Slice.of(
        jdbc.sql(
                ROW.formatted(
                    FILTER.formatted(which.condition)
                        + """
                      and (cast(:after as uuid) is null or (s.at, s.id) <
                        (select a.at, a.id from leads.form_submission a where a.id = :after))
                    order by s.at desc, s.id desc limit :limit
                    """))
            .param("form", form.id())
            .param("campaign", campaign)
            .param("text", text)
            .param("pattern", Slice.containing(text))
            .param("after", after)
            .param("limit", most + 1)
            .query(this::row)
            .list(),
        most,
        AnswerRow::id);
  }

  /** How many answers there are of these, up to one more than so many. */
  int count(LeadFormId form, Which which, @Nullable String campaign, String text, int most) {
    return jdbc.sql(
            "select count(*) from (select 1 from leads.form_submission s where %s limit :limit) c"
                .formatted(FILTER.formatted(which.condition)))
        .param("form", form.id())
        .param("campaign", campaign)
        .param("text", text)
        .param("pattern", Slice.containing(text))
        .param("limit", most + 1)
        .query(Integer.class)
        .single();
  }

  Optional<AnswerRow> answer(LeadFormId form, UUID id) {
    return jdbc.sql(ROW.formatted("s.form_id = :form and s.id = :id"))
        .param("form", form.id())
        .param("id", id)
        .query(this::row)
        .optional();
  }

  /** One wording of a consent. */
  record WordingRow(
      int number, Map<String, String> wordings, Instant since, @Nullable UUID by, int agreed) {}

  /** All wordings that visitors of a form were asked to agree to, the newest first. */
  List<WordingRow> wordings(LeadFormId form) {
    return jdbc.sql(
            """
            select c.number, c.wordings::text as wordings, c.since, c.created_by,
              (select count(*) from leads.form_submission s
               where s.form_id = c.form_id and s.consent_version = c.number
                 and s.quarantine is null and not s.waiting) as agreed
            from leads.form_consent c where c.form_id = :form order by c.number desc limit 200
            """)
        .param("form", form.id())
        .query(
            (rs, n) ->
                new WordingRow(
                    rs.getInt("number"),
                    json.readValue(rs.getString("wordings"), ANSWERS),
                    rs.getObject("since", OffsetDateTime.class).toInstant(),
                    rs.getObject("created_by", UUID.class),
                    rs.getInt("agreed")))
        .list();
  }

  private static final String ROW =
      """
      select s.id, s.at, s.language, s.name, s.email, s.phone, s.company, s.answers::text as answers,
        s.consents, s.consent_version, s.wording, s.confirmed_at, s.letters, s.waiting, s.quarantine,
        s.lead_id, l.person_id, s.source, s.medium, s.campaign, s.term, s.content, s.referrer
      from leads.form_submission s left join leads.lead l on l.id = s.lead_id
      where %s
      """;

  private AnswerRow row(ResultSet rs, int n) throws SQLException {
    OffsetDateTime confirmed = rs.getObject("confirmed_at", OffsetDateTime.class);
    return new AnswerRow(
        rs.getObject("id", UUID.class),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getString("language"),
        rs.getString("name"),
        rs.getString("email"),
        rs.getString("phone"),
        rs.getString("company"),
        json.readValue(rs.getString("answers"), ANSWERS),
        rs.getBoolean("consents"),
        rs.getObject("consent_version", Integer.class),
        rs.getString("wording"),
        confirmed == null ? null : confirmed.toInstant(),
        rs.getInt("letters"),
        rs.getBoolean("waiting"),
        rs.getString("quarantine"),
        rs.getObject("lead_id", UUID.class),
        rs.getObject("person_id", UUID.class),
        new Campaign(
            rs.getString("source"),
            rs.getString("medium"),
            rs.getString("campaign"),
            rs.getString("term"),
            rs.getString("content"),
            rs.getString("referrer")));
  }
}
