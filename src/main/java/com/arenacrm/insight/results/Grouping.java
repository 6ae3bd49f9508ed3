package com.arenacrm.insight.results;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a line of the results stands for. What no activity of ours brought stands in a line of its
 * own, the same in every grouping; what an activity without such a thing brought, in another.
 */
public enum Grouping {
  ACTIVITY("cast(r.activity_id as text)"),
  /** An activity with those that continue it since it was changed "from here on". */
  SERIES(
      "dim.key",
      """
      recursive part (id, root) as (
        select a.id, a.id from planner.activity a where a.continues_id is null
        union all
        select a.id, p.root from planner.activity a join part p on a.continues_id = p.id),
      dim as materialized (select id, cast(root as text) as key from part)\
      """),
  PHASE("r.phase"),
  MACRO(
      """
      case when r.phase in ('KNOW', 'LIKE', 'TRUST') then 'ACQUISITION'
           when r.phase in ('TRY', 'BUY') then 'ACTIVATION'
           when r.phase = 'REFER' then 'LOYALTY'
           when r.phase = 'REPEAT' then 'RETENTION' end\
      """),
  PROFILE(Grouping.ofActivity("cast(r.profile_id as text)")),
  /** Names that differ only in capitals, accents or spaces are one provider (R106). */
  PROVIDER(
      Grouping.ofActivity("dim.key"),
      """
      dim as materialized (
        select a.id, regexp_replace(platform.fold(a.provider), '\\s', '', 'g') as key
        from planner.activity a where a.provider is not null)\
      """),
  /** The story that the activity tells (R072). */
  STORY(
      Grouping.ofActivity("dim.key"),
      """
      dim as materialized (
        select a.id, cast(a.story_id as text) as key
        from planner.activity a where a.story_id is not null)\
      """);

  /** The line of activities that have none of what the lines stand for. */
  static final String NONE = "NONE";

  private final String key;
  private final String dimension;

  Grouping(String key) {
    this(key, "");
  }

  Grouping(String key, String dimension) {
    this.key = key;
    this.dimension = dimension;
  }

  private static String ofActivity(String key) {
    return "case when r.activity_id is not null then coalesce(" + key + ", 'NONE') end";
  }

  /** Which line a row {@code r} belongs to, as SQL; null for what no activity brought. */
  String key() {
    return key;
  }

  /** A table {@code dim} that the key needs, to stand after {@code with}; empty for none. */
  String dimension() {
    return dimension;
  }

  /** What joins the dimension to the rows. */
  String join() {
    return dimension.isEmpty() ? "" : "left join dim on dim.id = r.activity_id";
  }

  /** As in addresses and message keys. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Grouping> of(String word) {
    return Stream.of(values()).filter(g -> g.word().equals(word)).findFirst();
  }
}
