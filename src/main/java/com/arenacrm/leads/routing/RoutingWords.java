package com.arenacrm.leads.routing;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.routing.Decision.Standing;
import com.arenacrm.leads.routing.Decision.State;
import com.arenacrm.leads.routing.Decision.Step;
import com.arenacrm.leads.routing.RoutingRule.Check;
import com.arenacrm.leads.routing.RoutingRule.Kind;
import com.arenacrm.leads.routing.RoutingRule.Question;
import com.arenacrm.platform.Formats;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says rules and decisions in the words of whoever reads them. */
@Component
public class RoutingWords {

  private final MessageSource messages;
  private final UserNames userNames;
  private final Profiles profiles;

  RoutingWords(MessageSource messages, UserNames userNames, Profiles profiles) {
    this.messages = messages;
    this.userNames = userNames;
    this.profiles = profiles;
  }

  /** For one reader; the names are read now. */
  public Reader forReader(Formats show) {
    return new Reader(messages, show, userNames.peopleAndTeams(), profiles.names());
  }

  /**
   * The words of one reader.
   *
   * @param names of people and teams
   */
  public record Reader(
      MessageSource messages,
      Formats show,
      Map<UUID, String> names,
      Map<ProfileId, String> profiles) {

    /** What a rule asks, in one line. */
    public String conditions(RoutingRule rule) {
      return conditions(rule.when().check(NOTHING_KNOWN));
    }

    /** Whether a rule takes any lead. */
    boolean asksNothing(RoutingRule rule) {
      return rule.when().check(NOTHING_KNOWN).isEmpty();
    }

    public String conditions(List<Check> checks) {
      return checks.isEmpty()
          ? say("routing.any")
          : checks.stream()
              .map(c -> say("routing.asks." + c.question(), value(c.question(), c.wanted())))
              .collect(Collectors.joining(", "));
    }

    /** What is known of a lead in one respect. */
    public String found(Check check) {
      return check.found() == null
          ? say("routing.unknown")
          : value(check.question(), check.found());
    }

    public String asks(Check check) {
      return say("routing.asks." + check.question(), value(check.question(), check.wanted()));
    }

    /** To whom a rule gives its leads. */
    public String target(RoutingRule rule) {
      return switch (rule.to().kind()) {
        case OWNER, EVERYBODY -> say("routing.to." + rule.to().kind());
        case SELLER -> say("routing.to.seller.of", name(rule.to().seller()));
        case TEAM -> say("routing.to.team.of", name(rule.to().team()));
        case GROUP -> say("routing.to.group.of", group(rule.to().weights()));
      };
    }

    private String group(Map<UUID, Integer> weights) {
      return weights.entrySet().stream()
          .map(e -> name(e.getKey()) + " (" + e.getValue() + ")")
          .sorted(Comparator.naturalOrder())
          .collect(Collectors.joining(", "));
    }

    /** How it stands with somebody whom a rule names. */
    public String standing(Standing s) {
      return say(
          "routing.state." + s.state(),
          name(s.seller()),
          s.load(),
          s.most() == null ? "" : s.most(),
          s.until() == null ? "" : show.date(s.until()));
    }

    /** Why a rule came to what it came to. */
    public String why(Step step) {
      if (step.chosen() == null) {
        return step.kind() == Kind.OWNER && step.sellers().isEmpty()
            ? say("routing.why.noOwner")
            : say(
                "routing.why.nobody",
                step.sellers().stream().map(this::standing).collect(Collectors.joining("; ")));
      }
      List<Standing> ready = step.sellers().stream().filter(s -> s.state() == State.READY).toList();
      String chosen = name(step.chosen());
      return switch (step.kind()) {
        case OWNER -> say("routing.why.owner", chosen);
        case SELLER -> say("routing.why.seller", chosen);
        default ->
            ready.size() == 1
                ? say("routing.why.only", chosen, because(step))
                : say(
                    "routing.why.turn",
                    chosen,
                    ready.stream()
                        .map(s -> name(s.seller()) + " (" + s.weight() + ")")
                        .collect(Collectors.joining(", ")),
                    because(step));
      };
    }

    /** Who else would have been due but for what stood against it; empty where nobody would. */
    private String because(Step step) {
      String others =
          step.sellers().stream()
              .filter(s -> NOT_NOW.contains(s.state()))
              .map(
                  s ->
                      s.state() == State.FULL
                          ? say("routing.because.FULL", name(s.seller()), s.load(), s.most())
                          : standing(s))
              .collect(Collectors.joining("; "));
      return others.isEmpty() ? "" : say("routing.because", others);
    }

    public String name(@Nullable UUID who) {
      return who == null ? Formats.NONE : names.getOrDefault(who, Formats.NONE);
    }

    private String value(Question question, String value) {
      return switch (question) {
        case PROFILE -> profiles.getOrDefault(new ProfileId(UUID.fromString(value)), Formats.NONE);
        case LANGUAGE -> say("routing.language." + value);
        case PHASE -> say("phase." + value.toLowerCase(Locale.ROOT));
        case ORIGIN -> say("lead.origin." + value);
        case ZONE, PRODUCT -> value;
      };
    }

    private String say(String key, Object... arguments) {
      return messages.getMessage(key, arguments, show.locale());
    }
  }

  private static final Set<State> NOT_NOW = EnumSet.of(State.FULL, State.AWAY, State.OFF_HOURS);

  private static final RoutingFacts NOTHING_KNOWN =
      new RoutingFacts(null, null, null, List.of(), "", null, null, null, null);
}
