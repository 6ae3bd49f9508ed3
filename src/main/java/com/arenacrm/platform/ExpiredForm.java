package com.arenacrm.platform;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A form that was sent too late, or by a browser that keeps no cookies: refused like what is
 * forbidden, and not because of anybody's role. Noted on the request for the page that says so.
 */
public final class ExpiredForm {

  private static final String MARK = ExpiredForm.class.getName();

  private ExpiredForm() {}

  public static void note(HttpServletRequest request) {
    request.setAttribute(MARK, true);
  }

  static boolean isNoted(HttpServletRequest request) {
    return request.getAttribute(MARK) != null;
  }
}
