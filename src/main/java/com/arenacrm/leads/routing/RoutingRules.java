package com.arenacrm.leads.routing;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Origin;
import com.arenacrm.leads.routing.RoutingRule.Conditions;
import com.arenacrm.leads.routing.RoutingRule.Kind;
import com.arenacrm.leads.routing.RoutingRule.Otherwise;
import com.arenacrm.leads.routing.RoutingRule.Target;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.HourglassPhase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rules in their order; set by managers and administrators. */
@Component
@Transactional
public class RoutingRules {

  /** The rules, for each where the turns of its sellers stand, and what sellers take on. */
  record Kept(
      List<RoutingRule> rules,
      Map<UUID, Map<UUID, Double>> credits,
      Map<UUID, SellerCapacities.Capacity> capacities) {}

  private static final String SELECT =
      """
      select r.*,
        (select json_object_agg(m.to_user, m.weight) from leads.routing_member m
         where m.rule_id = r.id) as weights,
        (select json_object_agg(t.to_user, t.credit) from leads.routing_turn t
         where t.rule_id = r.id) as credits
      from leads.routing_rule r
      """;

  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  RoutingRules(AuditTrail audit, JdbcClient jdbc, JsonMapper json) {
    this.audit = audit;
    this.jdbc = jdbc;
    this.json = json;
  }

  @Transactional(readOnly = true)
  Kept kept() {
    List<RoutingRule> rules = new ArrayList<>();
    Map<UUID, Map<UUID, Double>> credits = new HashMap<>();
    Map<UUID, SellerCapacities.Capacity> capacities = new HashMap<>();
    jdbc.sql(
            SELECT.replace("select r.*,", "select r.*, " + SellerCapacities.AS_JSON + " as known,")
                + " where r.removed_at is null order by r.place, r.id")
        .query(
            rs -> {
              String known = rs.getString("known");
              if (rules.isEmpty() && known != null) {
                json.readValue(known, new TypeReference<List<SellerCapacities.Known>>() {})
                    .forEach(k -> capacities.put(k.seller(), k.capacity()));
              }
              RoutingRule rule = row(rs, rules.size() + 1);
              rules.add(rule);
              String turns = rs.getString("credits");
              if (turns != null) {
                credits.put(rule.id(), json.readValue(turns, new TypeReference<>() {}));
              }
            });
    return new Kept(rules, credits, capacities);
  }

  @Transactional(readOnly = true)
  Optional<RoutingRule> find(UUID id) {
    return jdbc.sql(SELECT + " where r.id = :id and r.removed_at is null")
        .param("id", id)
        .query((rs, n) -> row(rs, rs.getInt("place")))
        .optional();
  }

  /**
   * Adds a rule.
   *
   * @param rule its place says before which it comes; after all others when it is beyond them
   */
  public void add(RoutingRule rule, CurrentUser actor, Instant now) {
    lock();
    bind(
            """
            insert into leads.routing_rule (id, place, profile_id, zone, product, language, phase,
              origin, target, to_user, team_id, in_hours, otherwise, created_at, created_by)
            values (:id, :place, :profile, :zone, :product, :language, :phase, :origin, :target,
              :seller, :team, :inHours, :otherwise, :now, :actor)
            """,
            rule)
        .param("place", 1_000_000)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    members(rule);
    List<UUID> order = order();
    order.remove(rule.id());
    order.add(Math.min(order.size(), Math.max(0, rule.place() - 1)), rule.id());
    arrange(order);
    audit.note(actor, "routing-rule-added", subject(rule), null, describe(rule));
  }

  /**
   * Changes a rule; its place stays.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  void change(RoutingRule rule, CurrentUser actor) {
    lock();
    RoutingRule before = find(rule.id()).orElseThrow(NotFoundException::new);
    StaleVersionException.check(rule.version(), before.version());
    bind(
            """
            update leads.routing_rule set profile_id = :profile, zone = :zone, product = :product,
              language = :language, phase = :phase, origin = :origin, target = :target,
              to_user = :seller, team_id = :team, in_hours = :inHours, otherwise = :otherwise,
              version = version + 1
            where id = :id
            """,
            rule)
        .update();
    members(rule);
    audit.note(actor, "routing-rule-changed", subject(rule), describe(before), describe(rule));
  }

  /** Moves a rule up or down by one. */
  void move(UUID id, boolean up, CurrentUser actor) {
    lock();
    List<UUID> order = order();
    int from = order.indexOf(id);
    if (from < 0) {
      throw new NotFoundException();
    }
    int to = from + (up ? -1 : 1);
    if (to < 0 || to >= order.size()) {
      return;
    }
    Collections.swap(order, from, to);
    arrange(order);
    audit.note(
        actor,
        "routing-rule-moved",
        new Subject("rule", id, String.valueOf(from + 1)),
        String.valueOf(from + 1),
        String.valueOf(to + 1));
  }

  /** Takes a rule out; it can be taken back. */
  void remove(UUID id, CurrentUser actor, Instant now) {
    lock();
    RoutingRule rule = find(id).orElseThrow(NotFoundException::new);
    jdbc.sql("update leads.routing_rule set removed_at = :now where id = :id")
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
    audit.note(actor, "routing-rule-removed", subject(rule), describe(rule), null);
  }

  /** Takes the taking out back; the rule stands where it stood. */
  void restore(UUID id, CurrentUser actor) {
    lock();
    int restored =
        jdbc.sql(
                """
                update leads.routing_rule set removed_at = null
                where id = :id and removed_at is not null
                """)
            .param("id", id)
            .update();
    RoutingRule rule = find(id).orElseThrow(NotFoundException::new);
    if (restored > 0) {
      audit.note(actor, "routing-rule-added", subject(rule), null, describe(rule));
    }
  }

  private List<UUID> order() {
    return new ArrayList<>(
        jdbc.sql("select id from leads.routing_rule where removed_at is null order by place, id")
            .query(UUID.class)
            .list());
  }

  private void arrange(List<UUID> order) {
    jdbc.sql(
            """
            update leads.routing_rule r set place = o.place
            from unnest(cast(:ids as uuid[])) with ordinality o (id, place) where r.id = o.id
            """)
        .param("ids", order.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
        .update();
  }

  private void lock() {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('leads.routing'))").query().listOfRows();
  }

  private void members(RoutingRule rule) {
    jdbc.sql("delete from leads.routing_member where rule_id = :rule")
        .param("rule", rule.id())
        .update();
    rule.to()
        .weights()
        .forEach(
            (seller, weight) ->
                jdbc.sql("insert into leads.routing_member values (:rule, :seller, :weight)")
                    .param("rule", rule.id())
                    .param("seller", seller)
                    .param("weight", weight)
                    .update());
  }

  private JdbcClient.StatementSpec bind(String sql, RoutingRule rule) {
    Conditions when = rule.when();
    return jdbc.sql(sql)
        .param("id", rule.id())
        .param("profile", when.profile())
        .param("zone", when.zone())
        .param("product", when.product())
        .param("language", when.language())
        .param("phase", when.phase() == null ? null : when.phase().name())
        .param("origin", when.origin() == null ? null : when.origin().name())
        .param("target", rule.to().kind().name())
        .param("seller", rule.to().seller())
        .param("team", rule.to().team())
        .param("inHours", rule.inHours())
        .param("otherwise", rule.otherwise().name());
  }

  private static Subject subject(RoutingRule rule) {
    return new Subject("rule", rule.id(), String.valueOf(rule.place()));
  }

  /** What the trail shows: conditions and target by the words of the page. */
  private static String describe(RoutingRule rule) {
    Conditions when = rule.when();
    List<String> words = new ArrayList<>();
    add(words, "routing.PROFILE", when.profile());
    add(words, "routing.ZONE", when.zone());
    add(words, "routing.PRODUCT", when.product());
    add(words, "routing.LANGUAGE", when.language());
    add(words, "routing.PHASE", when.phase());
    add(words, "routing.ORIGIN", when.origin());
    words.add("→ " + AuditTrail.word("routing.to." + rule.to().kind()));
    return String.join("; ", words);
  }

  private static void add(List<String> words, String key, @Nullable Object value) {
    if (value != null) {
      words.add(AuditTrail.word(key) + ": " + value);
    }
  }

  private RoutingRule row(ResultSet rs, int place) throws SQLException {
    String phase = rs.getString("phase");
    String origin = rs.getString("origin");
    String weights = rs.getString("weights");
    return new RoutingRule(
        rs.getObject("id", UUID.class),
        place,
        new Conditions(
            rs.getObject("profile_id", UUID.class),
            rs.getString("zone"),
            rs.getString("product"),
            rs.getString("language"),
            phase == null ? null : HourglassPhase.valueOf(phase),
            origin == null ? null : Origin.valueOf(origin)),
        new Target(
            Kind.valueOf(rs.getString("target")),
            rs.getObject("to_user", UUID.class),
            rs.getObject("team_id", UUID.class),
            weights == null
                ? Map.of()
                : json.readValue(weights, new TypeReference<Map<UUID, Integer>>() {})),
        rs.getBoolean("in_hours"),
        Otherwise.valueOf(rs.getString("otherwise")),
        rs.getInt("version"));
  }
}
