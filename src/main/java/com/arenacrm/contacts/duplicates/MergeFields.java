package com.arenacrm.contacts.duplicates;

import com.arenacrm.shared.PhoneNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two records side by side, field by field: what stays where they differ. What the one that stays
 * knows is proposed, and of the other what only that one knows, so that nothing is lost; but of two
 * addresses the better one, with the reason. Web pages and notes of both are kept together.
 */
final class MergeFields {

  /** Which of the two values stays. */
  enum Take {
    FIRST,
    SECOND,
    /** One after the other; only texts. */
    BOTH
  }

  /**
   * One field of both.
   *
   * @param key as in the form: a column, or {@code attribute.} and the name of a further field
   * @param name of a further field; null for the others, which have a message
   * @param first as people read it; empty where it is unknown
   * @param differs whether somebody has to choose
   * @param take what stays unless somebody says otherwise
   * @param why why that stays, as the end of a message key; null where nothing needs to be said
   */
  record Field(
      String key,
      @Nullable String name,
      String first,
      String second,
      boolean differs,
      boolean joinable,
      Take take,
      @Nullable String why) {}

  /** Where the row of a person says what is known of its address; see {@link Merges}. */
  static final String MAIL = "mail";

  private static final String EMAIL = "email";

  /** What is known of an address: nothing where it is a private one. */
  private record Mail(
      boolean ofCompany, boolean ofWork, boolean agreed, boolean shared, boolean mistyped) {

    static Mail of(Map<String, Object> row) {
      Map<?, ?> known = (Map<?, ?>) Objects.requireNonNullElse(row.get(MAIL), Map.of());
      return new Mail(
          Boolean.TRUE.equals(known.get("company")),
          Boolean.TRUE.equals(known.get("work")),
          Boolean.TRUE.equals(known.get("agreed")),
          Boolean.FALSE.equals(known.get("own")),
          isMistyped(String.valueOf(row.get(EMAIL))));
    }
  }

  /** Where very many people have their address, and slips are frequent. */
  private static final List<String> FREQUENT =
      List.of(
          "gmail.com",
          "hotmail.com",
          "hotmail.es",
          "outlook.com",
          "outlook.es",
          "yahoo.com",
          "yahoo.es",
          "icloud.com",
          "live.com");

  /** Whether an address is at a domain that is a frequent one but for a slip. */
  static boolean isMistyped(String email) {
    String domain = email.substring(email.indexOf('@') + 1);
    return !FREQUENT.contains(domain) && FREQUENT.stream().anyMatch(f -> isSlip(f, domain));
  }

  /** One letter more, less or other, or two that changed places. */
  private static boolean isSlip(String meant, String typed) {
    int same = 0;
    int shorter = Math.min(meant.length(), typed.length());
    while (same < shorter && meant.charAt(same) == typed.charAt(same)) {
      same++;
    }
    String left = meant.substring(same);
    String other = typed.substring(same);
    return switch (meant.length() - typed.length()) {
      case 1 -> left.substring(1).equals(other);
      case -1 -> left.equals(other.substring(1));
      case 0 ->
          left.substring(1).equals(other.substring(1))
              || left.length() > 1
                  && left.charAt(0) == other.charAt(1)
                  && left.charAt(1) == other.charAt(0)
                  && left.substring(2).equals(other.substring(2));
      default -> false;
    };
  }

  private static final String ATTRIBUTE = "attribute.";

  private static final List<String> OF_PEOPLE =
      List.of(
          "name",
          EMAIL,
          "phone",
          "company",
          "job_title",
          "region",
          "city",
          "country",
          "influencer",
          "notes");
  private static final List<String> OF_COMPANIES =
      List.of(
          "name",
          "website",
          "industry",
          "employees",
          "phone",
          "region",
          "city",
          "country",
          "notes");

  /** Columns that go with another. */
  private static final Set<String> FOLLOWING = Set.of("company_id", "domain", "consent");

  private final Subject subject;
  private final Map<String, Object> first;
  private final Map<String, Object> second;

  MergeFields(Subject subject, Map<String, Object> first, Map<String, Object> second) {
    this.subject = subject;
    this.first = first;
    this.second = second;
  }

  /** The fields of which at least one of the two says something. */
  List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (String key : subject.companies() ? OF_COMPANIES : OF_PEOPLE) {
      add(fields, key, null, shown(first, key), shown(second, key));
    }
    Set<String> names = new TreeSet<>(attributes(first).keySet());
    names.addAll(attributes(second).keySet());
    for (String name : names) {
      add(
          fields,
          ATTRIBUTE + name,
          name,
          attributes(first).getOrDefault(name, ""),
          attributes(second).getOrDefault(name, ""));
    }
    return fields;
  }

  private void add(
      List<Field> fields, String key, @Nullable String name, String one, String other) {
    if (one.isEmpty() && other.isEmpty()) {
      return;
    }
    boolean differs = !one.equals(other);
    boolean notes = key.equals("notes");
    boolean both = notes && !one.isEmpty() && !other.isEmpty();
    boolean mails = key.equals(EMAIL) && differs && !one.isEmpty() && !other.isEmpty();
    if (mails) {
      Better better = betterMail();
      fields.add(new Field(key, name, one, other, true, false, better.take(), better.why()));
      return;
    }
    Take take = both && differs ? Take.BOTH : one.isEmpty() ? Take.SECOND : Take.FIRST;
    fields.add(new Field(key, name, one, other, differs, both, take, null));
  }

  private record Better(Take take, @Nullable String why) {

    static Better of(boolean first, String why) {
      return new Better(first ? Take.FIRST : Take.SECOND, why);
    }
  }

  /**
   * No address that looks mistyped; the one at the company rather than one at work elsewhere, that
   * rather than a private one; a person's own rather than a shared mailbox; then the one with which
   * they agreed to be written to. Where nothing speaks for either, that of the one that stays.
   */
  private Better betterMail() {
    Mail one = Mail.of(first);
    Mail other = Mail.of(second);
    if (one.mistyped() != other.mistyped()) {
      return Better.of(other.mistyped(), "typed");
    }
    if (one.ofCompany() != other.ofCompany()) {
      return Better.of(one.ofCompany(), "company");
    }
    if (one.ofWork() != other.ofWork()) {
      return Better.of(one.ofWork(), "work");
    }
    if (one.shared() != other.shared()) {
      return Better.of(other.shared(), "own");
    }
    if (one.agreed() != other.agreed()) {
      return Better.of(one.agreed(), "agreed");
    }
    return new Better(Take.FIRST, null);
  }

  /**
   * The columns of the one that stays.
   *
   * @param chosen by the keys of the fields; what is missing is taken as proposed
   */
  Map<String, Object> result(Map<String, Take> chosen) {
    Map<String, Object> result = new HashMap<>();
    for (String key : subject.companies() ? OF_COMPANIES : OF_PEOPLE) {
      Take take = take(key, shown(first, key), shown(second, key), chosen);
      for (String column : columnsOf(key)) {
        result.put(column, value(column, take));
      }
    }
    Map<String, String> attributes = new TreeMap<>(attributes(second));
    attributes.putAll(attributes(first));
    attributes.replaceAll(
        (name, value) -> {
          String one = attributes(first).getOrDefault(name, "");
          String other = attributes(second).getOrDefault(name, "");
          return take(ATTRIBUTE + name, one, other, chosen) == Take.SECOND ? other : one;
        });
    attributes.values().removeIf(String::isEmpty);
    result.put("attributes", attributes);
    Set<Object> links = new LinkedHashSet<>(links(first));
    links.addAll(links(second));
    result.put("links", List.copyOf(links));
    if (!subject.companies()) {
      result.put("consent", consent());
    }
    return result;
  }

  private Take take(String key, String one, String other, Map<String, Take> chosen) {
    List<Field> field = new ArrayList<>();
    add(field, key, null, one, other);
    if (field.isEmpty() || !field.get(0).differs()) {
      return Take.FIRST;
    }
    Take take = chosen.getOrDefault(key, field.get(0).take());
    return take == Take.BOTH && !field.get(0).joinable() ? field.get(0).take() : take;
  }

  /**
   * A field of the one that comes out.
   *
   * @param name of a further field; null for the others, which have a message
   */
  record Outcome(String key, @Nullable String name, String value) {}

  /** What would come out, field by field, as people read it; nothing for what nobody knows. */
  List<Outcome> outcome(Map<String, Take> chosen) {
    return fields().stream()
        .map(
            f ->
                new Outcome(
                    f.key(),
                    f.name(),
                    !f.differs()
                        ? f.first()
                        : switch (chosen.getOrDefault(f.key(), f.take())) {
                          case FIRST -> f.first();
                          case SECOND -> f.second();
                          case BOTH -> f.first() + "\n\n" + f.second();
                        }))
        .filter(o -> !o.value().isEmpty())
        .toList();
  }

  private @Nullable Object value(String column, Take take) {
    return switch (take) {
      case FIRST -> first.get(column);
      case SECOND -> second.get(column);
      case BOTH -> first.get(column) + "\n\n" + second.get(column);
    };
  }

  /** Whoever has withdrawn it anywhere has withdrawn it (Q46). */
  private String consent() {
    for (String state : List.of("WITHDRAWN", "GIVEN")) {
      if (state.equals(first.get("consent")) || state.equals(second.get("consent"))) {
        return state;
      }
    }
    return "UNKNOWN";
  }

  private static List<String> columnsOf(String key) {
    return switch (key) {
      case "company" -> List.of("company_id", "company_name");
      case "website" -> List.of("website", "domain");
      default -> List.of(key);
    };
  }

  private static String shown(Map<String, Object> row, String key) {
    Object value = row.get(key.equals("company") ? "company_name" : key);
    if (value == null || value.equals(false)) {
      return "";
    }
    return key.equals("phone") && row.containsKey("consent")
        ? new PhoneNumber((String) value).readable()
        : value.toString();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> attributes(Map<String, Object> row) {
    return (Map<String, String>) Objects.requireNonNullElse(row.get("attributes"), Map.of());
  }

  @SuppressWarnings("unchecked")
  private static Collection<Object> links(Map<String, Object> row) {
    return (Collection<Object>) Objects.requireNonNullElse(row.get("links"), List.of());
  }

  /**
   * What the survivor has again after a merge is taken back, and what stays because somebody has
   * written it since.
   *
   * @param values by column
   * @param kept fields, as in the messages
   */
  record Restored(Map<String, Object> values, List<String> kept) {}

  /** Takes the survivor back to what it was, but for what was written since. */
  static Restored restored(
      Subject subject,
      Map<String, Object> before,
      Map<String, Object> after,
      Map<String, Object> now) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> kept = new ArrayList<>();
    for (String column : subject.columns()) {
      Object was = before.get(column);
      Object left = after.get(column);
      Object is = now.get(column);
      if (Objects.equals(left, is)) {
        values.put(column, was);
      } else if (column.equals("attributes")) {
        values.put(column, restored(attributes(before), attributes(after), attributes(now)));
      } else if (column.equals("links")) {
        List<Object> links = new ArrayList<>(links(now));
        links.removeIf(l -> links(after).contains(l) && !links(before).contains(l));
        values.put(column, links);
      } else {
        values.put(column, is);
        if (!Objects.equals(was, left) && !FOLLOWING.contains(column)) {
          kept.add(column);
        }
      }
    }
    return new Restored(values, kept);
  }

  private static Map<String, String> restored(
      Map<String, String> before, Map<String, String> after, Map<String, String> now) {
    Map<String, String> restored = new TreeMap<>(now);
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      if (Objects.equals(after.get(name), now.get(name))) {
        if (before.containsKey(name)) {
          restored.put(name, before.get(name));
        } else {
          restored.remove(name);
        }
      }
    }
    return restored;
  }
}
