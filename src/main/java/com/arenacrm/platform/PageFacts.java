package com.arenacrm.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;

/**
 * What every page knows: who is looking, and how they read numbers. Pages get it by themselves; a
 * page made by an exception handler is past that way and asks for it. Declared here, known where
 * people are.
 */
public interface PageFacts {

  /** The facts by their name in the model; who is looking is missing where nobody is known. */
  Map<String, Object> of(HttpServletRequest request, Locale locale);
}
