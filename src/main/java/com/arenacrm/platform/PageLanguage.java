package com.arenacrm.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Lets a page speak its own language, whatever the reader's browser asks for. */
public final class PageLanguage {

  private static final String ATTRIBUTE = PageLanguage.class.getName();

  private PageLanguage() {}

  /** The page of this request is written in that language, {@code es} or {@code en}. */
  public static void is(HttpServletRequest request, String language) {
    request.setAttribute(ATTRIBUTE, language);
  }

  /** The language that a page has set; empty where it follows the reader. */
  public static Optional<String> of(HttpServletRequest request) {
    return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE));
  }
}
