package com.arenacrm.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets files in only from people who have signed in, and none that is too large. Stands before the
 * form token is looked for, because looking for it reads the whole request onto the disk.
 */
final class UploadGate extends OncePerRequestFilter {

  /** What a form holds besides its file. */
  private static final DataSize FORM = DataSize.ofMegabytes(1);

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
    } else if (!isSignedIn()) {
      response.sendRedirect(request.getContextPath() + "/sign-in");
    } else if (request.getHeader("Transfer-Encoding") != null) {
      response.sendError(HttpStatus.LENGTH_REQUIRED.value());
    } else if (request.getContentLengthLong() > largest) {
      response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean isSignedIn() {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    return known != null && known.getPrincipal() instanceof SignedIn;
  }
}
