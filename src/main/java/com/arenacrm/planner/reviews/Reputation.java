package com.arenacrm.planner.reviews;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.PeopleTouched;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Slice;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to what people say of us: noting it, answering it, and how it goes (R074). */
@Component
@Transactional
public class Reputation {

  private static final int PAGE = 30;

  /** One line of the list. */
  record Row(
      UUID id,
      String place,
      LocalDate saidOn,
      @Nullable Integer stars,
      Tone tone,
      String said,
      @Nullable String author,
      @Nullable UUID personId,
      @Nullable UUID occurrenceId,
      @Nullable String occurrence,
      @Nullable LocalDate answeredOn) {}

  /**
   * A month of what was said.
   *
   * @param first its first day
   * @param stars the average of its reviews; null where there was none
   */
  record Month(
      LocalDate first, int reviews, @Nullable Double stars, int good, int neutral, int bad) {

    public int said() {
      return good + neutral + bad;
    }

    /** The day after its last. */
    public LocalDate end() {
      return first.plusMonths(1);
    }
  }

  /**
   * Which are meant; what is null or false does not narrow them.
   *
   * @param open only those that speak ill of us and that nobody has answered
   */
  record Query(
      @Nullable Tone tone,
      boolean reviews,
      boolean open,
      @Nullable LocalDate from,
      @Nullable LocalDate before) {

    public boolean isNarrowed() {
      return tone != null || reviews || open || from != null || before != null;
    }
  }

  private final Mentions mentions;
  private final Planner planner;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  Reputation(
      Mentions mentions, Planner planner, JdbcClient jdbc, ApplicationEventPublisher events) {
    this.mentions = mentions;
    this.planner = planner;
    this.jdbc = jdbc;
    this.events = events;
  }

  /**
   * Notes what was said. When somebody we know said it because of an occurrence, they met it.
   *
   * @param id chosen by the caller, so that sending a form twice notes it once
   * @param zone of the company, in which the day is meant
   */
  public void note(MentionId id, Saying saying, ZoneId zone, UserId actor, Instant now) {
    Mention mention = mentions.save(new Mention(id, saying, actor, now));
    touch(mention, zone, actor);
  }

  void change(Mention mention, Saying saying, ZoneId zone, UserId actor) {
    forget(mention);
    mention.change(saying);
    touch(mentions.save(mention), zone, actor);
  }

  void delete(MentionId id, CurrentUser actor) {
    Mention mention =
        mentions
            .findById(id)
            .filter(m -> m.mayBeChangedBy(actor))
            .orElseThrow(NotFoundException::new);
    forget(mention);
    mentions.delete(mention);
  }

  @Transactional(readOnly = true)
  Slice<Row> page(Query query, @Nullable UUID after) {
    List<Row> rows =
        jdbc.sql(
                """
                select m.id, m.place, m.said_on, m.stars, m.tone, m.said, m.author, m.person_id,
                       m.occurrence_id, o.title as occurrence, m.answered_on
                from planner.mention m left join planner.occurrence o on o.id = m.occurrence_id
                where (cast(:tone as text) is null or m.tone = :tone)
                  and (not :reviews or m.stars is not null)
                  and (not :open or (m.tone = 'BAD' and m.answer is null))
                  and (cast(:from as date) is null or m.said_on >= :from)
                  and (cast(:before as date) is null or m.said_on < :before)
                  and (cast(:after as uuid) is null or (m.said_on, m.id) <
                    (select a.said_on, a.id from planner.mention a where a.id = :after))
                order by m.said_on desc, m.id desc limit :limit
                """)
            .param("tone", query.tone() == null ? null : query.tone().name())
            .param("reviews", query.reviews())
            .param("open", query.open())
            .param("from", query.from())
            .param("before", query.before())
            .param("after", after)
            .param("limit", PAGE + 1)
            .query(Row.class)
            .list();
    return Slice.of(rows, PAGE, Row::id);
  }

  /** The last twelve months up to a day, the oldest first, those without a word too. */
  @Transactional(readOnly = true)
  List<Month> months(LocalDate today) {
    return jdbc.sql(
            """
            select cast(m.first as date) as first, count(s.stars) as reviews,
                   avg(s.stars) as stars,
                   count(*) filter (where s.tone = 'GOOD') as good,
                   count(*) filter (where s.tone = 'NEUTRAL') as neutral,
                   count(*) filter (where s.tone = 'BAD') as bad
            from generate_series(cast(:first as date), cast(:last as date), interval '1 month')
              m (first)
            left join planner.mention s
              on s.said_on >= m.first and s.said_on < m.first + interval '1 month'
            group by m.first order by m.first
            """)
        .param("first", today.withDayOfMonth(1).minusMonths(11))
        .param("last", today.withDayOfMonth(1))
        .query(Month.class)
        .list();
  }

  /** How many speak ill of us and wait for an answer. */
  @Transactional(readOnly = true)
  int open() {
    return jdbc.sql("select count(*) from planner.mention where tone = 'BAD' and answer is null")
        .query(Integer.class)
        .single();
  }

  private void touch(Mention mention, ZoneId zone, UserId actor) {
    Saying saying = mention.saying();
    if (saying.person() != null && saying.occurrence() != null) {
      planner.touch(
          saying.occurrence(),
          saying.person(),
          mention.touch(),
          saying.saidOn().atStartOfDay(zone).toInstant(),
          actor);
    }
  }

  // The touch goes with the last mention that tells of it.
  private void forget(Mention mention) {
    Saying saying = mention.saying();
    if (saying.person() != null && saying.occurrence() != null) {
      jdbc.sql(
              """
              delete from planner.touch t
              where t.occurrence_id = :occurrence and t.person_id = :person and t.kind = :kind
                and not exists (select from planner.mention m
                  where m.occurrence_id = t.occurrence_id and m.person_id = t.person_id
                    and (m.stars is not null) = :review and m.id <> :id)
              """)
          .param("occurrence", saying.occurrence().id())
          .param("person", saying.person().id())
          .param("kind", mention.touch().name())
          .param("review", saying.stars() != null)
          .param("id", mention.id().id())
          .update();
      events.publishEvent(new PeopleTouched(List.of(saying.person())));
    }
  }
}
