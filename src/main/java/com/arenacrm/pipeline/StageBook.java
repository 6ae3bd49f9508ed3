package com.arenacrm.pipeline;

import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.tracks.Track;
import com.arenacrm.pipeline.tracks.Tracks;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps our stages: makes a sensible set when there is none, and lets the administrator change it
 * without breaking what deals stand on.
 */
@Component
@Transactional
class StageBook {

  /**
   * One of the stages that a new company starts with; its texts stand in the bundles. An amount and
   * a day are asked for with the offer: before it both would be made up, and the first moves of a
   * new deal ask nothing.
   */
  private record Preset(String key, Stage.Kind kind, int probability, boolean needsTerms) {

    Preset(String key, Stage.Kind kind, int probability) {
      this(key, kind, probability, false);
    }

    Stage.Outlook outlook() {
      return new Stage.Outlook(needsTerms, needsTerms, Stage.Forecast.of(probability));
    }
  }

  private static final List<Preset> PRESETS =
      List.of(
          new Preset("contacted", Stage.Kind.OPEN, 10),
          new Preset("need", Stage.Kind.OPEN, 25),
          new Preset("trial", Stage.Kind.OPEN, 50),
          new Preset("offer", Stage.Kind.OPEN, 70, true),
          new Preset("negotiation", Stage.Kind.OPEN, 85),
          new Preset("won", Stage.Kind.WON, 100),
          new Preset("lost", Stage.Kind.LOST, 0));

  private final Stages stages;
  private final Tracks tracks;
  private final Organizations organizations;
  private final MessageSource messages;
  private final JdbcClient jdbc;

  StageBook(
      Stages stages,
      Tracks tracks,
      Organizations organizations,
      MessageSource messages,
      JdbcClient jdbc) {
    this.stages = stages;
    this.tracks = tracks;
    this.organizations = organizations;
    this.messages = messages;
    this.jdbc = jdbc;
  }

  /** All stages; a set in the company's language is made when there are none yet. */
  StagePath path() {
    List<Stage> all = stages.findAll();
    return new StagePath(all.isEmpty() ? makePresets() : all);
  }

  private List<Stage> makePresets() {
    lock();
    if (stages.findAll().isEmpty()) {
      Locale language = Locale.forLanguageTag(organizations.current().language());
      Track track = firstTrack();
      for (int i = 0; i < PRESETS.size(); i++) {
        Preset preset = PRESETS.get(i);
        stages.save(
            new Stage(
                StageId.next(),
                track,
                i + 1,
                text("stages.preset." + preset.key(), language),
                preset.kind(),
                preset.probability(),
                preset.kind() == Stage.Kind.OPEN
                    ? Stage.Criteria.toLeave(
                        text("stages.preset." + preset.key() + ".criteria", language)
                            .lines()
                            .toList())
                    : Stage.Criteria.NONE,
                preset.outlook()));
      }
    }
    return stages.findAll();
  }

  private Track firstTrack() {
    return tracks.findAllByOrderByPosition().stream()
        .findFirst()
        .orElseGet(() -> tracks.save(new Track(TimeOrderedUuid.next(), 1, null)));
  }

  /**
   * Adds another way of selling with the stages in use of the first, to be changed from there on.
   * The first gets a name where it had none.
   *
   * @param id chosen by the caller, so that sending a form twice adds one
   * @throws RefusedException when another one has the name
   */
  void addTrack(UUID id, String name) {
    lock();
    StagePath path = path();
    Track first = firstTrack();
    if (first.name().isEmpty()) {
      first.rename(text("tracks.main", Locale.forLanguageTag(organizations.current().language())));
      tracks.save(first);
    }
    List<Track> known = tracks.findAllByOrderByPosition();
    requireNewTrackName(known, id, name);
    Track added = tracks.save(new Track(id, known.get(known.size() - 1).position() + 1, name));
    int end = path.all().stream().mapToInt(Stage::position).max().orElse(0);
    for (Stage stage : path.active().stream().filter(s -> s.isOf(first)).toList()) {
      end++;
      stages.save(
          new Stage(
              StageId.next(),
              added,
              end,
              stage.name(),
              stage.kind(),
              stage.probability(),
              new Stage.Criteria(stage.entryCriteria(), stage.exitCriteria()),
              stage.outlook()));
    }
  }

  /**
   * @throws RefusedException when another one has the name
   */
  void renameTrack(UUID id, String name) {
    Track track = tracks.findById(id).orElseThrow(NotFoundException::new);
    requireNewTrackName(tracks.findAllByOrderByPosition(), id, name);
    track.rename(name);
    tracks.save(track);
  }

  /** Moves a way of selling one place; what comes from outside starts in the first. */
  void shiftTrack(UUID id, boolean earlier) {
    lock();
    Track shifted = tracks.findById(id).orElseThrow(NotFoundException::new);
    List<Track> known = new ArrayList<>(tracks.findAllByOrderByPosition());
    int at = known.indexOf(shifted);
    int other = earlier ? at - 1 : at + 1;
    if (other < 0 || other >= known.size()) {
      return;
    }
    int place = shifted.position();
    shifted.place(known.get(other).position());
    known.get(other).place(place);
    tracks.save(shifted);
    tracks.save(known.get(other));
    Collections.swap(known, at, other);
    List<Stage> all = path().all();
    number(known.stream().flatMap(t -> all.stream().filter(s -> s.isOf(t))).toList());
  }

  /**
   * Removes a way of selling that no deal ever went, with its stages.
   *
   * @return its name
   * @throws RefusedException when deals are or were on it, or it is the only one
   */
  String removeTrack(UUID id) {
    lock();
    Track track = tracks.findById(id).orElseThrow(NotFoundException::new);
    if (tracks.findAllByOrderByPosition().size() == 1) {
      throw new RefusedException("tracks.last");
    }
    List<Stage> own = path().all().stream().filter(s -> s.isOf(track)).toList();
    if (own.stream().anyMatch(s -> isUsed(s.id()))) {
      throw new RefusedException("tracks.used");
    }
    own.forEach(stages::delete);
    tracks.delete(track);
    return track.name();
  }

  /**
   * A deal that is worked on a way of selling.
   *
   * @param lacks whether it lacks an amount or a close date that the chosen stage asks for
   */
  record OnTrack(UUID id, String name, @Nullable String customer, UUID stage, boolean lacks) {}

  /** The deals that are worked on a way of selling, by their stages; so many at most. */
  List<OnTrack> worked(UUID track, @Nullable StageId to, int most) {
    return jdbc.sql(
            """
            select o.id, o.name, coalesce(o.company_name, o.person_name) as customer,
              o.stage_id as stage,
              coalesce(o.amount is null and a.amount or o.close_date is null and a.close, false)
                as lacks
            from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id
            left join pipeline.stage_asks a on a.id = cast(:to as uuid)
            where o.kind = 'OPEN' and s.track_id = :track
            order by s.position, lower(o.name), o.id limit :most
            """)
        .param("track", track)
        .param("to", to == null ? null : to.id())
        .param("most", most)
        .query(OnTrack.class)
        .list();
  }

  /** How many deals are worked in each stage of a way of selling. */
  Map<UUID, Integer> workedByStage(UUID track) {
    Map<UUID, Integer> worked = new LinkedHashMap<>();
    jdbc.sql(
            """
            select s.id, count(*)::int as deals
            from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id
            where o.kind = 'OPEN' and s.track_id = :track group by s.id, s.position
            order by s.position
            """)
        .param("track", track)
        .query(
            rs -> {
              worked.put(rs.getObject("id", UUID.class), rs.getInt("deals"));
            });
    return worked;
  }

  /**
   * Retires a way of selling as a whole: no deal goes it any more, those that are worked on it go
   * over to a stage of another, and those that ended stay where they ended. It is the
   * administrator's doing, so it counts for no seller as a stage skipped.
   *
   * @param to where the open deals go; null when there are none
   * @param seen how many there were when it was confirmed
   * @return how many went over
   * @throws RefusedException when others came or went meanwhile, it is the last one in use, or the
   *     stage is not one in use of another way
   */
  int retireTrack(
      UUID id, @Nullable StageId to, int seen, String reason, UserId actor, Instant now) {
    lock();
    Track track = tracks.findById(id).orElseThrow(NotFoundException::new);
    StagePath path = path();
    if (path.tracksInUse().stream().allMatch(t -> t.id().equals(id))) {
      throw new RefusedException("tracks.last");
    }
    int open = workedByStage(id).values().stream().mapToInt(Integer::intValue).sum();
    if (open != seen) {
      throw new RefusedException("tracks.retire.changed", open);
    }
    track.retire();
    tracks.save(track);
    if (open == 0) {
      return 0;
    }
    Stage target = to == null ? null : path.find(to.id());
    if (target == null || !target.isOpen() || target.isRetired() || target.isOf(track)) {
      throw new RefusedException("tracks.retire.to");
    }
    return jdbc.sql(
            """
            with moved as (
              select o.id, o.stage_id from pipeline.opportunity o
              join pipeline.stage s on s.id = o.stage_id
              where o.kind = 'OPEN' and s.track_id = :track for update of o),
            noted as (
              insert into pipeline.stage_change (id, opportunity_id, from_stage, to_stage, advance,
                reason, at, by_user, noted_at)
              select gen_random_uuid(), m.id, m.stage_id, :to, false, :reason, :now, :actor, :now
              from moved m)
            update pipeline.opportunity o set stage_id = :to, version = version + 1
            from moved m where o.id = m.id
            """)
        .param("track", id)
        .param("to", target.id().id())
        .param("reason", reason)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }

  /** Takes a way of selling up again, with the stages that were in use on it. */
  String restoreTrack(UUID id) {
    Track track = tracks.findById(id).orElseThrow(NotFoundException::new);
    track.restore();
    tracks.save(track);
    return track.name();
  }

  private static void requireNewTrackName(List<Track> known, UUID id, String name) {
    if (known.stream().anyMatch(t -> !t.id().equals(id) && t.name().equalsIgnoreCase(name))) {
      throw new RefusedException("tracks.name.taken");
    }
  }

  /** All ways of selling, in their order. */
  List<Track> tracks() {
    path();
    return tracks.findAllByOrderByPosition();
  }

  /**
   * Adds a stage after the others of its kind.
   *
   * @param id chosen by the caller, so that sending a form twice adds one stage
   * @param track the way of selling that it belongs to; null for the first
   */
  void add(
      StageId id,
      @Nullable UUID track,
      String name,
      Stage.Kind kind,
      int probability,
      Stage.Criteria criteria,
      Stage.Outlook outlook) {
    lock();
    StagePath path = path();
    Track of = Optional.ofNullable(path.track(track)).orElseGet(this::firstTrack);
    requireNewName(path, id, of, name);
    Stage added =
        new Stage(id, of, path.all().size() + 1, name, kind, probability, criteria, outlook);
    int end = path.all().stream().mapToInt(Stage::position).max().orElse(0);
    added.place(end + 1);
    stages.save(added);
    number(new StagePath(stages.findAll()).all());
  }

  /**
   * Changes a stage.
   *
   * @throws RefusedException when another stage has the name, or it changes its kind while deals
   *     stand in it, or no stage would be left for deals that are won, lost or worked
   */
  void change(
      Stage stage,
      String name,
      Stage.Kind kind,
      int probability,
      Stage.Criteria criteria,
      Stage.Outlook outlook) {
    StagePath path = path();
    requireNewName(path, stage.id(), stage.track(), name);
    if (kind != stage.kind()) {
      if (isUsed(stage.id())) {
        throw new RefusedException("stages.kind.used");
      }
      requireAnother(path, stage);
    }
    stage.change(name, kind, probability, criteria, outlook);
    stages.save(stage);
    number(new StagePath(stages.findAll()).all());
  }

  /** Moves a stage one place among those of its kind. */
  void shift(StageId id, boolean earlier) {
    lock();
    Stage shifted = path().get(id);
    List<Stage> alike =
        path().all().stream()
            .filter(s -> s.kind() == shifted.kind() && s.isAlong(shifted))
            .sorted(Comparator.comparing(Stage::position))
            .toList();
    int at = alike.stream().map(Stage::id).toList().indexOf(id);
    int other = earlier ? at - 1 : at + 1;
    if (other < 0 || other >= alike.size()) {
      return;
    }
    int place = alike.get(at).position();
    alike.get(at).place(alike.get(other).position());
    alike.get(other).place(place);
    alike.forEach(stages::save);
  }

  /**
   * Lets no deal enter the stage any more; those in it stay until they are moved.
   *
   * @return how many open deals stay in it
   * @throws RefusedException when no stage would be left for deals that are won, lost or worked
   */
  int retire(StageId id) {
    Stage stage = path().get(id);
    requireAnother(path(), stage);
    stage.retire();
    stages.save(stage);
    return workedByStage(stage.track().id()).getOrDefault(id.id(), 0);
  }

  void restore(StageId id) {
    Stage stage = path().get(id);
    stage.restore();
    stages.save(stage);
  }

  /**
   * Removes a stage in which no deal ever was.
   *
   * @throws RefusedException when deals stand in it or passed it, or it is the last of its kind
   */
  void remove(StageId id) {
    Stage stage = path().get(id);
    if (isUsed(id)) {
      throw new RefusedException("stages.used");
    }
    if (!stage.isRetired()) {
      requireAnother(path(), stage);
    }
    stages.delete(stage);
  }

  Stage get(StageId id) {
    return stages.findById(id).orElseThrow(NotFoundException::new);
  }

  /** How many deals stand in each stage now. */
  Map<UUID, Integer> dealsByStage() {
    record Count(UUID stage, int deals) {}
    return jdbc
        .sql("select stage_id as stage, count(*) as deals from pipeline.opportunity group by 1")
        .query(Count.class)
        .list()
        .stream()
        .collect(Collectors.toMap(Count::stage, Count::deals));
  }

  /** Whether deals stand in it or have passed it, so that their history names it. */
  boolean isUsed(StageId id) {
    return jdbc.sql(
            """
            select exists (select 1 from pipeline.opportunity where stage_id = :id)
                or exists (select 1 from pipeline.stage_change
                           where from_stage = :id or to_stage = :id)
            """)
        .param("id", id.id())
        .query(Boolean.class)
        .single();
  }

  private void number(List<Stage> inOrder) {
    for (int i = 0; i < inOrder.size(); i++) {
      if (inOrder.get(i).position() != i + 1) {
        inOrder.get(i).place(i + 1);
        stages.save(inOrder.get(i));
      }
    }
  }

  private static void requireNewName(StagePath path, StageId id, Track track, String name) {
    boolean taken =
        path.all().stream()
            .filter(s -> s.isOf(track))
            .anyMatch(s -> !s.id().equals(id) && s.name().equalsIgnoreCase(name));
    if (taken) {
      throw new RefusedException("stages.name.taken");
    }
  }

  private static void requireAnother(StagePath path, Stage stage) {
    boolean last =
        path.active().stream()
            .filter(stage::isAlong)
            .noneMatch(s -> s.kind() == stage.kind() && !s.id().equals(stage.id()));
    if (last) {
      throw new RefusedException("stages.last." + stage.kind());
    }
  }

  private void lock() {
    jdbc.sql("lock table pipeline.stage in share row exclusive mode").update();
  }

  private String text(String key, Locale language) {
    return messages.getMessage(key, null, language);
  }
}
