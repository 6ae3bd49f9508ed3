package com.arenacrm.platform;

import jakarta.persistence.OptimisticLockException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/**
 * What people read when something cannot be shown: a sentence and a way on, never a stack trace.
 */
@Controller
@ControllerAdvice
class ErrorPages implements ErrorController {

  private static final Set<Integer> WRITTEN = Set.of(400, 403, 404, 405, 409, 413, 500);

  private final PageFacts facts;

  ErrorPages(PageFacts facts) {
    this.facts = facts;
  }

  @RequestMapping("/error")
  ModelAndView error(HttpServletRequest request, Locale locale) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // Asked for directly, there is no error to report, and no such page either.
    ModelAndView page =
        page(
            code instanceof Integer status ? status : HttpStatus.NOT_FOUND.value(),
            request,
            locale);
    if (ExpiredForm.isNoted(request)) {
      page.addObject("page", "expired");
    }
    return page;
  }

  @ExceptionHandler
  ModelAndView refused(RefusedException e, HttpServletRequest request, Locale locale) {
    ModelAndView page = page(HttpStatus.CONFLICT.value(), request, locale);
    page.addObject("why", e.messageKey());
    page.addObject("whyArguments", e.arguments());
    return page;
  }

  @ExceptionHandler({
    StaleVersionException.class,
    OptimisticLockingFailureException.class,
    OptimisticLockException.class
  })
  ModelAndView changedMeanwhile(HttpServletRequest request, Locale locale) {
    return page(HttpStatus.CONFLICT.value(), request, locale);
  }

  // An address with something else where an identifier belongs leads nowhere.
  @ExceptionHandler
  ModelAndView malformed(
      MethodArgumentTypeMismatchException e, HttpServletRequest request, Locale locale) {
    return page(HttpStatus.NOT_FOUND.value(), request, locale);
  }

  private ModelAndView page(int status, HttpServletRequest request, Locale locale) {
    int written = WRITTEN.contains(status) ? status : status < 500 ? 400 : 500;
    ModelAndView page = new ModelAndView("error/error", "page", written);
    page.addAllObjects(facts.of(request, locale));
    page.setStatus(HttpStatus.valueOf(status));
    return page;
  }
}
