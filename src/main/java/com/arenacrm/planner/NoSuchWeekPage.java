package com.arenacrm.planner;

import com.arenacrm.platform.PageFacts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Says that a week does not exist, how one is written, and leads to the current one. */
@ControllerAdvice
class NoSuchWeekPage {

  private final PageFacts facts;

  NoSuchWeekPage(PageFacts facts) {
    this.facts = facts;
  }

  @ExceptionHandler
  ModelAndView noSuchWeek(NoSuchWeekException e, HttpServletRequest request, Locale locale) {
    ModelAndView page = new ModelAndView("planner/no-week", "asked", e.asked());
    page.addAllObjects(facts.of(request, locale));
    page.addObject("tooFar", e.isTooFar());
    page.setStatus(HttpStatus.BAD_REQUEST);
    return page;
  }
}
