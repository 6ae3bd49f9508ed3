package com.arenacrm.planner;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.playbook.Kit;
import com.arenacrm.playbook.MaterialId;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.ScriptId;
import com.arenacrm.playbook.StoryId;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What goes with every lead that an activity brings: the story that it told, what it offered, the
 * scripts and the material chosen for it (R100).
 */
@Component
@Transactional
public class ActivityKits {

  /**
   * What an activity was given.
   *
   * @param title the activity's
   */
  public record Packed(
      ActivityId activity,
      String title,
      @Nullable StoryId story,
      @Nullable OfferId offer,
      Set<UUID> scripts,
      Set<UUID> material) {

    /** Whether a script or a piece of material is in it. */
    public boolean holds(UUID item) {
      return scripts.contains(item) || material.contains(item);
    }
  }

  private final JdbcClient jdbc;

  ActivityKits(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What this activity was given; empty when there is no such activity. */
  @Transactional(readOnly = true)
  public Optional<Packed> of(ActivityId activity) {
    return of(activity, null, null);
  }

  /**
   * The same with the story that it told then, should it tell another one now.
   *
   * @param occurrence where it was told; null when nobody knows
   * @param at when somebody is known to have been told; counts where the occurrence is not known,
   *     or was on the day of the change
   */
  @Transactional(readOnly = true)
  public Optional<Packed> of(
      ActivityId activity, @Nullable OccurrenceId occurrence, @Nullable Instant at) {
    return packed(
        """
                select a.id, a.title, a.offer_id, k.script_id, k.material_id,
                  coalesce((select b.story_id from planner.story_before b
                    left join planner.occurrence o on o.id = :occurrence
                    where b.activity_id = a.id
                      and case when o.id is null or o.day = cast(b.until at time zone 'UTC' as date)
                               then b.until > :at
                               else cast(b.until at time zone 'UTC' as date) > o.day end
                    order by b.until limit 1), a.story_id) as story_id
                from planner.activity a left join planner.activity_kit k on k.activity_id = a.id
                where a.id = :id
                """,
        q ->
            q.param("id", activity.id())
                .param("occurrence", occurrence == null ? null : occurrence.id(), Types.OTHER)
                .param(
                    "at",
                    at == null ? null : at.atOffset(ZoneOffset.UTC),
                    Types.TIMESTAMP_WITH_TIMEZONE));
  }

  private record Row(
      UUID id,
      String title,
      @Nullable UUID storyId,
      @Nullable UUID offerId,
      @Nullable UUID scriptId,
      @Nullable UUID materialId) {}

  private Optional<Packed> packed(String sql, UnaryOperator<StatementSpec> with) {
    List<Row> rows = with.apply(jdbc.sql(sql)).query(Row.class).list();
    return rows.stream()
        .findFirst()
        .map(
            a ->
                new Packed(
                    new ActivityId(a.id()),
                    a.title(),
                    a.storyId() == null ? null : new StoryId(a.storyId()),
                    a.offerId() == null ? null : new OfferId(a.offerId()),
                    ids(rows.stream().map(Row::scriptId)),
                    ids(rows.stream().map(Row::materialId))));
  }

  /** Gives an activity these scripts and this material, in place of what it had. */
  public void pack(
      ActivityId activity, Collection<ScriptId> scripts, Collection<MaterialId> material) {
    jdbc.sql("delete from planner.activity_kit where activity_id = :id")
        .param("id", activity.id())
        .update();
    scripts.stream().distinct().forEach(s -> put(activity, Kit.Item.SCRIPT, s.id()));
    material.stream().distinct().forEach(m -> put(activity, Kit.Item.MATERIAL, m.id()));
  }

  private void put(ActivityId activity, Kit.Item item, UUID id) {
    jdbc.sql(
            "insert into planner.activity_kit (activity_id, script_id, material_id)"
                + " values (:activity, :script, :material)")
        .param("activity", activity.id())
        .param("script", item == Kit.Item.SCRIPT ? id : null)
        .param("material", item == Kit.Item.MATERIAL ? id : null)
        .update();
  }

  /** Gives the part of a series that was split off what the earlier part had. */
  void copy(ActivityId from, ActivityId to) {
    jdbc.sql(
            """
            insert into planner.activity_kit (activity_id, script_id, material_id)
            select :to, script_id, material_id from planner.activity_kit where activity_id = :from
            """)
        .param("from", from.id())
        .param("to", to.id())
        .update();
  }

  /**
   * What the activity was given by which somebody was last told a story: they came, read or
   * answered; to have been invited is not enough. Empty when no activity told them any.
   */
  @Transactional(readOnly = true)
  public Optional<Packed> lastToldTo(PersonId person) {
    return packed(
            """
            select a.id, a.title, a.offer_id, k.script_id, k.material_id,
              coalesce((select b.story_id from planner.story_before b
                where b.activity_id = a.id
                  and case when m.day = cast(b.until at time zone 'UTC' as date)
                           then b.until > m.at
                           else cast(b.until at time zone 'UTC' as date) > m.day end
                order by b.until limit 1), a.story_id) as story_id
            from (select o.activity_id, o.day, t.at
                  from planner.touch t join planner.occurrence o on o.id = t.occurrence_id
                  join planner.activity told on told.id = o.activity_id
                  where t.person_id = :person and t.kind <> 'INVITED' and told.story_id is not null
                  order by t.at desc, t.id desc limit 1) m
            join planner.activity a on a.id = m.activity_id
            left join planner.activity_kit k on k.activity_id = a.id
            """,
            q -> q.param("person", person.id()))
        .filter(packed -> packed.story() != null);
  }

  private static Set<UUID> ids(Stream<@Nullable UUID> ids) {
    return ids.flatMap(Stream::ofNullable).collect(Collectors.toUnmodifiableSet());
  }
}
