package com.arenacrm.notifications;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.notifications.Inbox.Preference;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * One's own inbox: what is due now, what was told before, read or not, and whether a mail says it
 * too.
 */
@Controller
@RequestMapping("/notifications")
class NotificationController {

  private static final List<Integer> HOURS = List.of(6, 7, 8, 9, 10);

  private final Inbox inbox;
  private final List<Reminders> reminders;
  private final Organizations organizations;
  private final TransactionOperations transaction;
  private final Clock clock;

  NotificationController(
      Inbox inbox,
      List<Reminders> reminders,
      Organizations organizations,
      TransactionOperations transaction,
      Clock clock) {
    this.inbox = inbox;
    this.reminders = reminders;
    this.organizations = organizations;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Something that is due.
   *
   * @param told how this person was told of it today; null where they were not
   */
  record Due(Reminders.Line line, Inbox.@Nullable Notification told) {

    static Due of(
        Reminders.Line line, List<Inbox.Notification> told, LocalDate today, ZoneId zone) {
      return new Due(
          line,
          told.stream()
              .filter(n -> n.kind().equals(line.kind()) && n.link().equals(line.path()))
              .filter(n -> LocalDate.ofInstant(n.madeAt(), zone).equals(today))
              .findFirst()
              .orElse(null));
    }
  }

  @GetMapping
  String page(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID before,
      Locale locale,
      Model model) {
    Inbox.Standing standing = inbox.of(viewer, before);
    List<Inbox.Notification> told = standing.page().rows();
    model.addAttribute("unread", standing.unread());
    model.addAttribute("wish", standing.wish());
    List<Due> due = new ArrayList<>();
    if (before == null) {
      LocalDate today = viewer.today(clock);
      Formats show = viewer.formats(locale);
      // In one transaction the company is read once for all of them.
      transaction.executeWithoutResult(
          tx -> {
            Reminders.all(reminders, viewer, today, show)
                .forEach(line -> due.add(Due.of(line, told, today, viewer.company().zone())));
            model.addAttribute("nextList", nextList(standing.wish()));
          });
      model.addAttribute("due", due);
    }
    // What stands above is not told a second time.
    List<Inbox.Notification> above = due.stream().map(Due::told).filter(Objects::nonNull).toList();
    model.addAttribute("told", told.stream().filter(n -> !above.contains(n)).toList());
    model.addAttribute("next", standing.page().next());
    model.addAttribute("hours", HOURS);
    return "notifications/inbox";
  }

  /** The day on whose morning this person is told again what is due. */
  private LocalDate nextList(Preference wish) {
    WorkingCalendar calendar = organizations.current().calendar();
    ZonedDateTime here = clock.instant().atZone(calendar.zone());
    LocalDate today = here.toLocalDate();
    return calendar.isWorkingDay(today) && here.getHour() < wish.hour()
        ? today
        : calendar.nextWorkingDay(today);
  }

  /** The number beside the bell, which pages load by themselves. */
  @GetMapping("/count")
  String count(CurrentUser viewer, Model model) {
    model.addAttribute("unread", inbox.unread(viewer));
    return "notifications/inbox :: count";
  }

  /** Goes where it leads; from then on it is read. */
  @PostMapping("/{id}/reading")
  String read(CurrentUser viewer, @PathVariable UUID id) {
    return "redirect:"
        + inbox.read(id, viewer, clock.instant()).orElseThrow(NotFoundException::new);
  }

  @PostMapping("/reading")
  String readAll(CurrentUser viewer, RedirectAttributes next) {
    inbox.readAll(viewer, clock.instant());
    Flash.done(next, "notification.allRead");
    return "redirect:/notifications";
  }

  @PostMapping("/preference")
  String prefer(
      CurrentUser viewer,
      @RequestParam(defaultValue = "false") boolean mail,
      @RequestParam(defaultValue = "8") int hour,
      @RequestParam(defaultValue = "false") boolean atOnce,
      RedirectAttributes next) {
    inbox.prefer(viewer, new Preference(mail, HOURS.contains(hour) ? hour : 8, atOnce));
    Flash.done(next, mail ? "notification.mail.on" : "notification.mail.off");
    return "redirect:/notifications";
  }
}
