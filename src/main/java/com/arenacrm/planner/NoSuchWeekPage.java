package com.arenacrm.planner;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Says that a week does not exist, how one is written, and leads to the current one. */
@ControllerAdvice
class NoSuchWeekPage {

  @ExceptionHandler
  ModelAndView noSuchWeek(NoSuchWeekException e) {
    ModelAndView page = new ModelAndView("planner/no-week", "asked", e.asked());
    page.setStatus(HttpStatus.BAD_REQUEST);
    return page;
  }
}
