package com.arenacrm.leads.pool;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Workforce;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.WaitingList;
import com.arenacrm.leads.pool.LeadDeals.Work;
import com.arenacrm.leads.routing.Decision;
import com.arenacrm.leads.routing.Routing;
import com.arenacrm.leads.routing.Routing.Room;
import com.arenacrm.leads.routing.Routing.Way;
import com.arenacrm.leads.routing.RoutingWords;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.WorkingCalendar;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/**
 * The leads that nobody has: those that no rule could give to anybody, and those that came back.
 * Sellers with room take one, managers give them out.
 */
@Controller
class PoolController {

  private static final int PAGE = WaitingList.POOL_PAGE;

  /**
   * A lead in the pool.
   *
   * @param since when it came here
   * @param ruled what the rules said; null when it came back
   * @param owner whose it was before; null when it was nobody's
   * @param idleSince of a return by rule, since when nobody talked to the customer
   * @param note of a return by hand, why
   * @param locked the last day on which the viewer may not take it; null when they may
   */
  record Pooled(
      UUID id,
      UUID leadId,
      String personName,
      @Nullable String companyName,
      String why,
      Instant dueAt,
      @Nullable Integer fitScore,
      @Nullable String fitGrade,
      Instant since,
      @Nullable Decision ruled,
      @Nullable UUID owner,
      @Nullable Instant idleSince,
      @Nullable String lastTalk,
      @Nullable Integer idleDays,
      @Nullable String note,
      @Nullable UUID by,
      @Nullable LocalDate locked) {

    public boolean isReturned() {
      return owner != null;
    }
  }

  /** How much working time is left until an instant. */
  record TimeLeft(WorkingCalendar calendar, Instant now) {

    public boolean isLate(Instant due) {
      return now.isAfter(due);
    }

    public Duration until(Instant due) {
      return isLate(due) ? calendar.workedBetween(due, now) : calendar.workedBetween(now, due);
    }
  }

  private final Routing routing;
  private final RoutingWords words;
  private final List<LeadDeals> works;
  private final Workforce workforce;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Exports exports;
  private final Clock clock;

  PoolController(
      Routing routing,
      RoutingWords words,
      List<LeadDeals> works,
      Workforce workforce,
      JdbcClient jdbc,
      JsonMapper json,
      Exports exports,
      Clock clock) {
    this.routing = routing;
    this.words = words;
    this.works = works;
    this.workforce = workforce;
    this.jdbc = jdbc;
    this.json = json;
    this.exports = exports;
    this.clock = clock;
  }

  /**
   * What is in it, the most urgent first.
   *
   * @param why only those that came back, or only those that were nobody's
   */
  @GetMapping("/leads/pool")
  String pool(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    Instant now = clock.instant();
    String filter = why(filters);
    Slice<Pooled> page = Slice.of(rows(viewer, filter, after, PAGE), PAGE, Pooled::id);
    Map<UUID, Work> values = worth(page.rows());
    model.addAttribute("page", page);
    model.addAttribute("values", values);
    model.addAttribute("why", filter);
    model.addAttribute("carried", WaitingList.POOL.carried(filter, after));
    model.addAttribute("counts", counts());
    Room mine = viewer.isSales() ? routing.roomOf(viewer.id(), now).orElse(null) : null;
    model.addAttribute("mine", mine == null ? null : mine.capacity());
    model.addAttribute("state", mine == null ? "" : mine.state().name());
    model.addAttribute(
        "time", new TimeLeft(mine == null ? workforce.calendarOf(null) : mine.calendar(), now));
    model.addAttribute("words", words.forReader(viewer.formats(locale)));
    return "leads/pool";
  }

  private static String why(Filters filters) {
    return filters
        .read("why", why -> Optional.of(why).filter(List.of("returned", "unassigned")::contains))
        .orElse("");
  }

  private Map<UUID, Work> worth(List<Pooled> rows) {
    List<LeadId> leads = rows.stream().map(p -> new LeadId(p.leadId())).toList();
    Map<UUID, Work> values = new HashMap<>();
    works.forEach(w -> w.of(leads).forEach((lead, work) -> values.put(lead.id(), work)));
    return values;
  }

  @GetMapping("/leads/pool/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters filters,
      Locale locale,
      HttpServletResponse response) {
    String filter = why(filters);
    filters.orNoFile();
    Formats show = viewer.formats(locale);
    RoutingWords.Reader reader = words.forReader(show);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "pool.title",
        List.of(
            "person.name",
            "person.company",
            "lead.need",
            "lead.fit",
            "pool.value",
            "lead.since",
            "pool.why",
            "queue.time"),
        Exports.pieces(
            after ->
                Slice.of(rows(viewer, filter, after, Exports.PIECE), Exports.PIECE, Pooled::id),
            (rows, file) -> {
              Map<UUID, Work> values = worth(rows);
              rows.forEach(
                  q ->
                      file.row(
                          Arrays.asList(
                              q.personName(),
                              q.companyName(),
                              q.why(),
                              q.fitGrade() == null ? null : q.fitGrade() + " " + q.fitScore(),
                              values.containsKey(q.leadId())
                                      && values.get(q.leadId()).value() != null
                                  ? values.get(q.leadId()).value().amount()
                                  : null,
                              q.since(),
                              why(q, reader, show, locale),
                              q.dueAt())));
            }));
  }

  /** Why it is here, as on the page. */
  private String why(Pooled q, RoutingWords.Reader reader, Formats show, Locale locale) {
    if (q.isReturned()) {
      return q.note() == null
          ? exports.say(
              "pool.idle", locale, reader.name(q.owner()), q.idleDays(), show.date(q.idleSince()))
          : exports.say(
              "pool.byHand", locale, reader.name(q.by()), reader.name(q.owner()), q.note());
    }
    return q.ruled() == null || q.ruled().steps().isEmpty()
        ? exports.say("pool.noRule", locale)
        : reader.why(q.ruled().steps().get(q.ruled().steps().size() - 1));
  }

  /** Where it was before there was a pool. */
  @GetMapping("/leads/queue")
  String queue() {
    return "redirect:/leads/pool";
  }

  /** How many wait, for pages that load it by themselves; nothing when none does. */
  @GetMapping("/leads/queue/waiting")
  String waiting(Model model) {
    model.addAttribute(
        "queued",
        jdbc.sql(
                "select count(*) from (select 1 from leads.handoff h where "
                    + WaitingList.QUEUED
                    + " limit 100) q")
            .query(Integer.class)
            .single());
    return "leads/pool :: waiting";
  }

  /**
   * How many of each kind there are, counted up to {@link Slice#COUNTED}.
   *
   * @param idleDays after which a lead comes here by rule; null for never
   */
  record Counts(int returned, int unassigned, @Nullable Integer idleDays) {

    public int all() {
      return returned + unassigned;
    }
  }

  private Counts counts() {
    return jdbc.sql(
            """
            select count(*) filter (where q.way = 'RETURNED') as returned,
              count(*) filter (where q.way is distinct from 'RETURNED') as unassigned,
              (select r.idle_days from leads.pool_rule r) as idle_days
            from (select (select a.way from leads.assignment a where a.handoff_id = h.id
                          order by a.at desc, a.id desc limit 1) as way
                  from leads.handoff h where %s limit :most) q
            """
                .formatted(WaitingList.QUEUED))
        .param("most", Slice.COUNTED + 1)
        .query(Counts.class)
        .single();
  }

  private List<Pooled> rows(CurrentUser viewer, String filter, @Nullable UUID after, int size) {
    return jdbc.sql(
            """
            select h.id, h.lead_id, l.person_name, l.company_name, h.why, h.handed_at, h.due_at,
              l.fit_score, l.fit_grade, a.at, a.way, a.reason, r.owner_id, r.idle_since,
              r.last_talk, r.idle_days, r.note, r.created_by,
              (select max(k.locked_until) from leads.pool_return k where k.lead_id = h.lead_id
                 and k.owner_id = :viewer and k.locked_until >= :today) as locked
            from leads.handoff h join leads.lead l on l.id = h.lead_id
            left join lateral (select a.at, a.way, a.reason from leads.assignment a
              where a.handoff_id = h.id order by a.at desc, a.id desc limit 1) a on true
            left join lateral (select r.* from leads.pool_return r
              where r.handoff_id = h.id and a.way = 'RETURNED'
              order by r.at desc limit 1) r on true
            where %s %s %s
            order by h.due_at, h.id limit :limit
            """
                .formatted(
                    WaitingList.QUEUED,
                    WaitingList.ofPool(filter),
                    after == null
                        ? ""
                        : "and (h.due_at, h.id) > (select x.due_at, x.id from leads.handoff x"
                            + " where x.id = :after)"))
        .param("viewer", viewer.id().id())
        .param("today", viewer.today(clock))
        .param("after", after)
        .param("limit", size + 1)
        .query(this::row)
        .list();
  }

  private Pooled row(ResultSet rs, int n) throws SQLException {
    String reason = rs.getString("reason");
    Instant came = instant(rs, "at");
    return new Pooled(
        rs.getObject("id", UUID.class),
        rs.getObject("lead_id", UUID.class),
        rs.getString("person_name"),
        rs.getString("company_name"),
        rs.getString("why"),
        rs.getObject("due_at", OffsetDateTime.class).toInstant(),
        rs.getObject("fit_score", Integer.class),
        rs.getString("fit_grade"),
        came == null ? rs.getObject("handed_at", OffsetDateTime.class).toInstant() : came,
        reason == null || !Way.RULES.name().equals(rs.getString("way"))
            ? null
            : json.readValue(reason, Decision.class),
        rs.getObject("owner_id", UUID.class),
        instant(rs, "idle_since"),
        rs.getString("last_talk"),
        rs.getObject("idle_days", Integer.class),
        rs.getString("note"),
        rs.getObject("created_by", UUID.class),
        rs.getObject("locked", LocalDate.class));
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
