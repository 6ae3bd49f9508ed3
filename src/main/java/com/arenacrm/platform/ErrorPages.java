package com.arenacrm.platform;

import jakarta.persistence.OptimisticLockException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.annotation.MethodArgumentConversionNotSupportedException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/**
 * What people read when something cannot be shown: a sentence and a way on, never a stack trace.
 */
@Controller
@ControllerAdvice
class ErrorPages implements ErrorController {

  private static final Set<Integer> WRITTEN = Set.of(400, 403, 404, 405, 409, 413, 500);

  /** The SQL state of a row that names one which is not there. */
  private static final String MISSING_REFERENCE = "23503";

  private static final Pattern UNTYPED_FIELD =
      Pattern.compile("^_|(?i)^(id|back|.*version|.*password.*|.*code)$");
  private static final Pattern UNTYPED_VALUE =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|true|false|[A-Z]+(_[A-Z]+)*");

  private final PageFacts facts;
  private final Assets assets;
  private final PageAddresses addresses;

  ErrorPages(PageFacts facts, Assets assets, PageAddresses addresses) {
    this.facts = facts;
    this.assets = assets;
    this.addresses = addresses;
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
  ModelAndView changedMeanwhile(
      HttpServletRequest request, HttpServletResponse response, Locale locale) {
    ModelAndView page = page(HttpStatus.CONFLICT.value(), request, locale);
    page.addObject("typed", typed(request));
    page.addObject("back", back(request));
    if (request.getHeader("HX-Request") != null) {
      // The form may have been a small part of its page; this takes the place of all of it.
      response.setHeader("HX-Retarget", "#main");
      response.setHeader("HX-Reswap", "innerHTML");
      page.setViewName("error/error :: said");
    }
    return page;
  }

  /**
   * What a form named is gone, such as a person who became one with another at that moment; two
   * changes that waited for one another count as well.
   */
  @ExceptionHandler({
    DataIntegrityViolationException.class,
    PessimisticLockingFailureException.class
  })
  ModelAndView goneMeanwhile(
      DataAccessException failure,
      HttpServletRequest request,
      HttpServletResponse response,
      Locale locale) {
    if (failure instanceof DataIntegrityViolationException
        && !(failure.getMostSpecificCause() instanceof SQLException cause
            && MISSING_REFERENCE.equals(cause.getSQLState()))) {
      throw failure;
    }
    return changedMeanwhile(request, response, locale);
  }

  /** What somebody wrote into the form: neither what the page carried along nor what was chosen. */
  private static List<String> typed(HttpServletRequest request) {
    return request.getParameterMap().entrySet().stream()
        .filter(field -> !UNTYPED_FIELD.matcher(field.getKey()).find())
        .flatMap(field -> Stream.of(field.getValue()))
        .map(String::strip)
        .filter(text -> !text.isEmpty() && !UNTYPED_VALUE.matcher(text).matches())
        .distinct()
        .toList();
  }

  /**
   * The page that the form stood on, if it is one of ours; else the page of what it was to change.
   */
  private String back(HttpServletRequest request) {
    String current = request.getHeader("HX-Current-URL");
    String from = current == null ? request.getHeader("Referer") : current;
    try {
      URI page = from == null ? null : URI.create(from);
      if (page != null
          && request.getServerName().equalsIgnoreCase(page.getHost())
          && page.getRawPath().matches("/([^/].*)?")
          && addresses.isPage(page.getRawPath())) {
        return page.getRawQuery() == null
            ? page.getRawPath()
            : page.getRawPath() + "?" + page.getRawQuery();
      }
    } catch (IllegalArgumentException e) {
      // Not an address: what the form was to change will do.
    }
    return addresses.nearest(request.getRequestURI());
  }

  // An address with something else where an identifier belongs leads nowhere.
  @ExceptionHandler
  ModelAndView malformed(
      MethodArgumentTypeMismatchException e, HttpServletRequest request, Locale locale) {
    return page(HttpStatus.NOT_FOUND.value(), request, locale);
  }

  // A file where a text belongs, such as no form of ours sends.
  @ExceptionHandler
  ModelAndView malformed(
      MethodArgumentConversionNotSupportedException e, HttpServletRequest request, Locale locale) {
    return page(HttpStatus.BAD_REQUEST.value(), request, locale);
  }

  @ExceptionHandler
  ModelAndView malformed(MalformedForm e, HttpServletRequest request, Locale locale) {
    return page(HttpStatus.BAD_REQUEST.value(), request, locale);
  }

  private ModelAndView page(int status, HttpServletRequest request, Locale locale) {
    int written = WRITTEN.contains(status) ? status : status < 500 ? 400 : 500;
    ModelAndView page = new ModelAndView("error/error", "page", written);
    page.addAllObjects(facts.of(request, locale));
    page.addAllObjects(assets.all());
    page.setStatus(HttpStatus.valueOf(status));
    return page;
  }
}
