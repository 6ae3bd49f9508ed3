package com.arenacrm.leads.survey;

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
 * The page behind a secret address: three questions, no script, no sign-in, and nothing of whom we
 * asked. It speaks the company's language, or the other one where it is asked to.
 */
@Controller
@RequestMapping("/surveys/{secret}")
class PublicSurveyController {

  private static final int LONGEST = 2000;

  /**
   * What a visitor says.
   *
   * @param id of the answer, so that sending it twice answers once
   */
  record Entry(String id, String score, String expected, String surprised) {

    /**
     * Whether it is what was answered; whoever goes back and says another thing is told it stays.
     */
    boolean says(Survey answered) {
      return answered
          .answer()
          .filter(said -> String.valueOf(said.score()).equals(FormReader.clean(score)))
          .filter(said -> same(said.expected(), expected) && same(said.surprised(), surprised))
          .isPresent();
    }

    private static boolean same(@Nullable String kept, @Nullable String typed) {
      return Objects.requireNonNullElse(kept, "").equals(FormReader.clean(typed));
    }
  }

  private final Surveys surveys;
  private final SecretPages pages;
  private final Tries tries;
  private final Clock clock;

  PublicSurveyController(Surveys surveys, SecretPages pages, JdbcClient jdbc, Clock clock) {
    this.surveys = surveys;
    this.pages = pages;
    this.tries = new Tries(jdbc, "leads.survey_try");
    this.clock = clock;
  }

  @GetMapping
  ModelAndView page(
      @PathVariable String secret,
      @RequestParam(required = false) @Nullable String lang,
      HttpServletRequest request,
      HttpServletResponse response) {
    Visit visit = visit(secret, lang, request, response);
    if (!visit.isOpen()) {
      return visit.over();
    }
    Entry blank = new Entry(TimeOrderedUuid.next().toString(), "", "", "");
    return visit.questions(blank, new BeanPropertyBindingResult(blank, "form"));
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
    if (visit.survey == null) {
      return visit.over();
    }
    FormReader reader = new FormReader(errors, Locale.forLanguageTag(visit.came.language()));
    UUID id = reader.id("id", form.id());
    Secret address = visit.secret;
    if (id != null && address != null && visit.survey.isAnsweredBy(id) && form.says(visit.survey)) {
      return visit.came.redirect("/thanks");
    }
    if (!visit.isOpen()) {
      return visit.over();
    }
    Integer score = reader.whole("score", form.score(), 1, Survey.BEST);
    reader.require("score", score, "survey.score.required");
    String expected = reader.text("expected", form.expected(), LONGEST);
    String surprised = reader.text("surprised", form.surprised(), LONGEST);
    if (tooMany) {
      errors.reject("survey.tooMany");
    }
    if (reader.failed() || id == null || score == null || address == null) {
      Entry typed =
          id == null
              ? new Entry(
                  TimeOrderedUuid.next().toString(),
                  form.score(),
                  form.expected(),
                  form.surprised())
              : form;
      ModelAndView page = visit.questions(typed, errors);
      page.setStatus(tooMany ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    try {
      Once.make(
          () -> surveys.isAnsweredBy(address, id),
          () -> surveys.answer(address, id, new Survey.Answer(score, expected, surprised), now));
    } catch (RefusedException | OptimisticLockingFailureException e) {
      // Somebody else with the address was quicker, or it gave way to another just now.
      return visit(secret, lang, request, response).over();
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
    return visit.survey != null && visit.survey.answer().isPresent()
        ? visit.came.page("leads/public-survey-thanks")
        : visit.isOpen() ? visit.came.redirect("") : visit.over();
  }

  private Visit visit(
      String secret,
      @Nullable String lang,
      HttpServletRequest request,
      HttpServletResponse response) {
    return new Visit(pages.visit("/surveys/", secret, surveys::at, lang, request, response));
  }

  /** Somebody who has come to an address. */
  private final class Visit {

    private final SecretPages.Visit<Survey> came;
    private final @Nullable Secret secret;
    private final @Nullable Survey survey;

    Visit(SecretPages.Visit<Survey> came) {
      this.came = came;
      this.secret = came.secret();
      this.survey = came.found();
    }

    boolean isOpen() {
      return survey != null && survey.state(clock.instant()) == Survey.State.OPEN;
    }

    ModelAndView questions(Entry form, BindingResult errors) {
      ModelAndView page = came.page("leads/public-survey");
      page.addAllObjects(errors.getModel());
      page.addObject("form", form);
      page.addObject("address", secret == null ? "" : secret.value());
      page.addObject("best", Survey.BEST);
      page.addObject(
          "offer", survey == null ? "" : surveys.offerName(surveys.about(survey.trial())));
      return page;
    }

    /** Why there is nothing to answer here; without a word about whom it was for. */
    ModelAndView over() {
      ModelAndView page = came.page("leads/public-survey-over");
      page.addObject("state", survey == null ? "UNKNOWN" : survey.state(clock.instant()).name());
      page.setStatus(survey == null ? HttpStatus.NOT_FOUND : HttpStatus.GONE);
      return page;
    }
  }
}
