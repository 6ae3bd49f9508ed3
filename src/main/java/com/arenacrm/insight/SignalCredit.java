package com.arenacrm.insight;

/**
 * To which occurrence demand is credited, each to one only, as SQL for all that count it: the plan,
 * the weekly report and the results (R052, R055). A signal goes to the occurrence that it was noted
 * for, else to the last touch of its person before it and inside the window of demand; an advance
 * of a deal, to the last touch of its people.
 */
public final class SignalCredit {

  private static final String WINDOW = "(select demand_window_days from identity.organization)";

  /** The touch {@code t} that counts comes first, also where two have the same moment. */
  private static final String LATEST = "t.at desc, t.id desc";

  private SignalCredit() {}

  /**
   * The occurrence {@code o} of a signal {@code s}, as a query beside its row; no row where no
   * touch led to it.
   *
   * @param columns what is wanted of the occurrence
   * @param zone the company's time zone, as SQL
   */
  public static String ofSignal(String columns, String zone) {
    return """
    (select %1$s
     from planner.counted_touch t join planner.occurrence o on o.id = t.occurrence_id
     where t.person_id = s.person_id
       and t.at < cast(s.happened_on + 1 as timestamp) at time zone %2$s
       and t.at >= cast(s.happened_on - %3$s as timestamp) at time zone %2$s
     order by (o.id = s.occurrence_id) desc nulls last, %4$s limit 1)
    """
        .formatted(columns, zone, WINDOW, LATEST);
  }

  /**
   * The occurrence {@code o} of an advance {@code g} of a deal {@code d}, as a query beside its
   * row.
   */
  static String ofAdvance(String columns) {
    return """
    (select %1$s
     from (select d.person_id as id union all
           select b.person_id from pipeline.buying_role b where b.opportunity_id = d.id) w
     join planner.counted_touch t on t.person_id = w.id
     join planner.occurrence o on o.id = t.occurrence_id
     where %2$s
     order by %3$s limit 1)
    """
        .formatted(columns, inWindow("g.at"), LATEST);
  }

  /**
   * The same for many advances at once, with the {@code id} of each.
   *
   * @param condition which advances {@code g}
   */
  public static String ofAdvances(String columns, String condition) {
    return """
    (select distinct on (w.id) w.id, %1$s
     from (
       select g.id, g.at, d.person_id
       from pipeline.stage_change g join pipeline.opportunity d on d.id = g.opportunity_id
       where %2$s
       union
       select g.id, g.at, b.person_id
       from pipeline.stage_change g join pipeline.buying_role b on b.opportunity_id = g.opportunity_id
       where %2$s) w
     join planner.counted_touch t on t.person_id = w.person_id and %3$s
     join planner.occurrence o on o.id = t.occurrence_id
     order by w.id, %4$s)
    """
        .formatted(columns, condition, inWindow("w.at"), LATEST);
  }

  private static String inWindow(String at) {
    return "t.at <= %1$s and t.at >= %1$s - make_interval(days => %2$s)".formatted(at, WINDOW);
  }
}
