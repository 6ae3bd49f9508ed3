package com.arenacrm.customers;

import com.arenacrm.leads.Secret;
import com.arenacrm.leads.SecretPages;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Tries;
import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page behind a secret address: how happy a customer is, and why. No script, no sign-in, and
 * nothing of whom we asked or what they said before. It speaks the company's language, or the other
 * one where it is asked to.
 */
@Controller
@RequestMapping("/opinions/{secret}")
class PublicCheckInController {

  private static final int LONGEST = 2000;

  /**
   * What a customer says.
   *
   * @param id of the answer, so that sending it twice answers once
   */
  record Entry(@Nullable String id, @Nullable String score, @Nullable String comment) {

    /**
     * Whether it is what was answered; whoever goes back and says another thing is told it stays.
     */
    boolean says(CheckIn answered) {
      return answered
          .answer()
          .filter(said -> String.valueOf(said.score()).equals(FormReader.clean(score)))
          .filter(
              said ->
                  Objects.requireNonNullElse(said.comment(), "").equals(FormReader.clean(comment)))
          .isPresent();
    }
  }

  private final CheckIns checkIns;
  private final SecretPages pages;
  private final Tries tries;
  private final Clock clock;

  PublicCheckInController(CheckIns checkIns, SecretPages pages, JdbcClient jdbc, Clock clock) {
    this.checkIns = checkIns;
    this.pages = pages;
    this.tries = new Tries(jdbc, "customers.check_in_try");
    this.clock = clock;
  }

  @GetMapping
  ModelAndView page(
      @PathVariable String secret,
      @RequestParam(required = false) @Nullable String lang,
      HttpServletRequest request,
      HttpServletResponse response) {
    Visit visit = visit(secret, lang, request, response);
    if (!visit.takesAnswer()) {
      return visit.over();
    }
    Entry blank = new Entry(TimeOrderedUuid.next().toString(), "", "");
    return visit.question(blank, new BeanPropertyBindingResult(blank, "form"));
  }

  @PostMapping
  ModelAndView send(
      @PathVariable String secret,
      @RequestParam(required = false) @Nullable String lang,
      @ModelAttribute("form") Entry form,
      BindingResult errors,
      HttpServletRequest request,
      HttpServletResponse response) {
    Visit visit = visit(secret, lang, request, response);
    Instant now = clock.instant();
    boolean tooMany = tries.isTooMany(String.valueOf(request.getRemoteAddr()), now);
    Secret address = visit.secret;
    if (visit.checkIn == null || address == null) {
      return visit.over();
    }
    FormReader reader = new FormReader(errors, Locale.forLanguageTag(visit.came.language()));
    UUID id = reader.id("id", form.id());
    if (id != null && visit.checkIn.isAnsweredBy(id) && form.says(visit.checkIn)) {
      return visit.came.redirect("/thanks");
    }
    if (!visit.takesAnswer()) {
      return visit.tooLate(form);
    }
    Integer score = reader.whole("score", form.score(), 0, CheckIn.BEST);
    reader.require("score", score, "checkin.score.required");
    String comment = reader.text("comment", form.comment(), LONGEST);
    if (tooMany) {
      errors.reject("survey.tooMany");
    }
    if (reader.failed() || id == null || score == null) {
      Entry typed =
          id == null
              ? new Entry(TimeOrderedUuid.next().toString(), form.score(), form.comment())
              : form;
      ModelAndView page = visit.question(typed, errors);
      page.setStatus(tooMany ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    try {
      Once.make(
          () -> checkIns.isAnsweredBy(address, id),
          () -> checkIns.answer(address, id, new CheckIn.Answer(score, comment), now));
    } catch (RefusedException | OptimisticLockingFailureException e) {
      // Somebody else with the address was quicker, or it gave way to another just now.
      return visit(secret, lang, request, response).tooLate(form);
    }
    return visit.came.redirect("/thanks");
  }

  @GetMapping("/thanks")
  ModelAndView thanks(
      @PathVariable String secret,
      @RequestParam(required = false) @Nullable String lang,
      HttpServletRequest request,
      HttpServletResponse response) {
    Visit visit = visit(secret, lang, request, response);
    if (visit.checkIn == null || visit.checkIn.answer().isEmpty()) {
      return visit.takesAnswer() ? visit.came.redirect("") : visit.over();
    }
    return visit.came.page("customers/public-thanks");
  }

  private Visit visit(
      String secret,
      @Nullable String lang,
      HttpServletRequest request,
      HttpServletResponse response) {
    return new Visit(pages.visit("/opinions/", secret, checkIns::at, lang, request, response));
  }

  /** Somebody who has come to an address. */
  private final class Visit {

    private final SecretPages.Visit<CheckIn> came;
    private final @Nullable Secret secret;
    private final @Nullable CheckIn checkIn;

    Visit(SecretPages.Visit<CheckIn> came) {
      this.came = came;
      this.secret = came.secret();
      this.checkIn = came.found();
    }

    boolean takesAnswer() {
      return checkIn != null && checkIn.takesAnswer(clock.instant());
    }

    ModelAndView question(Entry form, BindingResult errors) {
      ModelAndView page = came.page("customers/public-question");
      page.addAllObjects(errors.getModel());
      page.addObject("form", form);
      page.addObject("address", came.path(""));
      page.addObject("best", CheckIn.BEST);
      page.addObject("what", checkIn == null ? null : checkIns.what(checkIn).orElse(null));
      return page;
    }

    /** The same for somebody who has just written something, which they can copy. */
    ModelAndView tooLate(Entry form) {
      ModelAndView page = over();
      String points = FormReader.clean(form.score());
      page.addObject("points", points.matches("[0-9]|10") ? points : null);
      page.addObject("best", CheckIn.BEST);
      page.addObject("written", FormReader.clean(form.comment()));
      return page;
    }

    /** Why there is nothing to answer here; without a word about whom it was for. */
    ModelAndView over() {
      ModelAndView page = came.page("customers/public-over");
      page.addObject("state", checkIn == null ? "UNKNOWN" : checkIn.state(clock.instant()).name());
      page.setStatus(checkIn == null ? HttpStatus.NOT_FOUND : HttpStatus.GONE);
      return page;
    }
  }
}
