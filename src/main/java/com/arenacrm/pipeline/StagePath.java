package com.arenacrm.pipeline;

import com.arenacrm.pipeline.tracks.Track;
import com.arenacrm.platform.NotFoundException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Our ways of selling: all stages in their order, with the rules for going from one to another
 * (R092, R103). What comes before and after a stage is always of the same way.
 *
 * @param all in order, retired ones too, since deals may still stand in them
 */
record StagePath(List<Stage> all) {

  /**
   * Orders the stages by their ways; those in which deals are worked come before those in which
   * they ended.
   */
  StagePath {
    all =
        all.stream()
            .sorted(
                Comparator.comparing((Stage s) -> s.track().position())
                    .thenComparing(Stage::kind)
                    .thenComparing(Stage::position))
            .toList();
  }

  /**
   * Something about a move that a person must give a reason for.
   *
   * @param kind what it is
   * @param details the criteria to leave or to enter that are not met, the stages that are skipped,
   *     the stage that the deal goes back from, or the way of selling that it goes over to
   */
  record Question(Kind kind, List<String> details) {

    /** What makes a move unusual. */
    enum Kind {
      UNMET,
      UNREADY,
      SKIPPED,
      BACK,
      REOPENED,
      OVER
    }

    /** The details as one text. */
    public String what() {
      return String.join(" · ", details);
    }
  }

  /** What a deal has to have in a stage and does not. */
  enum Lack {
    AMOUNT,
    CLOSE
  }

  /** A rule about moves; answers with the question that a move raises, if any. */
  private interface Rule {
    Optional<Question> ask(StagePath path, Stage from, Stage to, Set<String> met);
  }

  private static final List<Rule> RULES =
      List.of(
          StagePath::unmetCriteria,
          StagePath::unreadyForNext,
          StagePath::skippedStages,
          StagePath::goingBack,
          StagePath::reopening,
          StagePath::goingOver);

  /** The ways of selling, in their order. */
  List<Track> tracks() {
    return all.stream()
        .map(Stage::track)
        .collect(Collectors.toMap(Track::id, t -> t, (a, b) -> a, LinkedHashMap::new))
        .values()
        .stream()
        .toList();
  }

  /** The ways of selling that deals may go. */
  List<Track> tracksInUse() {
    return tracks().stream().filter(t -> !t.isRetired()).toList();
  }

  /** Whether there is more than one way of selling, so that stages are told by theirs. */
  boolean isMany() {
    return tracks().size() > 1;
  }

  /** The way of selling of an identifier; null where there is none. */
  @Nullable Track track(@Nullable UUID id) {
    return tracks().stream().filter(t -> t.id().equals(id)).findFirst().orElse(null);
  }

  /** How a stage is called among all of them. */
  String label(Stage stage) {
    return isMany() ? stage.track().name() + ": " + stage.name() : stage.name();
  }

  /** How each stage is called, by its identifier. */
  Map<UUID, String> labels() {
    return all.stream().collect(Collectors.toMap(s -> s.id().id(), this::label));
  }

  /** The stages that deals may enter. */
  List<Stage> active() {
    return all.stream().filter(s -> !s.isRetired()).toList();
  }

  /** The stages in which deals are worked. */
  List<Stage> open() {
    return active().stream().filter(Stage::isOpen).toList();
  }

  /** Those in which deals are worked on the way of a stage. */
  List<Stage> open(Stage along) {
    return open().stream().filter(along::isAlong).toList();
  }

  /** Where a new deal starts: on the first way. */
  Stage first() {
    return open().get(0);
  }

  /** Where a new deal starts on a way; on the first one where that is none in use. */
  Stage first(@Nullable UUID track) {
    return open().stream()
        .filter(s -> s.track().id().equals(track))
        .findFirst()
        .orElseGet(this::first);
  }

  /** Where a deal in a stage is when it is won. */
  Stage won(Stage along) {
    return firstOf(Stage.Kind.WON, along);
  }

  /** Where a deal in a stage is when it is lost. */
  Stage lost(Stage along) {
    return firstOf(Stage.Kind.LOST, along);
  }

  /**
   * @throws NotFoundException when there is no such stage
   */
  Stage get(StageId id) {
    return find(s -> s.id().equals(id)).orElseThrow(NotFoundException::new);
  }

  /** The stage of an identifier; null where there is none. */
  @Nullable Stage find(@Nullable UUID id) {
    return find(s -> s.id().id().equals(id)).orElse(null);
  }

  /** The stage that deals may enter under that name, whatever its capitals; the first such one. */
  Optional<Stage> named(String name) {
    return find(s -> !s.isRetired() && s.name().equalsIgnoreCase(name.strip()));
  }

  /** The stage of that name and kind on the way of another; else itself. */
  Stage alike(Stage stage, Stage along) {
    return find(s ->
            !s.isRetired()
                && s.isAlong(along)
                && s.kind() == stage.kind()
                && s.name().equalsIgnoreCase(stage.name()))
        .orElse(stage);
  }

  /** The next open stage, or won after the last. */
  Stage after(Stage stage) {
    return open(stage).stream()
        .filter(s -> s.position() > stage.position())
        .findFirst()
        .orElseGet(() -> won(stage));
  }

  /**
   * Whether a move is an advance, one of the three kinds of demand (R049): on to a later open stage
   * of the same way, or to won. The first entry of a deal is none.
   */
  boolean isAdvance(@Nullable Stage from, Stage to) {
    return from != null
        && from.isOpen()
        && (to.kind() == Stage.Kind.WON
            || (to.isOpen() && to.isAlong(from) && to.position() > from.position()));
  }

  /**
   * What a person must give a reason for: criteria to leave or to enter that are not met, stages
   * that are skipped, going back, taking up again what had ended, going over to another way of
   * selling (R103). Nothing for losing, which has its own reason.
   *
   * @param met the criteria to leave the present stage, and to enter others, that the deal meets
   */
  List<Question> questions(Stage from, Stage to, Set<String> met) {
    return RULES.stream().flatMap(rule -> rule.ask(this, from, to, met).stream()).toList();
  }

  /**
   * What a person must give a reason for who opens a deal in a stage: those before it, which it has
   * not gone, and with them what that stage requires on entry and is not so (R103). Nothing where a
   * way of selling begins.
   *
   * @param met the criteria to enter the stage that the deal meets
   */
  List<Question> openingQuestions(Stage start, Set<String> met) {
    List<String> skipped = before(start);
    return skipped.isEmpty()
        ? List.of()
        : Stream.of(
                question(Question.Kind.UNREADY, notMet(start, met)),
                question(Question.Kind.SKIPPED, skipped))
            .flatMap(Optional::stream)
            .toList();
  }

  /** What a stage requires of a deal that is opened in it. */
  List<String> toOpen(Stage start) {
    return before(start).isEmpty() ? List.of() : start.entryCriteria();
  }

  private static List<String> notMet(Stage start, Set<String> met) {
    return start.entryCriteria().stream().filter(c -> !met.contains(c)).toList();
  }

  /** The open stages of its way before a stage, by name. */
  private List<String> before(Stage stage) {
    return open(stage).stream()
        .filter(s -> s.position() < stage.position())
        .map(Stage::name)
        .toList();
  }

  /** What must be so before a deal goes from one stage to another, and is not. */
  List<String> unmet(Stage from, Stage to, Set<String> met) {
    return questions(from, to, met).stream()
        .filter(q -> q.kind() == Question.Kind.UNMET || q.kind() == Question.Kind.UNREADY)
        .flatMap(q -> q.details().stream())
        .distinct()
        .toList();
  }

  /**
   * What has to be so to enter a stage from another; nothing where the move neither goes on nor
   * over to another way of selling.
   */
  List<String> toEnter(Stage from, Stage to) {
    return isAdvance(from, to) || isOver(from, to) ? to.entryCriteria() : List.of();
  }

  private static boolean isOver(Stage from, Stage to) {
    return from.isOpen() && to.isOpen() && !to.isAlong(from);
  }

  /**
   * How a move leaves our way of selling, whatever the reason that was given: stages skipped, or
   * back to an earlier one (R103).
   *
   * @param from null for a deal that a person opens
   */
  Optional<Question.Kind> straying(@Nullable Stage from, Stage to) {
    List<Question> questions =
        from == null
            ? openingQuestions(to, Set.of())
            : questions(from, to, Set.copyOf(from.exitCriteria()));
    return questions.stream()
        .map(Question::kind)
        .filter(k -> k == Question.Kind.SKIPPED || k == Question.Kind.BACK)
        .findFirst();
  }

  /**
   * What a deal lacks in a stage: an amount or a close date, where that stage or one before it asks
   * for them from there on (complaint 22).
   */
  Set<Lack> lacking(Stage stage, @Nullable BigDecimal amount, @Nullable LocalDate close) {
    Set<Lack> lacks = EnumSet.noneOf(Lack.class);
    if (amount == null && asks(stage, Stage.Outlook::needsAmount)) {
      lacks.add(Lack.AMOUNT);
    }
    if (close == null && asks(stage, Stage.Outlook::needsClose)) {
      lacks.add(Lack.CLOSE);
    }
    return lacks;
  }

  private boolean asks(Stage stage, Predicate<Stage.Outlook> what) {
    return stage.isOpen()
        && Stream.concat(open(stage).stream(), Stream.of(stage))
            .anyMatch(s -> s.position() <= stage.position() && what.test(s.outlook()));
  }

  private static Optional<Question> unmetCriteria(
      StagePath path, Stage from, Stage to, Set<String> met) {
    List<String> unmet =
        path.isAdvance(from, to)
            ? from.exitCriteria().stream().filter(c -> !met.contains(c)).toList()
            : List.of();
    return question(Question.Kind.UNMET, unmet);
  }

  private static Optional<Question> unreadyForNext(
      StagePath path, Stage from, Stage to, Set<String> met) {
    return question(
        Question.Kind.UNREADY,
        path.toEnter(from, to).stream().filter(c -> !met.contains(c)).toList());
  }

  private static Optional<Question> skippedStages(
      StagePath path, Stage from, Stage to, Set<String> met) {
    List<String> skipped = List.of();
    if (path.isAdvance(from, to)) {
      skipped =
          path.open(from).stream()
              .filter(s -> s.position() > from.position())
              .filter(s -> !to.isOpen() || s.position() < to.position())
              .map(Stage::name)
              .toList();
    } else if (isOver(from, to)) {
      // Who comes over into the middle of another way has not gone what stands before it there.
      skipped = path.before(to);
    }
    return question(Question.Kind.SKIPPED, skipped);
  }

  private static Optional<Question> goingBack(
      StagePath path, Stage from, Stage to, Set<String> met) {
    boolean back =
        from.isOpen() && to.isOpen() && to.isAlong(from) && to.position() < from.position();
    return question(Question.Kind.BACK, back ? List.of(from.name()) : List.of());
  }

  private static Optional<Question> reopening(
      StagePath path, Stage from, Stage to, Set<String> met) {
    boolean again = !from.isOpen() && to.isOpen();
    return question(Question.Kind.REOPENED, again ? List.of(from.name()) : List.of());
  }

  private static Optional<Question> goingOver(
      StagePath path, Stage from, Stage to, Set<String> met) {
    boolean over = to.kind() != Stage.Kind.LOST && !to.isAlong(from);
    return question(Question.Kind.OVER, over ? List.of(to.track().name()) : List.of());
  }

  private static Optional<Question> question(Question.Kind kind, List<String> details) {
    return details.isEmpty() ? Optional.empty() : Optional.of(new Question(kind, details));
  }

  private Stage firstOf(Stage.Kind kind, Stage along) {
    // Deals that ended on a way that is over still name its last stages.
    return find(s -> s.kind() == kind && !s.isRetired() && s.isAlong(along))
        .or(() -> find(s -> s.kind() == kind && s.isAlong(along)))
        .orElseThrow(() -> new IllegalStateException("No stage for deals that are " + kind));
  }

  private Optional<Stage> find(Predicate<Stage> which) {
    return all.stream().filter(which).findFirst();
  }
}
