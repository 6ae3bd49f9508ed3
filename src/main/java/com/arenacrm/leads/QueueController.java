package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.Workforce;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The handoffs that nobody has yet: managers give them out, sellers with room take one. */
@Controller
class QueueController {

  private static final int PAGE = 20;

  /** A handoff that waits for somebody. */
  record Queued(
      UUID id,
      UUID leadId,
      String personName,
      @Nullable String companyName,
      String why,
      Instant handedAt,
      Instant dueAt) {}

  private final Handoffs handoffs;
  private final Workforce workforce;
  private final UserNames userNames;
  private final JdbcClient jdbc;
  private final Clock clock;

  QueueController(
      Handoffs handoffs, Workforce workforce, UserNames userNames, JdbcClient jdbc, Clock clock) {
    this.handoffs = handoffs;
    this.workforce = workforce;
    this.userNames = userNames;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @GetMapping("/leads/queue")
  String queue(
      CurrentUser viewer, @RequestParam(required = false) @Nullable UUID after, Model model) {
    List<Queued> rows =
        jdbc.sql(
                """
                select h.id, h.lead_id, l.person_name, l.company_name, h.why, h.handed_at, h.due_at
                from leads.handoff h join leads.lead l on l.id = h.lead_id
                where h.to_user is null and h.accepted_at is null and h.rejected_at is null
                  and h.withdrawn_at is null
                  and (cast(:after as uuid) is null or (h.due_at, h.id) >
                    (select a.due_at, a.id from leads.handoff a where a.id = :after))
                order by h.due_at, h.id limit :limit
                """)
            .param("after", after)
            .param("limit", PAGE + 1)
            .query(
                (rs, n) ->
                    new Queued(
                        rs.getObject("id", UUID.class),
                        rs.getObject("lead_id", UUID.class),
                        rs.getString("person_name"),
                        rs.getString("company_name"),
                        rs.getString("why"),
                        rs.getObject("handed_at", OffsetDateTime.class).toInstant(),
                        rs.getObject("due_at", OffsetDateTime.class).toInstant()))
            .list();
    model.addAttribute("page", Slice.of(rows, PAGE, Queued::id));
    model.addAttribute("time", new TimeLeft(workforce.calendarOf(null), clock.instant()));
    if (viewer.isManager()) {
      model.addAttribute("sellers", userNames.active(Role.SALES));
    }
    return "leads/queue";
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

  /** How many wait, for pages that load it by themselves; nothing when none does. */
  @GetMapping("/leads/queue/waiting")
  String waiting(Model model) {
    model.addAttribute(
        "queued",
        jdbc.sql(
                """
                select count(*) from (select 1 from leads.handoff
                  where to_user is null and accepted_at is null and rejected_at is null
                    and withdrawn_at is null limit 100) q
                """)
            .query(Integer.class)
            .single());
    return "leads/queue :: waiting";
  }

  @PostMapping("/leads/handoffs/{id}/taking")
  String take(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    try {
      handoffs.take(new HandoffId(id), actor, clock.instant());
      Flash.done(next, "handoff.taken");
      return "redirect:/leads/handoffs/" + id;
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return "redirect:/leads/queue";
    }
  }

  @PostMapping("/leads/handoffs/{id}/assignment")
  String assign(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID seller,
      @RequestParam(defaultValue = "") String back,
      Locale locale,
      RedirectAttributes next) {
    try {
      if (seller == null) {
        throw new RefusedException("handoff.seller.choose");
      }
      Handoff given =
          handoffs.assign(new HandoffId(id), new UserId(seller), actor, clock.instant());
      Flash.done(
          next,
          "handoff.assigned",
          userNames.all().get(seller),
          actor.formats(locale).dateTime(given.dueAt()));
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return back.equals("queue") ? "redirect:/leads/queue" : "redirect:/leads/handoffs/" + id;
  }
}
