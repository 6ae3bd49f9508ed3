package com.arenacrm.contacts;

import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A condition as typed into a row of a form; a row left empty is no mistake. */
public record ConditionForm(
    @Nullable String field, @Nullable String operator, @Nullable String value) {

  public static ConditionForm blank() {
    return new ConditionForm("", "", "");
  }

  /** A condition as it is typed again. */
  public static ConditionForm of(Condition c, Locale locale) {
    String value = c.value();
    if (c.operator() == Operator.BETWEEN) {
      value = typed(c.least(), locale) + " – " + typed(c.most(), locale);
    } else if (c.comparesNumbers()) {
      value = typed(c.least(), locale);
    }
    return new ConditionForm(c.field().key(), c.operator().name(), value);
  }

  /** The rows of a form that may arrive without rows, or with gaps between their numbers. */
  public static List<ConditionForm> whole(@Nullable List<ConditionForm> rows) {
    return rows == null
        ? List.of()
        : rows.stream()
            .map(row -> Objects.requireNonNullElseGet(row, ConditionForm::blank))
            .toList();
  }

  /** The comparisons that make sense for the fact chosen; all where none is. */
  public List<Operator> operators() {
    return ContactField.parse(field)
        .map(ContactField::operators)
        .orElse(List.of(Operator.values()));
  }

  public boolean isBlank() {
    return FormReader.clean(field).isEmpty() && FormReader.clean(value).isEmpty();
  }

  /**
   * What was typed; null for an empty row, and once something has been refused at its field.
   *
   * @param path of the row in its form, such as {@code rules[0]}
   * @param companies whether only facts of companies may be asked for
   */
  public @Nullable Condition read(
      String path, FormReader reader, boolean companies, Locale locale) {
    if (isBlank()) {
      return null;
    }
    ContactField fact = ContactField.parse(FormReader.clean(field)).orElse(null);
    if (fact == null) {
      reader.refuse(path + ".field", "icp.field.choose");
      return null;
    }
    if (companies && !fact.ofCompanies()) {
      reader.refuse(path + ".field", "segment.field.ofPeople");
      return null;
    }
    Operator comparison = reader.choice(path + ".operator", operator, Operator.class);
    if (comparison == null) {
      reader.require(path + ".operator", null, "choose");
      return null;
    }
    try {
      return Condition.typed(fact, comparison, value, locale);
    } catch (RefusedException e) {
      boolean ofOperator = e.messageKey().equals("condition.operator");
      reader.refuse(path + (ofOperator ? ".operator" : ".value"), e.messageKey(), e.arguments());
      return null;
    }
  }

  private static String typed(BigDecimal number, Locale locale) {
    char decimal = DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
    return number.toPlainString().replace('.', decimal);
  }
}
