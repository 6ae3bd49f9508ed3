package com.arenacrm.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets files in only from people who have signed in, and small ones from visitors of a public form;
 * none that is too large. Stands before the form token is looked for, because looking for it reads
 * the whole request onto the disk.
 */
final class UploadGate extends OncePerRequestFilter {

  /** What a form holds besides its file. */
  private static final DataSize FORM = DataSize.ofMegabytes(1);

  /** The pages on which visitors fill a form in, by itself or in a frame. */
  static final Pattern PUBLIC_FORM = Pattern.compile("/forms/[a-z0-9-]{3,80}(/embed)?");

  /** What a visitor may send, with all that stands in the form beside it. */
  private static final DataSize FROM_VISITORS = DataSize.ofMegabytes(6);

  private final long largest;

  UploadGate(DataSize largestFile) {
    this.largest = largestFile.toBytes() + FORM.toBytes();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      chain.doFilter(request, response);
      return;
    }
    boolean visitor = PUBLIC_FORM.matcher(pathOf(request)).matches();
    if (!visitor && !isSignedIn()) {
      response.sendRedirect(request.getContextPath() + "/sign-in");
    } else if (request.getHeader("Transfer-Encoding") != null) {
      response.sendError(HttpStatus.LENGTH_REQUIRED.value());
    } else if (request.getContentLengthLong() > (visitor ? FROM_VISITORS.toBytes() : largest)) {
      response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
    } else {
      chain.doFilter(request, response);
    }
  }

  static String pathOf(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }

  private static boolean isSignedIn() {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    return known != null && known.getPrincipal() instanceof SignedIn;
  }
}
