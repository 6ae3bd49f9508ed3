package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.icp.TextDifference.Piece;
import com.arenacrm.shared.HourglassPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one edition says otherwise than the one before, for whoever has to sign it.
 *
 * @param texts the texts that changed
 * @param exclusions rules on whom we do not want, as criteria without weight
 */
record EditionDifference(
    List<TextChange> texts,
    List<RuleChange> exclusions,
    List<RuleChange> criteria,
    List<RoleChange> roles,
    List<PhaseChange> phases) {

  /**
   * A text that changed.
   *
   * @param name which one: {@code notWanted}, {@code valueStatement}, …
   */
  record TextChange(String name, List<Piece> pieces) {}

  /** A rule that came (no before), went (no after), or changed. */
  record RuleChange(@Nullable Criterion before, @Nullable Criterion after) {}

  /** A buying role that came, went, or is described otherwise. */
  record RoleChange(
      @Nullable BuyingRole before, @Nullable BuyingRole after, List<TextChange> texts) {

    public String name() {
      return Objects.requireNonNull(after == null ? before : after).name();
    }
  }

  /**
   * A phase that no longer applies (no before), applies again (no after), or for which the reason
   * changed.
   */
  record PhaseChange(HourglassPhase phase, @Nullable String before, @Nullable String after) {}

  /** Whether both say the same. */
  public boolean isNone() {
    return texts.isEmpty()
        && exclusions.isEmpty()
        && criteria.isEmpty()
        && roles.isEmpty()
        && phases.isEmpty();
  }

  static EditionDifference between(EditionText before, EditionText after) {
    return new EditionDifference(
        Stream.of(
                text("notWanted", before.notWanted(), after.notWanted()),
                text("motivators", before.motivators(), after.motivators()),
                text("channels", before.channels(), after.channels()),
                text("valueStatement", before.valueStatement(), after.valueStatement()))
            .flatMap(Function.identity())
            .toList(),
        rules(weightless(before.exclusions()), weightless(after.exclusions())),
        rules(before.criteria(), after.criteria()),
        roles(before.roles(), after.roles()),
        phases(before, after));
  }

  private static Stream<TextChange> text(
      String name, @Nullable String before, @Nullable String after) {
    return Objects.equals(before, after)
        ? Stream.empty()
        : Stream.of(new TextChange(name, TextDifference.between(before, after)));
  }

  private static List<Criterion> weightless(List<Condition> conditions) {
    return conditions.stream().map(condition -> new Criterion(condition, 0, false)).toList();
  }

  private static List<RuleChange> rules(List<Criterion> before, List<Criterion> after) {
    List<Pair<Criterion>> pairs =
        pairs(
            before,
            after,
            List.of(
                Criterion::equals,
                (one, other) -> one.condition().equals(other.condition()),
                (one, other) -> one.condition().field().equals(other.condition().field())));
    return pairs.stream()
        .filter(pair -> !Objects.equals(pair.before(), pair.after()))
        .map(pair -> new RuleChange(pair.before(), pair.after()))
        .toList();
  }

  private static List<RoleChange> roles(List<BuyingRole> before, List<BuyingRole> after) {
    List<Pair<BuyingRole>> pairs =
        pairs(
            before,
            after,
            List.of(BuyingRole::equals, (one, other) -> one.name().equals(other.name())));
    return pairs.stream()
        .filter(pair -> !Objects.equals(pair.before(), pair.after()))
        .map(
            pair -> new RoleChange(pair.before(), pair.after(), texts(pair.before(), pair.after())))
        .toList();
  }

  private static List<TextChange> texts(@Nullable BuyingRole before, @Nullable BuyingRole after) {
    BuyingRole none = new BuyingRole("", null, null, null);
    BuyingRole old = before == null ? none : before;
    BuyingRole young = after == null ? none : after;
    return Stream.of(
            text("reality", old.reality(), young.reality()),
            text("words", old.words(), young.words()),
            text("solution", old.solution(), young.solution()))
        .flatMap(Function.identity())
        .toList();
  }

  private static List<PhaseChange> phases(EditionText before, EditionText after) {
    return Stream.of(HourglassPhase.values())
        .map(
            phase ->
                new PhaseChange(
                    phase, before.phasesWithout().get(phase), after.phasesWithout().get(phase)))
        .filter(change -> !Objects.equals(change.before(), change.after()))
        .toList();
  }

  private record Pair<T>(@Nullable T before, @Nullable T after) {}

  /** Pairs what is alike, by the strictest likeness first; then what only one side has. */
  private static <T> List<Pair<T>> pairs(
      List<T> before, List<T> after, List<BiPredicate<T, T>> likenesses) {
    List<T> old = new ArrayList<>(before);
    List<T> young = new ArrayList<>(after);
    List<Pair<T>> pairs = new ArrayList<>();
    for (BiPredicate<T, T> alike : likenesses) {
      for (T one : List.copyOf(old)) {
        young.stream()
            .filter(other -> alike.test(one, other))
            .findFirst()
            .ifPresent(
                other -> {
                  old.remove(one);
                  young.remove(other);
                  pairs.add(new Pair<>(one, other));
                });
      }
    }
    old.forEach(one -> pairs.add(new Pair<>(one, null)));
    young.forEach(other -> pairs.add(new Pair<>(null, other)));
    return pairs;
  }
}
