package com.arenacrm.leads.pool;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.LeadId;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How long a lead has been idle, what started that anew, and putting it aside. */
@Controller
@RequestMapping("/leads/{id}")
class HoldController {

  /**
   * That a lead was put aside, or went back to the pool.
   *
   * @param owner of a return, whose it was
   * @param by who did it; null for the rule
   * @param until of a snooze, its day
   * @param idleDays of a return by rule
   */
  record Past(
      Instant at,
      @Nullable UUID owner,
      @Nullable UUID by,
      @Nullable LocalDate until,
      @Nullable String reason,
      @Nullable String note,
      @Nullable Instant endedAt,
      @Nullable Integer idleDays,
      @Nullable Instant idleSince) {

    public boolean isSnooze() {
      return until != null;
    }

    boolean isRunning(LocalDate today) {
      return until != null && endedAt == null && until.isAfter(today);
    }
  }

  private final Holdings holdings;
  private final Pool pool;
  private final UserNames userNames;
  private final JdbcClient jdbc;
  private final Clock clock;

  HoldController(Holdings holdings, Pool pool, UserNames userNames, JdbcClient jdbc, Clock clock) {
    this.holdings = holdings;
    this.pool = pool;
    this.userNames = userNames;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Whose it is, since when nobody talked, and what follows; a part that other pages load. */
  @GetMapping("/hold")
  String hold(CurrentUser viewer, HtmxRequest htmx, @PathVariable UUID id, Model model) {
    LeadId lead = new LeadId(id);
    PoolRule rule = visible(lead, viewer);
    Instant now = clock.instant();
    Optional<Holding> held = holdings.of(lead);
    List<Past> past = past(lead);
    List<Past> snoozes = past.stream().filter(Past::isSnooze).toList();
    model.addAttribute("leadId", id);
    model.addAttribute("held", held.orElse(null));
    model.addAttribute("idle", held.map(h -> h.idle(rule, now)).orElse(null));
    model.addAttribute("spared", held.map(h -> h.isSpared(rule, now)).orElse(false));
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute("rule", rule);
    model.addAttribute(
        "times", snoozes.size() + held.map(Holding::work).map(LeadDeals.Work::snoozes).orElse(0));
    model.addAttribute(
        "snooze",
        snoozes.stream().filter(s -> s.isRunning(viewer.today(clock))).findFirst().orElse(null));
    model.addAttribute("past", past);
    model.addAttribute("most", Snooze.MOST);
    model.addAttribute("names", userNames.all());
    model.addAttribute("maySnooze", held.filter(h -> mayHold(h, viewer)).isPresent());
    return htmx.isHtmxRequest() ? "leads/hold :: told" : "leads/hold";
  }

  @GetMapping("/snooze")
  String form(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String back,
      Model model) {
    Mine mine = mine(id, actor);
    model.addAttribute("form", SnoozeForm.blank(actor.today(clock), mine.rule(), back));
    return fill(model, mine, actor);
  }

  @PostMapping("/snooze")
  ModelAndView snooze(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") SnoozeForm form,
      BindingResult errors,
      Model model,
      Locale locale,
      RedirectAttributes next) {
    Mine mine = mine(id, actor);
    Holding held = mine.held();
    Optional<SnoozeForm.Wish> wish =
        form.read(new FormReader(errors, locale), actor.today(clock), mine.rule());
    if (wish.isPresent()) {
      try {
        Once.make(
            () -> pool.isSnoozed(wish.get().id()),
            () -> pool.snooze(held.lead(), wish.get(), actor, clock.instant()));
        Flash.done(
            next, "snooze.done", held.personName(), actor.formats(locale).date(wish.get().until()));
        Flash.undo(
            next,
            "/leads/" + id + "/waking?undo=" + wish.get().id() + "&back=" + back(form.back(), id));
        return new ModelAndView("redirect:" + back(form.back(), id));
      } catch (RefusedException e) {
        errors.reject(e.messageKey(), e.arguments(), null);
      }
    }
    return new ModelAndView(
        fill(model, mine, actor), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
  }

  /**
   * Takes it up again.
   *
   * @param undo the snooze that is taken back; null where it simply ends
   */
  @PostMapping("/waking")
  String wake(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID undo,
      @RequestParam(defaultValue = "") String back,
      RedirectAttributes next) {
    Holding held = mine(id, actor).held();
    if (pool.wake(held.lead(), undo, actor, clock.instant())) {
      int used = pool.snoozesOf(held.lead()).size() + pool.besides(held.lead()).size();
      Flash.done(next, "snooze.over.counts", held.personName(), used, Snooze.MOST);
    } else {
      Flash.done(next, "snooze.over", held.personName());
    }
    return "redirect:" + back(back, id);
  }

  private static String back(String asked, UUID id) {
    return asked != null && asked.matches("/(leads|pipeline)/[\\w/-]*") ? asked : "/leads/" + id;
  }

  private String fill(Model model, Mine mine, CurrentUser viewer) {
    Holding held = mine.held();
    LocalDate today = viewer.today(clock);
    List<Snooze> before = new ArrayList<>(pool.snoozesOf(held.lead()));
    if (held.work() != null && held.work().snoozes() > 0) {
      before.addAll(pool.besides(held.lead()));
    }
    model.addAttribute("leadId", held.lead().id());
    model.addAttribute("customer", held.personName());
    model.addAttribute("before", before);
    model.addAttribute(
        "running", before.stream().filter(s -> s.isRunning(today)).findFirst().orElse(null));
    model.addAttribute("most", Snooze.MOST);
    model.addAttribute("rule", mine.rule());
    model.addAttribute("reasons", SnoozeReason.values());
    model.addAttribute("today", today);
    model.addAttribute("names", userNames.all());
    return "leads/snooze";
  }

  /** A lead that the actor may put aside, and what is agreed about that. */
  private record Mine(Holding held, PoolRule rule) {}

  private Mine mine(UUID id, CurrentUser actor) {
    LeadId lead = new LeadId(id);
    PoolRule rule = visible(lead, actor);
    return holdings
        .of(lead)
        .filter(h -> mayHold(h, actor))
        .map(h -> new Mine(h, rule))
        .orElseThrow(NotFoundException::new);
  }

  private static boolean mayHold(Holding held, CurrentUser actor) {
    return held.owner().equals(actor.id()) || actor.isManager();
  }

  private List<Past> past(LeadId lead) {
    return jdbc.sql(
            """
            select s.at, null::uuid as owner, s.created_by as by, s.until_day as until, s.reason,
              s.note, s.ended_at, null::int as idle_days, null::timestamptz as idle_since
            from leads.snooze s where s.lead_id = :lead and s.kind = 'SNOOZE'
            union all
            select r.at, r.owner_id, r.created_by, null, null, r.note, null, r.idle_days,
              r.idle_since
            from leads.pool_return r where r.lead_id = :lead
            order by at desc limit 40
            """)
        .param("lead", lead.id())
        .query(Past.class)
        .list();
  }

  /** The rule, for a lead that the viewer may see. */
  private PoolRule visible(LeadId id, CurrentUser viewer) {
    return jdbc.sql(
            """
            select r.idle_days, r.notice_days, r.lockout_days, r.snooze_days, r.step_days,
              r.version
            from leads.lead l cross join leads.pool_rule r where l.id = :id
              and (%s or l.sales_owner_id is null and l.stage = 'HANDED_OVER' and :sells)
            """
                .formatted(viewer.scope().condition("l.sales_owner_id")))
        .param("id", id.id())
        .param("sells", viewer.isSales())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(PoolRule.class)
        .optional()
        .orElseThrow(NotFoundException::new);
  }
}
