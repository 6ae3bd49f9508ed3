package com.arenacrm.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * The written matrix of who may open which route, one file a module in {@code routes/}, and its
 * enforcement. A line holds a method, a path and who: {@code public} (without signing in), {@code
 * everyone} (who has signed in), or roles; an administrator may open whatever any role may. Who may
 * {@code GET} a page may ask for its {@code HEAD}, which is answered alike (RFC 9110, 9.3.2). What
 * is not written there is closed; a test compares it with the routes that exist (Q20, Q32).
 */
@Component
class RouteMatrix implements AuthorizationManager<RequestAuthorizationContext> {

  private static final String FILES = "classpath:routes/*.txt";

  /** Who may open a route. */
  record Rule(
      HttpMethod method, String path, boolean open, Set<Role> roles, RequestMatcher matcher) {

    private static Rule read(String line) {
      String[] columns = line.strip().split("\\s+", 3);
      HttpMethod method = HttpMethod.valueOf(columns[0]);
      String who = columns[2].strip();
      boolean open = who.equals("public");
      Set<Role> roles = EnumSet.noneOf(Role.class);
      if (who.equals("everyone")) {
        roles.addAll(EnumSet.allOf(Role.class));
      } else if (!open) {
        roles.add(Role.ADMINISTRATOR);
        for (String role : who.split("\\s+")) {
          roles.add(Role.valueOf(role.toUpperCase(Locale.ROOT)));
        }
      }
      return new Rule(
          method,
          columns[1],
          open,
          roles,
          method == HttpMethod.GET
              ? new OrRequestMatcher(
                  PathPatternRequestMatcher.pathPattern(HttpMethod.GET, columns[1]),
                  PathPatternRequestMatcher.pathPattern(HttpMethod.HEAD, columns[1]))
              : PathPatternRequestMatcher.pathPattern(method, columns[1]));
    }

    boolean allows(Authentication authentication) {
      return open
          || authentication.getAuthorities().stream()
              .anyMatch(a -> roles.stream().anyMatch(r -> r.name().equals(a.getAuthority())));
    }
  }

  private final List<Rule> rules;

  RouteMatrix() {
    this.rules = read();
  }

  List<Rule> rules() {
    return rules;
  }

  /** The rule for a request; empty when there is no such route. */
  Optional<Rule> ruleFor(HttpServletRequest request) {
    return rules.stream().filter(rule -> rule.matcher().matches(request)).findFirst();
  }

  @Override
  public AuthorizationResult authorize(
      Supplier<? extends Authentication> authentication, RequestAuthorizationContext context) {
    return new AuthorizationDecision(
        ruleFor(context.getRequest()).map(rule -> rule.allows(authentication.get())).orElse(false));
  }

  private static List<Rule> read() {
    try {
      List<Rule> rules = new ArrayList<>();
      for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
        file.getContentAsString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Rule::read)
            .forEach(rules::add);
      }
      return List.copyOf(rules);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
