package com.arenacrm.planner.audience;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Yardstick;
import com.arenacrm.identity.Organization;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.audience.AudienceFacts.Coming;
import com.arenacrm.planner.audience.AudienceFacts.Ground;
import com.arenacrm.planner.audience.AudienceFacts.Justification;
import com.arenacrm.planner.audience.AudienceFacts.Launch;
import com.arenacrm.planner.audience.AudienceFacts.Remark;
import com.arenacrm.planner.audience.AudienceFacts.Review;
import com.arenacrm.planner.audience.AudienceFacts.Source;
import com.arenacrm.planner.traits.AnswerRule;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads audiences: what was done, what they are made of, who is in them. */
@Component
@Transactional(readOnly = true)
class AudienceLists {

  static final int PAGE = 50;
  static final int AUDIENCES = 30;

  /** So many of those who came in since are named. */
  private static final int NAMED = 6;

  /** Which of its people. */
  enum View {
    ALL("true"),
    INVITED("invited"),
    INSIDE("invited and standing = 'INSIDE'"),
    OUTSIDE("invited and standing = 'OUTSIDE'"),
    UNJUDGED("invited and standing = 'UNKNOWN'"),
    REPEATED("invited and invitations is not null"),
    CONSENT_UNKNOWN("why is null and consent = 'UNKNOWN'"),
    /** Left out, because nobody said on what ground they may be written to. */
    SILENT("why is null and consent = 'UNKNOWN' and reachable and not invited"),
    /** With neither an address nor a number. */
    UNREACHABLE("why is null and consent <> 'WITHDRAWN' and not reachable"),
    /** Invited on a ground that marketing gave. */
    GROUNDED("invited and consent = 'UNKNOWN'"),
    WITHDRAWN("why is null and consent = 'WITHDRAWN'"),
    TAKEN_OUT("why is not null"),
    BACK("back_at is not null and why is null");

    private final String condition;

    View(String condition) {
      this.condition = condition;
    }

    /** Whether it is of those alone who will be invited. */
    boolean isOfInvited() {
      return condition.startsWith("invited");
    }
  }

  /**
   * What an audience is made of, with some of those who are outside.
   *
   * @param newcomers of those who will be invited, who was not yet invited to the occurrence
   * @param back who was taken out before and brought back
   * @param grounds how many are invited on each ground in force
   * @param justified the reasons for a low share that were given of everybody who is not inside
   */
  record Overview(
      Shares shares,
      int newcomers,
      int back,
      List<UUID> outside,
      Map<UUID, Integer> grounds,
      Set<UUID> justified) {}

  /** One of its people. */
  record Member(
      UUID id,
      String name,
      @Nullable String companyName,
      @Nullable String jobTitle,
      @Nullable String email,
      @Nullable String phone,
      String consent,
      String standing,
      @Nullable Integer invitations,
      @Nullable UUID exclusion,
      @Nullable String why,
      @Nullable String reason,
      @Nullable UUID excludedBy,
      @Nullable OffsetDateTime excludedAt,
      @Nullable String backWhy,
      @Nullable String backReason,
      @Nullable UUID backOutBy,
      @Nullable OffsetDateTime backOutAt,
      @Nullable UUID backBy,
      @Nullable OffsetDateTime backAt,
      @Nullable UUID ground,
      String sourceLabel,
      UUID putInBy,
      OffsetDateTime putInAt) {}

  /**
   * One line of the list of audiences.
   *
   * @param people all who were put in
   * @param invited who of them will be invited
   */
  record Row(
      UUID id,
      String title,
      HourglassPhase phase,
      @Nullable UUID occurrence,
      @Nullable LocalDate day,
      int people,
      int invited,
      boolean launched,
      @Nullable UUID review,
      @Nullable Instant askedAt,
      @Nullable UUID askedBy,
      @Nullable Boolean approved,
      @Nullable Instant decidedAt,
      @Nullable Instant lastAddition) {

    public AudienceState state() {
      return AudienceState.of(people, launched, review != null, approved, decidedAt, lastAddition);
    }
  }

  /** An audience that waits for sales. */
  record Waiting(UUID activity, String title, int people, @Nullable LocalDate day) {}

  private final ContactSets sets;
  private final AnswerRule answers;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  AudienceLists(ContactSets sets, AnswerRule answers, JdbcClient jdbc, JsonMapper json) {
    this.sets = sets;
    this.answers = answers;
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * All that was done with it, by one statement.
   *
   * @throws NotFoundException when there is no such activity
   */
  AudienceFacts facts(ActivityId activity, LocalDate today) {
    return jdbc.sql(
            """
            select a.id, a.title, a.phase, a.profile_id, a.owner_id, a.audience_version,
              a.follow_up_by is not null or exists (select from planner.follow_up_seller f
                where f.activity_id = a.id) as followed,
              greatest(
                (select max(e.added_at) from planner.audience_entry e where e.activity_id = a.id),
                (select max(g.created_at) from planner.audience_ground g
                 where g.activity_id = a.id),
                (select max(x.returned_at) from planner.audience_exclusion x
                 where x.activity_id = a.id and (x.why = 'SALES' and x.returned_by <> x.created_by
                   or exists (select from planner.audience_review d where d.activity_id = a.id
                     and d.decided_at between x.created_at and x.returned_at)))) as last_addition,
              (select json_agg(json_build_object('id', s.id, 'kind', s.kind, 'label', s.label,
                 'segment', s.segment_id, 'by', s.created_by, 'at', s.created_at, 'people',
                 (select count(*) from planner.audience_entry e where e.source_id = s.id),
                 'strangers', (select count(*) from planner.audience_stranger n
                   where n.source_id = s.id), 'asked', s.asked is not null and s.kind <> 'SEGMENT')
                 order by s.created_at desc, s.id desc)
               from planner.audience_source s where s.activity_id = a.id) as sources,
              (select json_agg(json_build_object('id', r.id, 'note', r.note, 'by', r.created_by,
                 'at', r.created_at, 'people', r.people, 'decidedAt', r.decided_at,
                 'decidedBy', r.decided_by, 'approved', r.approved, 'comment', r.comment,
                 'approvedPeople', r.approved_people, 'inPlace', r.in_place, 'asked',
                 (select json_agg(v.to_user) from planner.audience_reviewer v
                  where v.review_id = r.id)) order by r.created_at desc, r.id desc)
               from planner.audience_review r where r.activity_id = a.id) as reviews,
              (select json_agg(json_build_object('id', c.id, 'text', c.text, 'by', c.created_by,
                 'at', c.created_at) order by c.created_at desc, c.id desc)
               from planner.audience_comment c where c.activity_id = a.id) as remarks,
              (select json_agg(json_build_object('id', j.id, 'text', j.text, 'by', j.created_by,
                 'at', j.created_at, 'people', j.people, 'inside', j.inside, 'agreed', j.agreed)
                 order by j.created_at desc, j.id desc)
               from planner.audience_justification j where j.activity_id = a.id) as justifications,
              (select json_agg(json_build_object('id', g.id, 'text', g.text, 'by', g.created_by,
                 'at', g.created_at) order by g.created_at desc, g.id desc)
               from planner.audience_ground g where g.activity_id = a.id and g.ended_at is null) as grounds,
              (select json_agg(json_build_object('id', l.id, 'occurrence', l.occurrence_id,
                 'day', o.day, 'people', l.people, 'inside', l.inside, 'repeated', l.repeated,
                 'withdrawn', l.withdrawn, 'takenOut', l.taken_out, 'unapproved', l.unapproved,
                 'ground', (select string_agg(g.text, ' · ' order by g.created_at, g.id)
                   from planner.launch_ground lg join planner.audience_ground g
                     on g.id = lg.ground_id where lg.launch_id = l.id),
                 'by', l.created_by, 'at', l.created_at) order by l.created_at desc, l.id desc)
               from planner.launch l join planner.occurrence o on o.id = l.occurrence_id
               where l.activity_id = a.id) as launches,
              (select json_agg(json_build_object('id', o.id, 'title', o.title, 'day', o.day,
                 'time', o.start_time, 'launched', exists (select from planner.launch l
                   where l.occurrence_id = o.id)) order by o.day, o.start_time, o.id)
               from (select * from planner.occurrence o where o.activity_id = a.id
                       and o.state = 'PLANNED' and o.day >= :today
                     order by o.day, o.start_time, o.id limit 12) o) as to_come
            from planner.activity a where a.id = :id
            """)
        .param("id", activity.id())
        .param("today", today)
        .query(this::facts)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  private AudienceFacts facts(ResultSet rs, int n) throws SQLException {
    OffsetDateTime last = rs.getObject("last_addition", OffsetDateTime.class);
    return new AudienceFacts(
        new ActivityId(rs.getObject("id", UUID.class)),
        rs.getString("title"),
        HourglassPhase.valueOf(rs.getString("phase")),
        new ProfileId(rs.getObject("profile_id", UUID.class)),
        rs.getObject("owner_id", UUID.class),
        rs.getInt("audience_version"),
        rs.getBoolean("followed"),
        last == null ? null : last.toInstant(),
        list(rs, "sources", new TypeReference<List<Source>>() {}),
        list(rs, "reviews", new TypeReference<List<Review>>() {}),
        list(rs, "remarks", new TypeReference<List<Remark>>() {}),
        list(rs, "justifications", new TypeReference<List<Justification>>() {}),
        list(rs, "grounds", new TypeReference<List<Ground>>() {}),
        list(rs, "launches", new TypeReference<List<Launch>>() {}),
        list(rs, "to_come", new TypeReference<List<Coming>>() {}));
  }

  /**
   * What it is made of, by one statement however many they are.
   *
   * @param occurrence whose invitations are counted as sent; may be null
   * @param examples so many of those who are outside, by name
   */
  Overview overview(
      ActivityId activity,
      Yardstick yardstick,
      Organization agreed,
      @Nullable UUID occurrence,
      int examples,
      Instant now) {
    PeopleQuery members = members(activity, yardstick, agreed, now);
    return jdbc.sql(
            """
            with judged as materialized (%s)
            select count(*) as people,
              count(*) filter (where why is not null) as taken_out,
              count(*) filter (where why is null and consent = 'WITHDRAWN') as withdrawn,
              count(*) filter (where why is null and reachable and not invited
                and consent = 'UNKNOWN') as silent,
              count(*) filter (where why is null and not reachable
                and consent <> 'WITHDRAWN') as unreachable,
              count(*) filter (where invited and standing = 'INSIDE') as inside,
              count(*) filter (where invited and standing = 'OUTSIDE') as outside,
              count(*) filter (where invited and standing = 'UNKNOWN') as unjudged,
              count(*) filter (where invited and invitations is not null) as repeated,
              count(*) filter (where invited and consent = 'UNKNOWN') as consent_unknown,
              count(*) filter (where invited and not exists (select from planner.touch t
                where t.occurrence_id = :occurrence and t.person_id = judged.id
                  and t.kind = 'INVITED')) as newcomers,
              count(*) filter (where back_at is not null and why is null) as back,
              (select json_object_agg(g.ground, g.people) from (
                 select ground, count(*) as people from judged
                 where invited and consent = 'UNKNOWN' group by ground) g) as grounds,
              (select json_agg(n.id) from planner.audience_justification n
               where n.activity_id = :activity and not exists (select from judged o
                 where o.invited and o.standing <> 'INSIDE'
                   and not exists (select from planner.audience_justification_person p
                     where p.justification_id = n.id and p.person_id = o.id))) as justified,
              (array_agg(id order by name, id)
                 filter (where invited and standing = 'OUTSIDE'))[1 : %d] as examples
            from judged
            """
                .formatted(members.sql(), examples))
        .params(members.parameters())
        .param("occurrence", occurrence)
        .query(
            (rs, n) ->
                new Overview(
                    new Shares(
                        rs.getInt("people"),
                        rs.getInt("taken_out"),
                        rs.getInt("withdrawn"),
                        rs.getInt("silent"),
                        rs.getInt("inside"),
                        rs.getInt("outside"),
                        rs.getInt("unjudged"),
                        rs.getInt("repeated"),
                        rs.getInt("consent_unknown"),
                        rs.getInt("unreachable")),
                    rs.getInt("newcomers"),
                    rs.getInt("back"),
                    rs.getArray("examples") == null
                        ? List.of()
                        : Arrays.asList((UUID[]) rs.getArray("examples").getArray()),
                    rs.getString("grounds") == null
                        ? Map.of()
                        : json.readValue(
                            rs.getString("grounds"), new TypeReference<Map<UUID, Integer>>() {}),
                    Set.copyOf(list(rs, "justified", new TypeReference<List<UUID>>() {}))))
        .single();
  }

  /**
   * Its people by name.
   *
   * @param text of whose name, company, address or telephone it is a part; empty for everybody
   */
  Slice<Member> people(
      ActivityId activity,
      Yardstick yardstick,
      Organization agreed,
      View view,
      String text,
      @Nullable UUID after,
      Instant now) {
    List<Member> rows = read(activity, yardstick, agreed, view, text, after, PAGE + 1, now);
    return Slice.of(rows, PAGE, Member::id);
  }

  /** All of its people of one kind, by name, for a file. */
  List<Member> allPeople(
      ActivityId activity,
      Yardstick yardstick,
      Organization agreed,
      View view,
      String text,
      Instant now) {
    return read(activity, yardstick, agreed, view, text, null, Integer.MAX_VALUE, now);
  }

  private List<Member> read(
      ActivityId activity,
      Yardstick yardstick,
      Organization agreed,
      View view,
      String text,
      @Nullable UUID after,
      int limit,
      Instant now) {
    PeopleQuery members = members(activity, yardstick, agreed, now);
    PeopleQuery found = sets.containing(text);
    String named = text.isBlank() ? "" : " and j.id in (" + found.sql() + ")";
    return jdbc.sql(
            """
            with judged as materialized (%s)
            select j.*, s.label as source_label, s.created_by as put_in_by, f.added_at as put_in_at
            from judged j
            join lateral (select e.source_id, e.added_at from planner.audience_entry e
              where e.activity_id = :activity and e.person_id = j.id
              order by e.added_at, e.source_id limit 1) f on true
            join planner.audience_source s on s.id = f.source_id
            where %s%s and (cast(:after as uuid) is null or (j.name, j.id) >
              (select a.name, a.id from judged a where a.id = :after))
            order by j.name, j.id limit :limit
            """
                .formatted(members.sql(), view.condition, named))
        .params(members.with(found.parameters()))
        .param("after", after)
        .param("limit", limit)
        .query(Member.class)
        .list();
  }

  /** Who will be invited and was not yet to that occurrence, as identifiers. */
  List<UUID> newcomers(
      ActivityId activity, Yardstick yardstick, Organization agreed, UUID occurrence, Instant now) {
    PeopleQuery members = members(activity, yardstick, agreed, now);
    return jdbc.sql(
            """
            select id from (%s) judged where invited and not exists (select from planner.touch t
              where t.occurrence_id = :occurrence and t.person_id = judged.id
                and t.kind = 'INVITED')
            order by name, id
            """
                .formatted(members.sql()))
        .params(members.parameters())
        .param("occurrence", occurrence)
        .query(UUID.class)
        .list();
  }

  /**
   * Who would be invited and was not on the page.
   *
   * @param names some of them, as they stand in a sentence
   */
  record Unseen(int people, String names) {}

  /** Who came in, or was brought back, or may be written to, only since a version of it. */
  Unseen unseen(
      ActivityId activity, Yardstick yardstick, Organization agreed, int seen, Instant now) {
    PeopleQuery members = members(activity, yardstick, agreed, now);
    List<String> names =
        jdbc.sql(
                """
                select name from (%s) judged where invited and (
                  not exists (select from planner.audience_entry e
                    where e.activity_id = :activity and e.person_id = judged.id
                      and e.version <= :seen)
                  or exists (select from planner.audience_exclusion x
                    where x.activity_id = :activity and x.person_id = judged.id
                      and x.version <= :seen and x.returned_version > :seen)
                  or consent = 'UNKNOWN' and ground_version > :seen)
                order by name, id
                """
                    .formatted(members.sql()))
            .params(members.parameters())
            .param("seen", seen)
            .query(String.class)
            .list();
    return new Unseen(
        names.size(),
        names.stream().limit(NAMED).collect(Collectors.joining(", "))
            + (names.size() > NAMED ? " …" : ""));
  }

  /** Everybody who was put in, judged in every way; columns as in {@link Member}, and invited. */
  private PeopleQuery members(
      ActivityId activity, Yardstick yardstick, Organization agreed, Instant now) {
    Map<String, @Nullable Object> own = new HashMap<>();
    own.put("activity", activity.id());
    own.put("since", now.minus(Duration.ofDays(agreed.repeatDays())).atOffset(ZoneOffset.UTC));
    own.put("times", agreed.repeatInvitations());
    PeopleQuery in =
        new PeopleQuery(
            """
            select e.person_id as id from planner.audience_entry e
            where e.activity_id = :activity group by e.person_id
            """,
            own);
    PeopleQuery judged = sets.judged(yardstick.scorecard(), in);
    // Having come answers an invitation whenever it was sent; anything else must be done since
    // (R041).
    String sql =
        """
        select j.id, j.name, j.company_name, j.job_title, j.email, j.phone, j.consent, j.standing,
               r.invitations,
               x.id as exclusion, x.why, x.reason, x.created_by as excluded_by,
               x.created_at as excluded_at,
               back.why as back_why, back.reason as back_reason, back.created_by as back_out_by,
               back.created_at as back_out_at, back.returned_by as back_by,
               back.returned_at as back_at,
               g.id as ground, g.version as ground_version,
               can.reachable, %s as invited
        from (%s) j join (%s) can on can.id = j.id
        left join planner.audience_exclusion x
          on x.activity_id = :activity and x.person_id = j.id and x.returned_at is null
        left join lateral (select * from planner.audience_exclusion b
          where b.activity_id = :activity and b.person_id = j.id and b.returned_at is not null
          order by b.returned_at desc, b.id desc limit 1) back on true
        left join lateral (select g.id, g.version from planner.audience_ground_person gp
          join planner.audience_ground g on g.id = gp.ground_id
          where g.activity_id = :activity and g.ended_at is null and gp.person_id = j.id
          order by g.version, g.id limit 1) g on true
        left join (
          select t.person_id as id, count(*) as invitations from planner.counted_touch t
          where t.kind = 'INVITED' and t.at >= :since
            and t.person_id in (select e.person_id from planner.audience_entry e
              where e.activity_id = :activity)
            and not exists (select from planner.touch answer
              where answer.person_id = t.person_id and %s
                and (answer.at >= t.at or answer.occurrence_id = t.occurrence_id))
            and not exists (select from (%s) answer
              where answer.person_id = t.person_id and answer.at >= t.at)
          group by t.person_id having count(*) >= :times) r on r.id = j.id
        """
            .formatted(
                invited("can", "x.id is not null", "g.id is not null"),
                judged.sql(),
                sets.reachability(),
                answers.touched("answer"),
                answers.deeds());
    return new PeopleQuery(sql, judged.parameters());
  }

  /**
   * Who of those put in will be invited, said once for all pages: nobody took them out, we can
   * reach them, and they agreed to it or never said whether they do and there is a ground.
   *
   * @param who alias of somebody of {@link ContactSets#reachability()}
   * @param out whether they are taken out, in SQL
   * @param grounded whether a ground in force is given for them, in SQL
   */
  private static String invited(String who, String out, String grounded) {
    return """
    (not (%2$s) and %1$s.reachable
      and (%1$s.consent = 'GIVEN' or %1$s.consent = 'UNKNOWN' and %3$s))
    """
        .formatted(who, out, grounded);
  }

  /**
   * Activities with an audience, those whose next occurrence is soonest first, those with none to
   * come last and the newest of them first.
   *
   * @param state only those; null for all
   */
  Slice<Row> audiences(
      LocalDate today, @Nullable AudienceState state, @Nullable UUID after, int size) {
    // How far each has come is said here as in AudienceState, so that the pages can be cut by it.
    List<Row> rows =
        jdbc.sql(
                """
                with audience as materialized (
                  select f.*, coalesce(f.day, date 'infinity') as due,
                    case when f.launched then 'LAUNCHED' when not f.inhabited then 'EMPTY'
                         when f.review is null then 'DRAFT'
                         when f.decided_at is null then 'IN_REVIEW'
                         when f.approved and f.last_addition <= f.decided_at then 'APPROVED'
                         else 'DRAFT' end as state
                  from (
                    select a.id, a.title, a.phase, n.id as occurrence, n.day,
                           exists (select from planner.audience_entry e where e.activity_id = a.id)
                             as inhabited,
                           exists (select from planner.launch l where l.activity_id = a.id
                             and l.occurrence_id is not distinct from coalesce(n.id, l.occurrence_id))
                             as launched,
                           r.id as review, r.created_at as asked_at, r.created_by as asked_by,
                           r.approved, r.decided_at,
                           greatest(
                             (select max(e.added_at) from planner.audience_entry e
                              where e.activity_id = a.id),
                             (select max(g.created_at) from planner.audience_ground g
                              where g.activity_id = a.id),
                             (select max(x.returned_at) from planner.audience_exclusion x
                              where x.activity_id = a.id and (x.why = 'SALES' and x.returned_by <> x.created_by
                                or exists (select from planner.audience_review d where d.activity_id = a.id
                                  and d.decided_at between x.created_at and x.returned_at)))) as last_addition
                    from planner.activity a
                    left join lateral (select o.id, o.day from planner.occurrence o
                      where o.activity_id = a.id and o.state = 'PLANNED' and o.day >= :today
                      order by o.day, o.start_time, o.id limit 1) n on true
                    left join lateral (select * from planner.audience_review r
                      where r.activity_id = a.id
                      order by r.created_at desc, r.id desc limit 1) r on true
                    where exists (select from planner.audience_source s
                      where s.activity_id = a.id)) f)
                select l.id, l.title, l.phase, l.occurrence, l.day, l.launched, l.review, l.asked_at,
                       l.asked_by, l.approved, l.decided_at, l.last_addition,
                       (select count(distinct e.person_id) from planner.audience_entry e
                        where e.activity_id = l.id) as people,
                       (select count(*) from (%s) p
                        where p.id in (select e.person_id from planner.audience_entry e
                            where e.activity_id = l.id)
                          and %s) as invited
                from audience l
                where (cast(:state as text) is null or l.state = :state)
                  and (cast(:after as uuid) is null or exists (select from audience k
                    where k.id = :after
                      and (l.due > k.due or l.due = k.due and l.id < k.id)))
                order by l.due, l.id desc limit :limit
                """
                    .formatted(
                        sets.reachability(),
                        invited(
                            "p",
                            """
                            exists (select from planner.audience_exclusion x
                              where x.activity_id = l.id and x.person_id = p.id
                                and x.returned_at is null)
                            """,
                            """
                            exists (select from planner.audience_ground_person gp
                              join planner.audience_ground g on g.id = gp.ground_id
                              where g.activity_id = l.id and g.ended_at is null
                                and gp.person_id = p.id)
                            """)))
            .param("today", today)
            .param("state", state == null ? null : state.name())
            .param("after", after)
            .param("limit", size + 1)
            .query(Row.class)
            .list();
    return Slice.of(rows, size, Row::id);
  }

  /** Somebody on a list whom nobody knows yet; {@code line} where it was not understood. */
  record Stranger(
      UUID id,
      String name,
      String email,
      String phone,
      String company,
      String jobTitle,
      @Nullable String line) {}

  /** Those on the list of a source of whom nobody said yet what becomes of them, in its order. */
  List<Stranger> strangers(UUID source, ActivityId activity, int most) {
    return jdbc.sql(
            """
            select n.id, n.name, n.email, n.phone, n.company, n.job_title, n.line
            from planner.audience_stranger n join planner.audience_source s on s.id = n.source_id
            where s.id = :source and s.activity_id = :activity
            order by n.position, n.id limit :most
            """)
        .param("source", source)
        .param("activity", activity.id())
        .param("most", most)
        .query(Stranger.class)
        .list();
  }

  /** How many they are. */
  int strangersOf(UUID source, ActivityId activity) {
    return facts(activity, LocalDate.EPOCH).sources().stream()
        .filter(s -> s.id().equals(source))
        .findFirst()
        .map(Source::strangers)
        .orElseThrow(NotFoundException::new);
  }

  /** The audiences that this seller was asked to look at, the longest waiting first. */
  List<Waiting> waitingFor(UUID seller, LocalDate today) {
    return jdbc.sql(
            """
            select a.id as activity, a.title, r.people,
                   (select min(o.day) from planner.occurrence o where o.activity_id = a.id
                    and o.state = 'PLANNED' and o.day >= :today) as day
            from planner.audience_review r join planner.activity a on a.id = r.activity_id
            where r.decided_at is null
              and (not exists (select from planner.audience_reviewer v where v.review_id = r.id)
                or exists (select from planner.audience_reviewer v
                  where v.review_id = r.id and v.to_user = :seller))
            order by r.created_at, r.id limit 5
            """)
        .param("seller", seller)
        .param("today", today)
        .query(Waiting.class)
        .list();
  }

  private <T> List<T> list(ResultSet rs, String column, TypeReference<List<T>> type)
      throws SQLException {
    String text = rs.getString(column);
    return text == null ? List.of() : json.readValue(text, type);
  }
}
