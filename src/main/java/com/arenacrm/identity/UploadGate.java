package com.arenacrm.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets files in only from people who have signed in, and small ones from visitors of a public form;
 * none that is too large. Stands before the form token is looked for, because looking for it reads
 * the whole request onto the disk. What says that it holds files and cannot be read as that holds
 * nothing to whoever comes after: the page says then what is missing.
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
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      chain.doFilter(new Unreadable(request), response);
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
      chain.doFilter(isReadable(request) ? request : new Unreadable(request), response);
    }
  }

  // What reads it again, to say what went wrong with it, would fail again.
  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  private static boolean isReadable(HttpServletRequest request) {
    try {
      request.getParts();
      return true;
    } catch (IOException | ServletException | IllegalStateException e) {
      return false;
    }
  }

  /** A request whose content nobody can read: as if nothing had been sent with it. */
  private static final class Unreadable extends HttpServletRequestWrapper {

    Unreadable(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getContentType() {
      return null;
    }

    @Override
    public @Nullable String getParameter(String name) {
      return null;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return Map.of();
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.emptyEnumeration();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      return null;
    }

    @Override
    public Collection<Part> getParts() {
      return List.of();
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
