package com.arenacrm.contacts;

import com.arenacrm.contacts.Scorecard.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Scorecard} as one SQL query over all people or all companies. Whatever somebody typed,
 * the labels of further fields included, travels as a parameter; of the text of the query nothing
 * comes from outside.
 *
 * <p>The query is made in layers, each fenced by {@code offset 0}: the facts, the facts made
 * comparable, which rules are met, the score. So each expression is computed once a row, and it
 * holds at hundreds of thousands of rows.
 */
final class ScoreSql {

  /** Whose score. */
  enum Subject {
    PEOPLE("p", "contacts.person p left join contacts.company c on c.id = p.company_id"),
    COMPANIES("c", "contacts.company c");

    private final String alias;
    private final String tables;

    Subject(String alias, String tables) {
      this.alias = alias;
      this.tables = tables;
    }
  }

  private final Subject subject;
  private final String prefix;
  private final Scorecard scorecard;
  private final Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
  private final List<ContactField> fields;
  private final List<String> met = new ArrayList<>();

  ScoreSql(Subject subject, Scorecard scorecard) {
    this(subject, scorecard, "");
  }

  /**
   * @param prefix of the names of its parameters, where it becomes part of a larger query
   */
  ScoreSql(Subject subject, Scorecard scorecard, String prefix) {
    this.subject = subject;
    this.prefix = prefix;
    this.scorecard = subject == Subject.COMPANIES ? scorecard.ofCompanies() : scorecard;
    this.fields =
        this.scorecard.rules().stream().map(rule -> rule.condition().field()).distinct().toList();
    for (Rule rule : this.scorecard.rules()) {
      met.add(met(rule.condition()));
    }
  }

  Map<String, @Nullable Object> parameters() {
    return parameters;
  }

  /**
   * Counts by score, with how many meet each rule and of how many its fact is not known; columns
   * {@code ruled_out, score, subjects, first_id, last_id, met, unknown}.
   */
  String tally() {
    StringJoiner met = new StringJoiner(", ", "array[", "]::bigint[]");
    StringJoiner unknown = new StringJoiner(", ", "array[", "]::bigint[]");
    for (int i = 0; i < scorecard.rules().size(); i++) {
      met.add("count(*) filter (where m" + i + ")");
      int field = fields.indexOf(scorecard.rules().get(i).condition().field());
      unknown.add("count(*) filter (where not k" + field + ")");
    }
    return """
    select ruled_out, score, count(*) as subjects, min(id::text) as first_id,
           max(id::text) as last_id, %s as met, %s as unknown
    from (%s) scored group by ruled_out, score order by ruled_out, score desc
    """
        .formatted(met, unknown, scored("", ""));
  }

  /**
   * Those with a score in a span, by name; parameters {@code out, least, most, after, limit};
   * columns {@code id, score}.
   */
  String matching() {
    String alias = subject.alias;
    String source = subject == Subject.PEOPLE ? "contacts.person" : "contacts.company";
    String from =
        """
        where cast(:after as uuid) is null or (%1$s.name, %1$s.id) >
          (select a.name, a.id from %2$s a where a.id = :after)
        """
            .formatted(alias, source);
    return """
    select id, score from (%s) scored
    where ruled_out = :out and score between :least and :most limit :limit
    """
        .formatted(scored(from, "order by %1$s.name, %1$s.id".formatted(alias)));
  }

  /**
   * Those that meet the rules, all of them or any, in the order given; columns {@code id}.
   *
   * @param any whether one rule is enough
   * @param where a condition on the person {@code p} or the company {@code c}
   * @param order by what; may be empty
   */
  String met(boolean any, String where, String order) {
    String condition = any ? "score > 0" : "not ruled_out";
    return "select id from (" + scored("where " + where, order) + ") scored where " + condition;
  }

  /**
   * Where each stands as {@link Scorecard#standing} says; columns {@code id, standing, score,
   * ruled_out}.
   *
   * @param where a condition on the person {@code p} or the company {@code c}
   */
  String standing(String where) {
    StringJoiner surelyOut = new StringJoiner(" or ").setEmptyValue("false");
    StringJoiner possible = new StringJoiner(" + ").setEmptyValue("0");
    for (int i = 0; i < met.size(); i++) {
      Rule rule = scorecard.rules().get(i);
      int field = fields.indexOf(rule.condition().field());
      String open = rule.condition().operator().needsValue() ? "not k" + field : "false";
      if (rule.outIfMet()) {
        surelyOut.add("m" + i);
      }
      if (rule.outIfUnmet()) {
        surelyOut.add("(not m" + i + " and not (" + open + "))");
      }
      if (rule.weight() > 0) {
        possible.add("(m" + i + " or " + open + ")::integer * " + rule.weight());
      }
    }
    int total = scorecard.totalWeight();
    String enough = total == 0 ? "true" : "score >= " + Scorecard.LEAST_INSIDE;
    String never =
        total == 0
            ? "false"
            : "(200 * (%s) + %d) / %d < %d"
                .formatted(possible, total, 2 * total, Scorecard.LEAST_INSIDE);
    return """
    select id, score, ruled_out, case when not ruled_out and %s then 'INSIDE'
      when (%s) or %s then 'OUTSIDE' else 'UNKNOWN' end as standing
    from (%s) scored
    """
        .formatted(enough, surelyOut, never, scored("where " + where, ""));
  }

  private String scored(String where, String order) {
    StringJoiner raw = new StringJoiner(", ", ", ", "").setEmptyValue("");
    StringJoiner comparable = new StringJoiner(", ", ", ", "").setEmptyValue("");
    for (int i = 0; i < fields.size(); i++) {
      raw.add(fact(fields.get(i), i) + " as r" + i);
      comparable.add(known(fields.get(i), "r" + i) + " as k" + i);
      if (uses(fields.get(i), false)) {
        comparable.add(folded("r" + i) + " as f" + i);
      }
      if (uses(fields.get(i), true)) {
        comparable.add(
            (fields.get(i).isNumber() ? "r" + i : NumberText.sql("r" + i)) + " as n" + i);
      }
    }
    StringJoiner are = new StringJoiner(", ", ", ", "").setEmptyValue("");
    StringJoiner out = new StringJoiner(" or ").setEmptyValue("false");
    StringJoiner earned = new StringJoiner(" + ").setEmptyValue("0");
    for (int i = 0; i < met.size(); i++) {
      Rule rule = scorecard.rules().get(i);
      are.add("coalesce(" + met.get(i) + ", false) as m" + i);
      if (rule.outIfMet()) {
        out.add("m" + i);
      }
      if (rule.outIfUnmet()) {
        out.add("not m" + i);
      }
      if (rule.weight() > 0) {
        earned.add("m" + i + "::integer * " + rule.weight());
      }
    }
    int total = scorecard.totalWeight();
    String score = total == 0 ? "0" : "(200 * (%s) + %d) / %d".formatted(earned, total, 2 * total);
    return """
    select *, case when ruled_out then 0 else %s end as score from (
      select *, (%s) as ruled_out from (
        select *%s from (
          select *%s from (
            select %s.id%s from %s %s %s offset 0
          ) facts offset 0
        ) comparable offset 0
      ) are offset 0
    ) judged offset 0
    """
        .formatted(score, out, are, comparable, subject.alias, raw, subject.tables, where, order);
  }

  private String fact(ContactField field, int index) {
    boolean people = subject == Subject.PEOPLE;
    return switch (field.kind()) {
      case INDUSTRY -> "c.industry";
      case EMPLOYEES -> "c.employees";
      case REGION -> people ? "coalesce(c.region, p.region)" : "c.region";
      case CITY -> people ? "coalesce(c.city, p.city)" : "c.city";
      case COUNTRY -> people ? "coalesce(c.country, p.country)" : "c.country";
      case COMPANY -> people ? "p.company_name" : "c.name collate \"default\"";
      case WEBSITE -> "c.website";
      case JOB_TITLE -> "p.job_title";
      case EMAIL -> "p.email";
      case PHONE -> "p.phone";
      case INFLUENCER -> "case when p.influencer then 'true' end";
      case COMPANY_ATTRIBUTE -> "c.attributes ->> " + parameter("field" + index, field.attribute());
      case PERSON_ATTRIBUTE -> "p.attributes ->> " + parameter("field" + index, field.attribute());
    };
  }

  private static String known(ContactField field, String fact) {
    return field.isNumber() ? fact + " is not null" : "coalesce(btrim(" + fact + ") <> '', false)";
  }

  // Removing accents is most of the work, and a text of plain letters has none.
  private static String folded(String fact) {
    return "case when octet_length(%1$s) = char_length(%1$s) then lower(%1$s) else platform.fold(%1$s) end"
        .formatted(fact);
  }

  private boolean uses(ContactField field, boolean numbers) {
    return scorecard.rules().stream()
        .map(Rule::condition)
        .filter(c -> c.field().equals(field) && c.operator().needsValue())
        .anyMatch(c -> c.comparesNumbers() == numbers);
  }

  private String met(Condition condition) {
    int field = fields.indexOf(condition.field());
    int rule = met.size();
    return switch (condition.operator()) {
      case IS_KNOWN -> "k" + field;
      case IS_NOT_KNOWN -> "not k" + field;
      case IS ->
          condition.comparesNumbers()
              ? "n" + field + " = " + parameter("value" + rule, condition.least())
              : any(condition, "f" + field + " = %s");
      case IS_ONE_OF -> any(condition, "f" + field + " = %s");
      case CONTAINS -> any(condition, "strpos(f" + field + ", %s) > 0");
      case AT_LEAST -> "n" + field + " >= " + parameter("value" + rule, condition.least());
      case AT_MOST -> "n" + field + " <= " + parameter("value" + rule, condition.most());
      case BETWEEN ->
          "n%d between %s and %s"
              .formatted(
                  field,
                  parameter("value" + rule, condition.least()),
                  parameter("value" + rule + "to", condition.most()));
    };
  }

  /** That one of the condition's texts makes the expression true. */
  private String any(Condition condition, String expression) {
    StringJoiner any = new StringJoiner(" or ", "(", ")");
    List<String> values = condition.values();
    for (int i = 0; i < values.size(); i++) {
      String text = parameter("value" + met.size() + "or" + i, values.get(i));
      any.add(expression.formatted("platform.fold(" + text + ")"));
    }
    return any.toString();
  }

  private String parameter(String name, @Nullable Object value) {
    parameters.put(prefix + name, value);
    return ":" + prefix + name;
  }
}
