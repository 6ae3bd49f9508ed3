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

  /**
   * Somebody asked for a week that does not exist, such as the 99th of a year, or for one too far.
   */
  static class NoSuchWeekException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String asked;
    private final boolean tooFar;

    private NoSuchWeekException(String asked, boolean tooFar) {
      super("No week " + asked);
      this.asked = asked;
      this.tooFar = tooFar;
    }

    /** There is no such week in any calendar. */
    static NoSuchWeekException unknown(String asked) {
      return new NoSuchWeekException(asked, false);
    }

    /** There is, but so far from today that nobody plans it. */
    static NoSuchWeekException tooFar(String asked) {
      return new NoSuchWeekException(asked, true);
    }

    /** What was asked for, as written. */
    String asked() {
      return asked;
    }

    boolean isTooFar() {
      return tooFar;
    }
  }

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
