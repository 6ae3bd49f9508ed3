package com.arenacrm.identity;

import com.arenacrm.platform.ContentSecurityPolicy;
import com.arenacrm.platform.ExpiredForm;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.util.unit.DataSize;

/** Who gets in, what every reply says to the browser, and what happens to those who may not. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      RouteMatrix routes,
      CurrentUsers currentUsers,
      PasswordSignIn passwordSignIn,
      ContentSecurityPolicy contentSecurityPolicy,
      @Value("${arena.base-url:}") String baseUrl,
      @Value("${arena.import.max-size}") DataSize largestFile) {
    boolean tls = baseUrl.startsWith("https:");
    CookieCsrfTokenRepository csrf = new CookieCsrfTokenRepository();
    csrf.setCookieName(tls ? "__Host-csrf" : "csrf");
    csrf.setCookieCustomizer(c -> c.httpOnly(true).sameSite("Lax").path("/").secure(tls));
    CookieRequestCache requestCache = new CookieRequestCache();
    requestCache.setRequestMatcher(SecurityConfiguration::isPage);
    return http.authenticationProvider(passwordSignIn)
        .authorizeHttpRequests(
            a ->
                a.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .anyRequest()
                    .access(routes))
        .formLogin(
            f ->
                f.loginPage("/sign-in")
                    .usernameParameter("email")
                    .failureHandler(SecurityConfiguration::signInFailed))
        .logout(l -> l.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?out"))
        .csrf(
            c ->
                // What a public form is sent with is proved by its own stamp; see decision 20.
                c.csrfTokenRepository(csrf)
                    .ignoringRequestMatchers(SecurityConfiguration::isPublicForm))
        .requestCache(r -> r.requestCache(requestCache))
        .exceptionHandling(
            e ->
                e.accessDeniedHandler(
                        (request, response, denied) -> deny(routes, request, response, denied))
                    .defaultAuthenticationEntryPointFor(
                        SecurityConfiguration::askFragmentToSignIn,
                        SecurityConfiguration::isFragment))
        .headers(
            h ->
                h.addHeaderWriter(contentSecurityPolicy)
                    .frameOptions(f -> f.disable())
                    .referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN))
                    .permissionsPolicyHeader(
                        p -> p.policy("camera=(), microphone=(), geolocation=(), payment=()")))
        .addFilterBefore(new UploadGate(largestFile), CsrfFilter.class)
        .addFilterBefore(new CurrentUserFilter(currentUsers), AnonymousAuthenticationFilter.class)
        .build();
  }

  /**
   * Notes that somebody is still there once a minute and not with every page, each of which would
   * wait for the disk. What matters of a session, that it has another id or belongs to somebody
   * else, is written at once.
   */
  @Bean
  SessionRepositoryCustomizer<JdbcIndexedSessionRepository> writesSeldom() {
    return sessions ->
        sessions.setUpdateSessionQuery(
            """
            UPDATE %TABLE_NAME% s
            SET session_id = n.session_id, last_access_time = n.at, max_inactive_interval = n.idle,
                expiry_time = n.expiry, principal_name = n.principal
            FROM (VALUES (CAST(? AS char(36)), CAST(? AS bigint), CAST(? AS integer),
                          CAST(? AS bigint), CAST(? AS varchar), CAST(? AS char(36))))
                 AS n (session_id, at, idle, expiry, principal, primary_id)
            WHERE s.primary_id = n.primary_id
              AND (s.session_id <> n.session_id OR s.last_access_time < n.at - 60000
                   OR s.max_inactive_interval <> n.idle
                   OR s.principal_name IS DISTINCT FROM n.principal)
            """);
  }

  /** Lets two requests of one session keep something under the same name at the same moment. */
  @Bean
  PostgreSqlJdbcIndexedSessionRepositoryCustomizer writesOverWhatAnotherRequestWrote() {
    return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
  }

  @Bean
  CookieSerializer sessionCookie(@Value("${arena.base-url:}") String baseUrl) {
    boolean tls = baseUrl.startsWith("https:");
    DefaultCookieSerializer cookie = new DefaultCookieSerializer();
    cookie.setCookieName(tls ? "__Host-arena" : "arena");
    cookie.setUseHttpOnlyCookie(true);
    cookie.setSameSite("Lax");
    cookie.setCookiePath("/");
    if (tls) {
      cookie.setUseSecureCookie(true);
    }
    return cookie;
  }

  private static void signInFailed(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    // The page is shown by the controller, with what was typed; see SignInController.
    String reason = why instanceof LockedException ? "wait" : "wrong";
    try {
      request.getRequestDispatcher("/sign-in/refused?why=" + reason).forward(request, response);
    } catch (jakarta.servlet.ServletException e) {
      throw new IOException(e);
    }
  }

  // Where there is no such route, a signed-in person reads "not found" rather than "not allowed".
  private static void deny(
      RouteMatrix routes,
      HttpServletRequest request,
      HttpServletResponse response,
      AccessDeniedException denied)
      throws IOException {
    if (denied instanceof CsrfException) {
      ExpiredForm.note(request);
    }
    boolean exists = routes.ruleFor(request).isPresent();
    response.sendError(exists ? HttpStatus.FORBIDDEN.value() : HttpStatus.NOT_FOUND.value());
  }

  private static boolean isPublicForm(HttpServletRequest request) {
    return UploadGate.PUBLIC_FORM.matcher(UploadGate.pathOf(request)).matches();
  }

  private static boolean isFragment(HttpServletRequest request) {
    return "true".equals(request.getHeader("HX-Request"));
  }

  private static void askFragmentToSignIn(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why) {
    response.setStatus(HttpStatus.UNAUTHORIZED.value());
    response.setHeader("HX-Redirect", request.getContextPath() + "/sign-in");
  }

  private static boolean isPage(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    RequestMatcher get = r -> HttpMethod.GET.matches(r.getMethod());
    return get.matches(request)
        && !isFragment(request)
        && accept != null
        && accept.contains("text/html");
  }
}
