package com.arenacrm.leads.qualification;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ConditionForm;
import com.arenacrm.icp.Grade;
import com.arenacrm.leads.qualification.Criterion.Asks;
import com.arenacrm.platform.FormReader;
import com.arenacrm.shared.TimeOrderedUuid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The definition as typed, row by row. A row left empty is no mistake where it is the only one, as
 * the form offers it: the five facts are enough then. Beside others it is one that somebody meant
 * to write.
 *
 * @param number the edition that is being written; 0 for a new one
 * @param version of that edition
 */
record DefinitionForm(
    @Nullable Integer number, @Nullable Integer version, @Nullable List<Row> criteria) {

  /**
   * A criterion as typed.
   *
   * @param id of the criterion, of a new one too, so that sending twice adds one
   * @param kind {@code QUESTION}, {@code CONTACT} or {@code FIT}
   * @param required {@code true} where a lead without it does not qualify
   */
  record Row(
      @Nullable String id,
      @Nullable String kind,
      @Nullable String text,
      @Nullable String field,
      @Nullable String operator,
      @Nullable String value,
      @Nullable String grade,
      @Nullable String required) {

    static Row blank() {
      return new Row(TimeOrderedUuid.next().toString(), "QUESTION", "", "", "", "", "", "true");
    }

    static Row of(Criterion criterion, Locale locale) {
      Condition asked = criterion.condition();
      ConditionForm typed = asked == null ? ConditionForm.blank() : ConditionForm.of(asked, locale);
      Grade grade = criterion.grade();
      return new Row(
          criterion.id().toString(),
          criterion.kind(),
          criterion.text(),
          typed.field(),
          typed.operator(),
          typed.value(),
          grade == null ? "" : grade.name(),
          String.valueOf(criterion.required()));
    }

    public ConditionForm asked() {
      return new ConditionForm(field, operator, value);
    }

    boolean isBlank() {
      return FormReader.clean(text).isEmpty()
          && FormReader.clean(field).isEmpty()
          && FormReader.clean(value).isEmpty()
          && FormReader.clean(grade).isEmpty();
    }
  }

  DefinitionForm {
    criteria =
        criteria == null
            ? List.of()
            : criteria.stream().map(row -> row == null ? Row.blank() : row).toList();
  }

  static DefinitionForm of(int number, int version, List<Criterion> criteria, Locale locale) {
    List<Row> rows = new ArrayList<>();
    criteria.forEach(criterion -> rows.add(Row.of(criterion, locale)));
    if (rows.isEmpty()) {
      rows.add(Row.blank());
    }
    return new DefinitionForm(number, version, rows);
  }

  /** Whether there is a row in which nothing was written. */
  boolean hasBlank() {
    return rows().stream().anyMatch(Row::isBlank);
  }

  public List<Row> rows() {
    return criteria == null ? List.of() : criteria;
  }

  /**
   * The form with a row more or less, or in another order.
   *
   * @param step {@code +} for a new row, {@code -2} to take the third away, {@code ^2} to move the
   *     third up; anything else changes nothing
   */
  DefinitionForm with(String step) {
    List<Row> rows = new ArrayList<>(rows());
    int at = step.matches("[-^][0-9]{1,3}") ? Integer.parseInt(step.substring(1)) : -1;
    if (step.equals("+") && rows.size() < Definition.MOST) {
      rows.add(Row.blank());
    } else if (step.startsWith("-") && at >= 0 && at < rows.size()) {
      rows.remove(at);
    } else if (step.startsWith("^") && at > 0 && at < rows.size()) {
      rows.add(at - 1, rows.remove(at));
    }
    return new DefinitionForm(number, version, rows);
  }

  /** What was typed, as far as it can be read; the rest is refused at its field. */
  List<Criterion> read(FormReader reader, Locale locale) {
    List<Row> rows = rows();
    if (rows.size() > Definition.MOST) {
      reader.refuse("criteria", "definition.tooMany", Definition.MOST);
      return List.of();
    }
    if (rows.size() == 1 && rows.get(0).isBlank()) {
      return List.of();
    }
    Set<UUID> taken = new HashSet<>();
    return IntStream.range(0, rows.size())
        .mapToObj(i -> criterion("criteria[" + i + "]", rows.get(i), reader, taken, locale))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Criterion> criterion(
      String path, Row row, FormReader reader, Set<UUID> taken, Locale locale) {
    String text = reader.text(path + ".text", row.text(), Criterion.LONGEST);
    if (row.isBlank()) {
      reader.refuse(path + ".text", "definition.blank");
      return List.of();
    }
    reader.require(path + ".text", text, "definition.text.required");
    Asks asks = asks(path, row, reader, locale);
    UUID known = FormReader.clean(row.id()).isEmpty() ? null : reader.id(path + ".id", row.id());
    UUID id = known != null && taken.add(known) ? known : TimeOrderedUuid.next();
    return text == null || asks == null
        ? List.of()
        : List.of(new Criterion(id, text, asks, "true".equals(row.required())));
  }

  private static @Nullable Asks asks(String path, Row row, FormReader reader, Locale locale) {
    String kind = FormReader.clean(row.kind());
    if (kind.equals("CONTACT")) {
      if (row.asked().isBlank()) {
        reader.refuse(path + ".field", "icp.field.choose");
        return null;
      }
      Condition condition = row.asked().read(path, reader, false, locale);
      return condition == null ? null : new Asks.Contact(condition);
    }
    if (kind.equals("FIT")) {
      Grade grade = reader.choice(path + ".grade", row.grade(), Grade.class);
      if (grade == null || grade == Grade.D) {
        reader.refuse(path + ".grade", "definition.grade.required");
        return null;
      }
      return new Asks.Fit(grade);
    }
    return new Asks.Somebody();
  }
}
