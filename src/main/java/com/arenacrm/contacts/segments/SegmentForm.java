package com.arenacrm.contacts.segments;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ConditionForm;
import com.arenacrm.platform.FormReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A segment as typed. Rows left empty are not kept.
 *
 * @param id the segment's, also of a new one, so that sending twice adds one
 * @param subject {@code people} or {@code companies}
 * @param match {@code all} or {@code any}
 * @param version of the segment; null for a new one
 */
record SegmentForm(
    String id,
    String name,
    String note,
    String community,
    String subject,
    String match,
    List<ConditionForm> rules,
    @Nullable Integer version) {

  SegmentForm {
    subject = "companies".equals(subject) ? "companies" : "people";
    match = "any".equals(match) ? "any" : "all";
    List<ConditionForm> rows = ConditionForm.whole(rules);
    rules = rows.isEmpty() ? List.of(ConditionForm.blank(), ConditionForm.blank()) : rows;
  }

  static SegmentForm blank() {
    return new SegmentForm(
        SegmentId.next().toString(), "", "", "", "people", "all", List.of(), null);
  }

  static SegmentForm of(Segment segment, Locale locale) {
    SegmentText t = segment.text();
    return new SegmentForm(
        segment.id().toString(),
        t.name(),
        t.note() == null ? "" : t.note(),
        t.community() == null ? "" : t.community(),
        t.companies() ? "companies" : "people",
        t.any() ? "any" : "all",
        t.conditions().stream().map(c -> ConditionForm.of(c, locale)).toList(),
        segment.version());
  }

  public boolean isNew() {
    return version == null;
  }

  boolean companies() {
    return subject.equals("companies");
  }

  boolean any() {
    return match.equals("any");
  }

  /**
   * The form with one row more or less.
   *
   * @param step {@code rules+} for a new row, {@code rules-2} to take the third away
   */
  SegmentForm with(String step) {
    List<ConditionForm> changed = new ArrayList<>(rules);
    if (step.equals("rules+") && changed.size() < SegmentText.MOST) {
      changed.add(ConditionForm.blank());
    } else if (step.matches("rules-[0-9]{1,2}")) {
      int row = Integer.parseInt(step.substring("rules-".length()));
      if (row < changed.size()) {
        changed.remove(row);
      }
    }
    return new SegmentForm(id, name, note, community, subject, match, changed, version);
  }

  /** The conditions that can be read; the others are refused at their fields. */
  List<Condition> conditions(FormReader reader, Locale locale) {
    List<Condition> read = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Condition condition = rules.get(i).read("rules[" + i + "]", reader, companies(), locale);
      if (condition != null) {
        read.add(condition);
      }
    }
    return read;
  }

  /** What was typed; null once something has been refused. */
  @Nullable SegmentText read(FormReader reader, Locale locale) {
    String title = reader.required("name", name, 120);
    String why = reader.text("note", note, 1000);
    String group = reader.text("community", community, 120);
    List<Condition> conditions = conditions(reader, locale);
    if (rules.size() > SegmentText.MOST) {
      reader.refuse("rules", "segment.tooMany", SegmentText.MOST);
    } else if (conditions.isEmpty() && !reader.failed()) {
      reader.refuse("rules", "segment.rules.required");
    }
    return reader.failed()
        ? null
        : new SegmentText(title, why, group, companies(), any(), conditions);
  }
}
