package com.arenacrm.leads.routing;

import com.arenacrm.leads.Origin;
import com.arenacrm.shared.HourglassPhase;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the rules by which leads find their seller; the first whose conditions all hold decides
 * (R099).
 *
 * @param place in the order of the rules, from 1
 * @param inHours only whoever is at work at that moment
 * @param otherwise what happens when none of those it names can take the lead
 */
public record RoutingRule(
    UUID id,
    int place,
    Conditions when,
    Target to,
    boolean inHours,
    Otherwise otherwise,
    int version) {

  /** To whom a rule gives a lead. */
  public enum Kind {
    /** Whoever has dealings with the company already. */
    OWNER,
    SELLER,
    /** One after the other of a team. */
    TEAM,
    /** One after the other of those that the rule names, with weights of its own. */
    GROUP,
    /** One after the other of all who sell. */
    EVERYBODY
  }

  /** What happens when nobody of a rule can take the lead. */
  public enum Otherwise {
    NEXT,
    QUEUE
  }

  /** Something that a rule asks of a lead. */
  public enum Question {
    PROFILE,
    ZONE,
    PRODUCT,
    LANGUAGE,
    PHASE,
    ORIGIN
  }

  /**
   * To whom a rule gives a lead.
   *
   * @param weights of a group: how often each is due
   */
  public record Target(
      Kind kind, @Nullable UUID seller, @Nullable UUID team, Map<UUID, Integer> weights) {

    public Target {
      weights = Map.copyOf(weights);
    }

    public static Target of(Kind kind) {
      return new Target(kind, null, null, Map.of());
    }

    /** Whether several take turns. */
    public boolean isTurn() {
      return kind != Kind.OWNER && kind != Kind.SELLER;
    }
  }

  /**
   * Whether a lead is as a rule wants it in one respect.
   *
   * @param wanted as the rule says it: a profile's id, words, or the name of a phase or origin
   * @param found what is known of the lead in the same form; null when nothing is
   */
  public record Check(Question question, String wanted, @Nullable String found, boolean met) {}

  /** What a rule asks; null asks nothing. */
  public record Conditions(
      @Nullable UUID profile,
      @Nullable String zone,
      @Nullable String product,
      @Nullable String language,
      @Nullable HourglassPhase phase,
      @Nullable Origin origin) {

    public static final Conditions NONE = new Conditions(null, null, null, null, null, null);

    /** Each condition, and whether the lead meets it; empty when the rule asks nothing. */
    public List<Check> check(RoutingFacts facts) {
      List<Check> checks = new ArrayList<>();
      if (profile != null) {
        checks.add(same(Question.PROFILE, profile, facts.profile()));
      }
      if (zone != null) {
        List<String> known = facts.places().stream().map(Conditions::fold).toList();
        checks.add(
            new Check(
                Question.ZONE,
                zone,
                facts.places().isEmpty() ? null : String.join(", ", facts.places()),
                parts(zone).stream().anyMatch(known::contains)));
      }
      if (product != null) {
        String wants = " " + fold(facts.wants()) + " ";
        checks.add(
            new Check(
                Question.PRODUCT,
                product,
                facts.wants().isBlank() ? null : facts.wants(),
                parts(product).stream().anyMatch(wants::contains)));
      }
      if (language != null) {
        checks.add(same(Question.LANGUAGE, language, facts.language()));
      }
      if (phase != null) {
        checks.add(same(Question.PHASE, phase, facts.phase()));
      }
      if (origin != null) {
        checks.add(same(Question.ORIGIN, origin, facts.origin()));
      }
      return checks;
    }

    private static Check same(Question question, Object wanted, @Nullable Object found) {
      return new Check(
          question,
          wanted.toString(),
          found == null ? null : found.toString(),
          Objects.equals(wanted, found));
    }

    private static List<String> parts(String text) {
      return Arrays.stream(text.split("[,;\n]"))
          .map(Conditions::fold)
          .filter(part -> !part.isEmpty())
          .toList();
    }

    // As platform.fold does in the database: neither case nor accents tell words apart.
    private static String fold(String text) {
      return Normalizer.normalize(text, Normalizer.Form.NFD)
          .replaceAll("\\p{M}+", "")
          .toLowerCase(Locale.ROOT)
          .strip();
    }
  }
}
