package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.pipeline.StagePath.Lack;
import com.arenacrm.pipeline.wins.Wins;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.playbook.Competitors;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindException;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Moves deals from stage to stage. What is unusual, and how a deal ended, is asked for in place;
 * the page is there for whoever has no mouse or no scripts (R103).
 */
@Controller
@RequestMapping("/pipeline/opportunities/{id}")
class MoveController {

  private final Opportunities opportunities;
  private final Deals deals;
  private final StageBook stages;
  private final DealLists lists;
  private final DealDesk desk;
  private final Wins wins;
  private final Competitors competitors;
  private final UserNames userNames;
  private final Clock clock;

  MoveController(
      Opportunities opportunities,
      Deals deals,
      StageBook stages,
      DealLists lists,
      DealDesk desk,
      Wins wins,
      Competitors competitors,
      UserNames userNames,
      Clock clock) {
    this.opportunities = opportunities;
    this.deals = deals;
    this.stages = stages;
    this.lists = lists;
    this.desk = desk;
    this.wins = wins;
    this.competitors = competitors;
    this.userNames = userNames;
    this.clock = clock;
  }

  /**
   * Where to, and what has to be said about it.
   *
   * @param stage where to; left out, all stages are offered. Of a deal that has ended, another end
   *     is not asked for: it says how it ended
   */
  @GetMapping("/move")
  ModelAndView form(
      CurrentUser actor,
      HtmxRequest htmx,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String stage,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String back,
      Locale locale,
      RedirectAttributes next) {
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    StagePath path = stages.path();
    Stage to = stage == null ? null : target(path, path.get(deal.stage()), stage);
    MoveForm form = blank(deal, to, actor, locale, htmx.isHtmxRequest() ? from : null, back);
    if (to != null && !to.isOpen() && !deal.isOpen()) {
      if (to.kind() == deal.kind()) {
        return there(deal, path.get(deal.stage()), form, actor, htmx, next);
      }
      Flash.refused(next, new RefusedException("dealMove.closed"));
      return new ModelAndView("redirect:/pipeline/opportunities/" + id);
    }
    return show(deal, path, to, form, new BindException(form, "form"), actor);
  }

  @PostMapping("/moves")
  ModelAndView move(
      CurrentUser actor,
      HtmxRequest htmx,
      @PathVariable UUID id,
      @ModelAttribute("form") MoveForm typed,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    StagePath path = stages.path();
    Stage from = path.get(deal.stage());
    Stage to = target(path, from, typed.stage() == null ? "" : typed.stage());
    MoveForm form = typed.completedBy(blank(deal, to, actor, locale, typed.from(), typed.back()));
    if (from.id().equals(to.id())) {
      // Sent twice, or somebody else was quicker with the same: it is there already.
      return there(deal, to, form, actor, htmx, next);
    }
    FormReader reader = new FormReader(errors, locale);
    Set<String> met = form.metNow();
    String reason = reader.text("reason", form.reason(), 500);
    List<StagePath.Question> questions =
        path.questions(from, to, met == null ? deals.metBy(deal) : met);
    if (!questions.isEmpty() && reason == null && !errors.hasFieldErrors("reason")) {
      boolean ticks =
          questions.stream()
              .map(StagePath.Question::kind)
              .anyMatch(
                  k -> k == StagePath.Question.Kind.UNMET || k == StagePath.Question.Kind.UNREADY);
      reader.refuse("reason", ticks ? "dealMove.why" : "dealMove.why.only");
    }
    try {
      StaleVersionException.check(form.version() == null ? -1 : form.version(), deal.version());
      DealDetails given = given(deal, path, to, form, reader, actor.today(clock));
      if (given != null
          && given.closeDate() != null
          && reason == null
          && !errors.hasFieldErrors("reason")) {
        deals
            .pushOf(deal, given.closeDate())
            .ifPresent(
                p -> reader.refuse("reason", p.question(), actor.formats(locale).date(p.from())));
      }
      UUID change = carryOut(deal, from, to, form, given, reader, met, reason, actor);
      if (!reader.failed()) {
        return moved(deal, from, to, change, form, actor, htmx, next);
      }
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
    } catch (StaleVersionException | OptimisticLockingFailureException e) {
      Opportunity now = opportunities.get(new OpportunityId(id), actor);
      if (now.stage().equals(to.id())) {
        return there(now, to, form, actor, htmx, next);
      }
      errors.reject("dealMove.stale", new Object[] {path.get(now.stage()).name()}, null);
      return invalid(now, path, to, form.at(now.version()), errors, actor);
    }
    if (form.isDroppedOnly() && !errors.hasGlobalErrors()) {
      return show(deal, path, to, form, new BindException(form, "form"), actor);
    }
    return invalid(deal, path, to, form, errors, actor);
  }

  /** Takes the last move back. */
  @PostMapping("/moves/{move}/undoing")
  String takeBack(
      CurrentUser actor,
      @PathVariable UUID id,
      @PathVariable UUID move,
      @RequestParam(required = false) @Nullable String back,
      RedirectAttributes next) {
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    try {
      deals.takeBack(deal, move, actor.id(), clock.instant());
      Flash.done(next, "dealMove.undone", deal.name());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    String there = DealDesk.back(back, "/pipeline/opportunities/" + id);
    return "redirect:"
        + there
        + (there.startsWith("/pipeline/board") && !there.contains("#") ? "#c-" + id : "");
  }

  /** What the deal is known to be with what its new stage asks for; null where nothing lacks. */
  private static @Nullable DealDetails given(
      Opportunity deal,
      StagePath path,
      Stage to,
      MoveForm form,
      FormReader reader,
      LocalDate today) {
    DealDetails given = deal.detailsWhileOpen();
    Set<Lack> lacks = path.lacking(to, given.amount(), given.closeDate());
    if (lacks.contains(Lack.AMOUNT)) {
      BigDecimal amount = reader.amount("amount", form.amount());
      reader.require("amount", amount, "dealMove.lacks.amount");
      given = given.worth(amount);
    }
    if (lacks.contains(Lack.CLOSE)) {
      LocalDate close = reader.date("closeDate", form.closeDate(), today, null);
      reader.require("closeDate", close, "dealMove.lacks.close");
      if (close != null && close.isBefore(today)) {
        reader.refuse("closeDate", "deal.closeDate.past");
      }
      given = given.by(close);
    }
    return lacks.isEmpty() ? null : given;
  }

  /** Does it unless something is missing, which is then said at its field. */
  private @Nullable UUID carryOut(
      Opportunity deal,
      Stage from,
      Stage to,
      MoveForm form,
      @Nullable DealDetails given,
      FormReader reader,
      @Nullable Set<String> met,
      @Nullable String reason,
      CurrentUser actor) {
    Instant now = clock.instant();
    LocalDate today = actor.today(clock);
    if (!from.isOpen() && !to.isOpen()) {
      throw new RefusedException("dealMove.closed");
    }
    if (!from.isOpen()) {
      Plan plan = form.planFields().read(reader, today);
      if (plan != null && !reader.failed()) {
        deals.reopen(deal, to, plan, given, reason, actor.id(), now);
      }
      return null;
    }
    switch (to.kind()) {
      case OPEN -> {
        return reader.failed() ? null : deals.move(deal, to, met, given, reason, actor.id(), now);
      }
      case WON -> {
        BigDecimal amount = reader.amount("amount", form.amount());
        reader.require("amount", amount, "dealMove.amount.required");
        LocalDate day = day(form, reader, deal, actor, today);
        if (amount != null && day != null && !reader.failed()) {
          deals.win(deal, to, met, amount, day, reason, actor.id(), now);
        }
      }
      case LOST -> {
        LostReason why = reader.choice("lostReason", form.lostReason(), LostReason.class);
        reader.require("lostReason", why, "loss.reason.required");
        LostTo whom = reader.choice("lostTo", form.lostTo(), LostTo.class);
        reader.require("lostTo", whom, "loss.to.required");
        String competitor = reader.text("competitor", form.competitor(), 200);
        List<String> rivals = competitors.each(deal.terms().competitor());
        if (whom == LostTo.COMPETITOR && competitor != null && rivals.size() > 1) {
          List<String> named = competitors.each(competitor);
          if (named.size() > 1 && rivals.containsAll(named)) {
            reader.refuse("competitor", "loss.competitor.one");
          }
        }
        if (whom == LostTo.COMPETITOR) {
          reader.require("competitor", competitor, "loss.competitor.required");
        }
        String note = reader.text("note", form.note(), 2000);
        if (why == LostReason.OTHER) {
          reader.require("note", note, "loss.note.required");
        }
        LocalDate recontactOn = reader.date("recontactOn", form.recontactOn());
        if (recontactOn != null && !recontactOn.isAfter(today)) {
          reader.refuse("recontactOn", "recontact.day.past");
        }
        LocalDate day = day(form, reader, deal, actor, today);
        if (why != null && whom != null && day != null && !reader.failed()) {
          deals.lose(
              deal, to, new Loss(why, whom, competitor, note), recontactOn, day, actor.id(), now);
        }
      }
    }
    return null;
  }

  private static @Nullable LocalDate day(
      MoveForm form, FormReader reader, Opportunity deal, CurrentUser actor, LocalDate today) {
    LocalDate day = reader.date("day", form.day());
    reader.require("day", day, "date.invalid");
    if (day != null && day.isAfter(today)) {
      reader.refuse("day", "dealMove.day.future");
      return null;
    }
    LocalDate opened = LocalDate.ofInstant(deal.openedAt(), actor.company().zone());
    if (day != null && day.isBefore(opened)) {
      reader.refuse(
          "day",
          "dealMove.day.beforeOpening",
          actor.formats(LocaleContextHolder.getLocale()).date(opened));
      return null;
    }
    return day;
  }

  private ModelAndView moved(
      Opportunity deal,
      Stage from,
      Stage to,
      @Nullable UUID change,
      MoveForm form,
      CurrentUser actor,
      HtmxRequest htmx,
      RedirectAttributes next) {
    String back = back(form, deal);
    boolean over = !from.isAlong(to);
    StagePath path = stages.path();
    String undo =
        change == null
            ? null
            : "/pipeline/opportunities/%s/moves/%s/undoing?back=%s"
                .formatted(
                    deal.id(),
                    change,
                    java.net.URLEncoder.encode(back, java.nio.charset.StandardCharsets.UTF_8));
    return answer(
        deal,
        path,
        new Saying(
            "dealMove.done." + to.kind(),
            undo,
            deal.name(),
            over ? path.label(from) : from.name(),
            over ? path.label(to) : to.name()),
        form,
        actor,
        htmx,
        next);
  }

  /** It was moved there before: that is said, and who did it. */
  private ModelAndView there(
      Opportunity deal,
      Stage to,
      MoveForm form,
      CurrentUser actor,
      HtmxRequest htmx,
      RedirectAttributes next) {
    String by = deals.movedBy(deal).map(user -> userNames.all().get(user.id())).orElse(null);
    return answer(
        deal,
        stages.path(),
        by == null
            ? new Saying("dealMove.there", null, deal.name(), to.name())
            : new Saying("dealMove.there.by", null, deal.name(), to.name(), by),
        form,
        actor,
        htmx,
        next);
  }

  private static String back(MoveForm form, Opportunity deal) {
    return DealDesk.back(form.back(), "/pipeline/opportunities/" + deal.id());
  }

  /**
   * What is said of a move.
   *
   * @param undo where it is taken back; null where it cannot be
   */
  private record Saying(String key, @Nullable String undo, Object... arguments) {}

  private ModelAndView answer(
      Opportunity deal,
      StagePath path,
      Saying saying,
      MoveForm form,
      CurrentUser actor,
      HtmxRequest htmx,
      RedirectAttributes next) {
    String back = back(form, deal);
    String undo = saying.undo();
    if (!htmx.isHtmxRequest() || !form.isFromBoard()) {
      Flash.done(next, saying.key(), saying.arguments());
      if (undo != null) {
        Flash.undo(next, undo);
      }
      return new ModelAndView("redirect:" + back);
    }
    Instant now = clock.instant();
    Idleness idleness = desk.idleness(now);
    DealFilter filter = DealFilter.ofPath(back);
    ModelAndView answer = new ModelAndView("pipeline/board :: moved");
    lists.rows(List.of(deal.id().id()), actor, idleness).stream()
        .findFirst()
        .ifPresent(row -> answer.addObject("c", row));
    List<DealLists.Total> totals = lists.totals(filter, actor, now);
    answer.addObject("columns", Board.columns(path, totals, Map.of(), filter));
    answer.addAllObjects(Board.sums(totals, actor.company().currency()));
    answer.addObject("nothing", false);
    answer.addObject("ownerNames", userNames.all());
    answer.addObject("back", back);
    answer.addObject("mayWrite", true);
    answer.addObject("dragged", form.isDragged());
    answer.addObject("flashKind", "done");
    answer.addObject("flashKey", saying.key());
    answer.addObject("flashArguments", saying.arguments());
    answer.addObject("flashUndo", undo);
    return answer;
  }

  private ModelAndView invalid(
      Opportunity deal,
      StagePath path,
      Stage to,
      MoveForm form,
      BindingResult errors,
      CurrentUser viewer) {
    ModelAndView page = show(deal, path, to, form, errors, viewer);
    if (form.isFromBoard()) {
      page.setViewName("pipeline/board :: refused");
    }
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private ModelAndView show(
      Opportunity deal,
      StagePath path,
      @Nullable Stage to,
      MoveForm form,
      org.springframework.validation.Errors errors,
      CurrentUser viewer) {
    Idleness idleness = desk.idleness(clock.instant());
    Stage from = path.get(deal.stage());
    Set<String> met = form.met() == null ? Set.of() : Set.copyOf(form.met());
    List<QuickPick> picks = QuickPick.from(idleness.today(), idleness.calendar());
    Map<String, Object> model = new HashMap<>();
    if (errors instanceof BindingResult result) {
      model.putAll(result.getModel());
    }
    model.put("form", form);
    DealRow row = DealRow.of(deal, path, idleness);
    model.put("deal", row);
    model.put("c", row);
    model.put("stage", from);
    model.put("to", to);
    boolean over = to != null && !to.isAlong(from);
    model.put("fromName", over ? path.label(from) : from.name());
    model.put("toName", to == null ? null : over ? path.label(to) : to.name());
    model.put("lined", deal.isLined());
    // A deal without a customer is no purchase.
    model.put(
        "unwon",
        deal.kind() == Stage.Kind.WON && (to == null || to.isOpen())
            ? wins.kept(deal.id()).orElse(null)
            : null);
    model.put("picks", picks);
    model.put("back", DealDesk.back(form.back(), "/pipeline/opportunities/" + deal.id()));
    model.put("mayWrite", true);
    model.put("openCard", "move");
    if (to == null) {
      model.put("targets", targets(path, from, met, deal.detailsWhileOpen()));
    } else {
      DealDetails known = deal.detailsWhileOpen();
      model.put("lacks", path.lacking(to, known.amount(), known.closeDate()));
      model.put("currency", deal.details().currency().getCurrencyCode());
      model.put("questions", path.questions(from, to, met));
      List<String> leaving = path.isAdvance(from, to) ? from.exitCriteria() : List.of();
      model.put("criteria", leaving);
      model.put(
          "entering", path.toEnter(from, to).stream().filter(c -> !leaving.contains(c)).toList());
      model.put("lostReasons", LostReason.values());
      model.put("lostTos", LostTo.values());
      model.put(
          "rivals",
          to.kind() == Stage.Kind.LOST ? competitors.each(deal.terms().competitor()) : List.of());
    }
    if (form.isFromBoard()) {
      model.put("ownerNames", userNames.all());
    }
    return new ModelAndView(form.isFromBoard() ? "pipeline/board :: card" : "pipeline/move", model);
  }

  /**
   * A stage to go to.
   *
   * @param over the way of selling that it belongs to, where that is another
   * @param asks whether something has to be said first
   */
  record Target(Stage stage, @Nullable String over, boolean asks) {}

  private static List<Target> targets(
      StagePath path, Stage from, Set<String> met, DealDetails known) {
    return path.active().stream()
        .filter(s -> !s.id().equals(from.id()))
        .filter(s -> from.isOpen() || s.isOpen())
        .filter(s -> s.isAlong(from) || s.isOpen())
        .sorted(Comparator.comparing((Stage s) -> !s.isAlong(from)))
        .map(
            s ->
                new Target(
                    s,
                    s.isAlong(from) ? null : s.track().name(),
                    !s.isOpen()
                        || !path.questions(from, s, met).isEmpty()
                        || !path.lacking(s, known.amount(), known.closeDate()).isEmpty()))
        .toList();
  }

  private MoveForm blank(
      Opportunity deal,
      @Nullable Stage to,
      CurrentUser actor,
      Locale locale,
      @Nullable String from,
      @Nullable String back) {
    Idleness idleness = desk.idleness(clock.instant());
    Formats show = actor.formats(locale);
    return MoveForm.of(
        deal,
        to,
        deals.metBy(deal),
        QuickPick.from(idleness.today(), idleness.calendar()),
        idleness.today(),
        show,
        from,
        back);
  }

  private static Stage target(StagePath path, Stage from, String text) {
    if (text.equals("won")) {
      return path.won(from);
    }
    if (text.equals("lost")) {
      return path.lost(from);
    }
    try {
      Stage to = path.get(new StageId(UUID.fromString(text)));
      // A deal ends on its own way, wherever its card was dropped.
      return switch (to.kind()) {
        case OPEN -> to;
        case WON -> to.isAlong(from) ? to : path.won(from);
        case LOST -> to.isAlong(from) ? to : path.lost(from);
      };
    } catch (IllegalArgumentException e) {
      throw new NotFoundException();
    }
  }
}
