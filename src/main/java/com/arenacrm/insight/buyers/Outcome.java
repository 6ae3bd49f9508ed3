package com.arenacrm.insight.buyers;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Between which outcomes the study looks for a difference. */
public enum Outcome {
  /** Deals that were won, among those won or lost. */
  DEALS(
      """
      select d.id, d.kind = 'WON' as yes, coalesce(d.company_id, d.person_id, d.id) as customer,
             d.person_id, d.company_id, d.attributes, l.origin, d.name as title,
             coalesce(d.company_name, d.person_name) as detail, d.closed_at as at,
             coalesce(cast(m.run_id as text), d.outside_source, '') as came
      from pipeline.opportunity d left join leads.lead l on l.id = d.lead_id
      left join integration.import_made m on m.record_id = d.id
      where d.kind in ('WON', 'LOST') and {deals}\
      """,
      "/pipeline/opportunities/"),
  /**
   * Leads that bought, among those that ended, and those that after ninety days are still open;
   * without those that never were leads.
   */
  LEADS(
      """
      select l.id, l.outcome is not distinct from 'BOUGHT' as yes, coalesce(l.company_id, l.person_id) as customer,
             l.person_id, l.company_id, cast('{}' as jsonb) as attributes, l.origin,
             l.person_name as title, l.company_name as detail, l.created_at as at,
             coalesce(cast(m.run_id as text), l.outside_source, '') as came
      from leads.lead l left join integration.import_made m on m.record_id = l.id
      where (l.outcome in ('BOUGHT', 'COMPETITOR', 'NOTHING', 'UNKNOWN')
             or l.outcome is null and l.created_at < :old) and {leads}\
      """,
      "/leads/"),
  /** Handoffs that sales accepted, among those accepted or returned. */
  HANDOFFS(
      """
      select l.id, h.accepted_at is not null as yes, coalesce(l.company_id, l.person_id) as customer,
             l.person_id, l.company_id, cast('{}' as jsonb) as attributes, l.origin,
             l.person_name as title, l.company_name as detail, coalesce(h.accepted_at, h.rejected_at) as at,
             coalesce(cast(m.run_id as text), l.outside_source, '') as came
      from leads.handoff h join leads.lead l on l.id = h.lead_id
      left join integration.import_made m on m.record_id = l.id
      where (h.accepted_at is not null or h.rejected_at is not null) and {leads}\
      """,
      "/leads/");

  /** After so many days a lead that is still open did not buy. */
  static final int OPEN_DAYS = 90;

  private final String sql;
  private final String page;

  Outcome(String sql, String page) {
    this.sql = sql;
    this.page = page;
  }

  String sql() {
    return sql;
  }

  /** The address of a case, without its identifier. */
  public String page() {
    return page;
  }

  /** As in addresses and message keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Outcome> of(String key) {
    return Stream.of(values()).filter(o -> o.key().equals(key)).findFirst();
  }
}
