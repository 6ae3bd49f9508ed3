package com.arenacrm.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts today's rights in the place of yesterday's: looks the signed-in person up anew and gives
 * this request their present roles. A person who may no longer come in loses the session.
 */
class CurrentUserFilter extends OncePerRequestFilter {

  private static final String ATTRIBUTE = CurrentUser.class.getName();

  private final CurrentUsers currentUsers;

  CurrentUserFilter(CurrentUsers currentUsers) {
    this.currentUsers = currentUsers;
  }

  /** The person behind the request, or null when nobody is signed in. */
  static @Nullable CurrentUser of(HttpServletRequest request) {
    return (CurrentUser) request.getAttribute(ATTRIBUTE);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn) {
      Optional<CurrentUser> user = currentUsers.find(signedIn, request.getRemoteAddr());
      if (user.isPresent()) {
        request.setAttribute(ATTRIBUTE, user.get());
        replaceContext(withRoles(signedIn, user.get()));
      } else {
        HttpSession session = request.getSession(false);
        if (session != null) {
          session.invalidate();
        }
        SecurityContextHolder.clearContext();
      }
    }
    chain.doFilter(request, response);
  }

  // Pages that report an error show the same menu.
  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return true;
  }

  private static Authentication withRoles(SignedIn signedIn, CurrentUser user) {
    List<GrantedAuthority> roles =
        user.roles().stream()
            .<GrantedAuthority>map(role -> new SimpleGrantedAuthority(role.name()))
            .toList();
    return UsernamePasswordAuthenticationToken.authenticated(signedIn, null, roles);
  }

  private static void replaceContext(Authentication authentication) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(authentication);
    SecurityContextHolder.setContext(context);
  }
}
