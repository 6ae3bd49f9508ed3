package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A profile as typed, row by row. Rows left empty are no mistake: they are not kept.
 *
 * @param id the profile's, also of a new one, so that sending twice adds one
 * @param number the edition that was on the page; 0 for a new profile
 * @param version of that edition
 * @param profileVersion of the profile, whose name is changed here too
 * @param phases one for each phase, in their order
 */
record ProfileForm(
    String id,
    @Nullable Integer number,
    @Nullable Integer version,
    @Nullable Integer profileVersion,
    String name,
    String notWanted,
    List<RuleForm> exclusions,
    List<RuleForm> criteria,
    String motivators,
    String channels,
    String valueStatement,
    List<RoleForm> roles,
    List<PhaseForm> phases) {

  private static final int LONGEST = EditionText.LONGEST;

  /** A rule as typed. */
  record RuleForm(
      String field,
      String operator,
      String value,
      String weight,
      String knockOut,
      @Nullable String note) {

    RuleForm(String field, String operator, String value, String weight, String knockOut) {
      this(field, operator, value, weight, knockOut, null);
    }

    static RuleForm blank() {
      return new RuleForm("", "", "", "", "");
    }

    /** The comparisons that make sense for the fact chosen; all where none is. */
    public List<Operator> operators() {
      return ContactField.parse(field)
          .map(ContactField::operators)
          .orElse(List.of(Operator.values()));
    }

    RuleForm clean() {
      return new RuleForm(
          FormReader.clean(field),
          FormReader.clean(operator),
          FormReader.clean(value),
          FormReader.clean(weight),
          FormReader.clean(knockOut),
          FormReader.clean(note));
    }

    boolean isBlank() {
      return FormReader.clean(field).isEmpty() && FormReader.clean(value).isEmpty();
    }
  }

  /** A buying role as typed. */
  record RoleForm(String name, String reality, String words, String solution) {

    static RoleForm blank() {
      return new RoleForm("", "", "", "");
    }

    boolean isBlank() {
      return Stream.of(name, reality, words, solution)
          .allMatch(text -> FormReader.clean(text).isEmpty());
    }
  }

  /** Whether a phase is left out, and why, as typed. */
  record PhaseForm(String off, String reason) {

    static PhaseForm blank() {
      return new PhaseForm("", "");
    }
  }

  ProfileForm {
    exclusions = whole(exclusions, RuleForm::blank);
    criteria = whole(criteria, RuleForm::blank);
    roles = whole(roles, RoleForm::blank);
    List<PhaseForm> typed = whole(phases, PhaseForm::blank);
    phases =
        IntStream.range(0, HourglassPhase.values().length)
            .mapToObj(i -> i < typed.size() ? typed.get(i) : PhaseForm.blank())
            .toList();
  }

  static ProfileForm blank() {
    return new ProfileForm(
        ProfileId.next().toString(),
        0,
        0,
        0,
        "",
        "",
        List.of(RuleForm.blank()),
        List.of(RuleForm.blank(), RuleForm.blank(), RuleForm.blank()),
        "",
        "",
        "",
        List.of(RoleForm.blank()),
        List.of());
  }

  /**
   * A new one that begins with what a study of who buys found (R040).
   *
   * @param excluded whether who meets the rule is not wanted; its note then says so in words
   */
  static ProfileForm beginningWith(RuleForm typed, boolean excluded) {
    RuleForm found = typed.clean();
    ProfileForm blank = blank();
    if (!excluded) {
      return blank.with(blank.exclusions, List.of(found), blank.roles);
    }
    return new ProfileForm(
        blank.id,
        0,
        0,
        0,
        "",
        FormReader.clean(found.note()),
        List.of(new RuleForm(found.field(), found.operator(), found.value(), "", "")),
        blank.criteria,
        "",
        "",
        "",
        blank.roles,
        blank.phases);
  }

  static ProfileForm of(EditionPages.Page page, Locale locale) {
    EditionText text = page.text();
    return new ProfileForm(
        page.profile().toString(),
        page.number(),
        page.version(),
        page.profileVersion(),
        page.name(),
        text.notWanted(),
        orOne(
            text.exclusions().stream().map(c -> row(c, "", "", locale, null)).toList(),
            RuleForm::blank),
        orOne(
            text.criteria().stream()
                .map(
                    c ->
                        row(
                            c.condition(),
                            String.valueOf(c.weight()),
                            String.valueOf(c.knockOut()),
                            locale,
                            c.note()))
                .toList(),
            RuleForm::blank),
        text.motivators(),
        text.channels(),
        text.valueStatement(),
        orOne(
            text.roles().stream()
                .map(r -> new RoleForm(r.name(), r.reality(), r.words(), r.solution()))
                .toList(),
            RoleForm::blank),
        Arrays.stream(HourglassPhase.values())
            .map(
                phase ->
                    text.reasonWithout(phase)
                        .map(reason -> new PhaseForm("true", reason))
                        .orElse(PhaseForm.blank()))
            .toList());
  }

  public boolean isNew() {
    return number == null || number == 0;
  }

  /**
   * The form with one row more or less.
   *
   * @param step {@code criteria+} for a new row at the end, {@code criteria-2} to take the third
   *     away; anything else changes nothing
   */
  ProfileForm with(@Nullable String step) {
    String list = step == null ? "" : step.replaceAll("[+-].*", "");
    return switch (list) {
      case "exclusions" -> with(step(exclusions, step, RuleForm::blank), criteria, roles);
      case "criteria" -> with(exclusions, step(criteria, step, RuleForm::blank), roles);
      case "roles" -> with(exclusions, criteria, step(roles, step, RoleForm::blank));
      default -> this;
    };
  }

  private ProfileForm with(
      List<RuleForm> exclusions, List<RuleForm> criteria, List<RoleForm> roles) {
    return new ProfileForm(
        id,
        number,
        version,
        profileVersion,
        name,
        notWanted,
        exclusions,
        criteria,
        motivators,
        channels,
        valueStatement,
        roles,
        phases);
  }

  /** What was typed, as far as it can be read; the rest is refused at its field. */
  EditionText read(FormReader reader, Locale locale) {
    List<Condition> excluded = new ArrayList<>();
    limit(reader, "exclusions", exclusions.size());
    for (int i = 0; i < exclusions.size(); i++) {
      Condition condition = condition("exclusions[" + i + "]", exclusions.get(i), reader, locale);
      if (condition != null) {
        excluded.add(condition);
      }
    }
    List<Criterion> wanted = new ArrayList<>();
    limit(reader, "criteria", criteria.size());
    for (int i = 0; i < criteria.size(); i++) {
      String path = "criteria[" + i + "]";
      RuleForm row = criteria.get(i);
      Condition condition = condition(path, row, reader, locale);
      if (!row.isBlank()) {
        Integer weight = reader.whole(path + ".weight", row.weight(), 0, 100);
        reader.require(path + ".weight", weight, "icp.weight.required");
        if (condition != null && weight != null) {
          String note = reader.text(path + ".note", row.note(), Criterion.LONGEST_NOTE);
          wanted.add(new Criterion(condition, weight, "true".equals(row.knockOut()), note));
        }
      }
    }
    return new EditionText(
        reader.text("notWanted", notWanted, LONGEST),
        excluded,
        wanted,
        reader.text("motivators", motivators, LONGEST),
        reader.text("channels", channels, LONGEST),
        reader.text("valueStatement", valueStatement, LONGEST),
        readRoles(reader),
        readPhases(reader));
  }

  private List<BuyingRole> readRoles(FormReader reader) {
    List<BuyingRole> read = new ArrayList<>();
    limit(reader, "roles", roles.size());
    for (int i = 0; i < roles.size(); i++) {
      RoleForm row = roles.get(i);
      if (!row.isBlank()) {
        String path = "roles[" + i + "]";
        read.add(
            new BuyingRole(
                reader.required(path + ".name", row.name(), 100),
                reader.text(path + ".reality", row.reality(), LONGEST),
                reader.text(path + ".words", row.words(), LONGEST),
                reader.text(path + ".solution", row.solution(), LONGEST)));
      }
    }
    return read;
  }

  private Map<HourglassPhase, String> readPhases(FormReader reader) {
    Map<HourglassPhase, String> without = new EnumMap<>(HourglassPhase.class);
    for (HourglassPhase phase : HourglassPhase.values()) {
      PhaseForm row = phases.get(phase.ordinal());
      String field = "phases[" + phase.ordinal() + "].reason";
      String reason = reader.text(field, row.reason(), 1000);
      if ("true".equals(row.off())) {
        reader.require(field, reason, "icp.phase.reason.required");
        if (reason != null) {
          without.put(phase, reason);
        }
      }
    }
    return without;
  }

  private static @Nullable Condition condition(
      String path, RuleForm row, FormReader reader, Locale locale) {
    if (row.isBlank()) {
      return null;
    }
    ContactField field = ContactField.parse(FormReader.clean(row.field())).orElse(null);
    if (field == null) {
      reader.refuse(path + ".field", "icp.field.choose");
      return null;
    }
    Operator operator = reader.choice(path + ".operator", row.operator(), Operator.class);
    if (operator == null) {
      reader.require(path + ".operator", null, "choose");
      return null;
    }
    try {
      return Condition.typed(field, operator, row.value(), locale);
    } catch (RefusedException e) {
      boolean ofOperator = e.messageKey().equals("condition.operator");
      reader.refuse(path + (ofOperator ? ".operator" : ".value"), e.messageKey(), e.arguments());
      return null;
    }
  }

  private static void limit(FormReader reader, String list, int size) {
    if (size > EditionText.MOST) {
      reader.refuse(list, "icp.tooMany", EditionText.MOST);
    }
  }

  private static RuleForm row(
      Condition c, String weight, String knockOut, Locale locale, @Nullable String note) {
    String value = c.value();
    if (c.operator() == Operator.BETWEEN) {
      value = typed(c.least(), locale) + " – " + typed(c.most(), locale);
    } else if (c.comparesNumbers()) {
      value = typed(c.least(), locale);
    }
    return new RuleForm(c.field().key(), c.operator().name(), value, weight, knockOut, note);
  }

  private static String typed(BigDecimal number, Locale locale) {
    char decimal = DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
    return number.toPlainString().replace('.', decimal);
  }

  private static <T> List<T> step(List<T> rows, String step, Supplier<T> blank) {
    List<T> changed = new ArrayList<>(rows);
    if (step.endsWith("+")) {
      if (rows.size() < EditionText.MOST) {
        changed.add(blank.get());
      }
    } else {
      String index = step.substring(step.indexOf('-') + 1);
      if (index.matches("[0-9]{1,3}") && Integer.parseInt(index) < rows.size()) {
        changed.remove(Integer.parseInt(index));
      }
    }
    return changed;
  }

  private static <T> List<T> orOne(List<T> rows, Supplier<T> blank) {
    return rows.isEmpty() ? List.of(blank.get()) : rows;
  }

  // A form may arrive without rows, or with gaps between their numbers.
  private static <T> List<T> whole(@Nullable List<T> rows, Supplier<T> blank) {
    return rows == null
        ? List.of()
        : rows.stream().map(row -> Objects.requireNonNullElseGet(row, blank)).toList();
  }
}
