package com.arenacrm.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers while the database is away: says so at once, shows no success, and needs no database to
 * say it (Q09). When the database returns, so do the pages.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class UnavailableFilter extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(UnavailableFilter.class);

  private static final String PAGE =
      """
      <!doctype html><html lang="%1$s"><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width, initial-scale=1"><title>Arena</title>\
      <link rel="stylesheet" href="/arena.css"></head>\
      <body class="door"><main><h1>%2$s</h1><p>%3$s</p></main></body></html>
      """;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException e) {
      if (response.isCommitted() || !isDatabaseAway(e)) {
        throw e;
      }
      LOG.warn("The database does not answer: {}", rootMessage(e));
      answer(request, response);
    }
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean english =
        request.getHeader("Accept-Language") != null
            && request.getLocale().getLanguage().equals("en");
    response.reset();
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Retry-After", "5");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader(
        "Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'");
    response.setContentType("text/html;charset=UTF-8");
    String page =
        english
            ? PAGE.formatted(
                "en",
                "Arena cannot reach its data",
                "Nothing was saved just now. It usually passes within seconds: go back and try"
                    + " again.")
            : PAGE.formatted(
                "es",
                "Arena no llega a sus datos",
                "Lo último no se ha guardado. Suele pasar en segundos: vuelve atrás e inténtalo"
                    + " otra vez.");
    response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
  }

  // By the driver's own words where it has them (SQLSTATE 08: connection, 53: resources, 57P: the
  // server is stopping), and by the pool's when it has no connection to give. The pool gives no
  // SQLSTATE when a transaction that lost its connection is rolled back; the server always does.
  private static boolean isDatabaseAway(Throwable e) {
    for (Throwable t = e; t != null; t = cause(t)) {
      if (t instanceof SQLTransientConnectionException || t instanceof SQLRecoverableException) {
        return true;
      }
      if (t instanceof SQLException sql) {
        String state = sql.getSQLState();
        if (state == null
            || state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.startsWith("58")) {
          return true;
        }
      }
    }
    return false;
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    for (Throwable t = e; t != null; t = cause(t)) {
      root = t;
    }
    return String.valueOf(root.getMessage());
  }

  private static @Nullable Throwable cause(Throwable t) {
    return t.getCause() == t ? null : t.getCause();
  }
}
