package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.RouteMatrix.Rule;
import com.arenacrm.testing.ArenaTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may open which route is written down, complete, and enforced (Q20, Q28, Q32). */
@ArenaTest
class RouteMatrixTests {

  /** Routes that filters and resource handlers answer, not controllers. */
  private static final Set<String> WITHOUT_HANDLER =
      Set.of(
          "GET /js/**",
          "GET /images/**",
          "GET /webjars/**",
          "GET /actuator/health",
          "GET /actuator/health/**",
          "POST /sign-in",
          "POST /sign-out");

  /** What is sent there bears a stamp of its own, without which nothing is kept (decision 20). */
  private static final Set<String> STAMPED =
      Set.of("POST /forms/{slug}", "POST /forms/{slug}/embed");

  @Autowired RouteMatrix matrix;
  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;
  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;

  @Test
  void everyRouteIsWrittenDown() {
    Set<String> written = new TreeSet<>();
    matrix.rules().forEach(rule -> written.add(rule.method() + " " + rule.path()));
    Set<String> existing = new TreeSet<>(WITHOUT_HANDLER);
    requestMappingHandlerMapping
        .getHandlerMethods()
        .forEach((info, method) -> existing.addAll(routesOf(info)));

    assertThat(existing).as("routes missing from routes/*.txt are closed").isSubsetOf(written);
    assertThat(written).as("routes/*.txt name routes that do not exist").isSubsetOf(existing);
  }

  @Test
  void everyRouteIsClosedToWhoeverItIsNotFor() {
    List<String> wrong = new ArrayList<>();
    for (Rule rule : matrix.rules()) {
      check(rule, null, wrong);
      for (Role role : Role.values()) {
        check(rule, cast.in(role), wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nothingIsChangedWithoutAToken() {
    List<String> wrong = new ArrayList<>();
    for (Rule rule : matrix.rules()) {
      if (rule.method() != HttpMethod.GET && !STAMPED.contains(rule.method() + " " + rule.path())) {
        int status =
            mvc.perform(
                    mvc.method(rule.method())
                        .uri(concrete(rule.path()))
                        .with(cast.as(cast.andres()))
                        .with(SecurityMockMvcRequestPostProcessors.csrf().useInvalidToken()))
                .getResponse()
                .getStatus();
        if (status != 403) {
          wrong.add(rule.method() + " " + rule.path() + " without a token answers " + status);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whoAsksForTheHeadOfAPageIsAnsweredAsWhoGetsIt() {
    List<String> wrong = new ArrayList<>();
    for (Rule rule : matrix.rules()) {
      if (rule.method() == HttpMethod.GET) {
        CurrentUser user = rule.open() ? null : cast.marcos();
        String get = answer(HttpMethod.GET, rule, user);
        String head = answer(HttpMethod.HEAD, rule, user);
        if (!head.equals(get)) {
          wrong.add(rule.path() + " answers " + head + " to HEAD and " + get + " to GET");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private String answer(HttpMethod method, Rule rule, @Nullable CurrentUser user) {
    var request = mvc.method(method).uri(concrete(rule.path())).header("Accept", "text/html");
    MvcTestResult result = mvc.perform(user == null ? request : request.with(cast.as(user)));
    return result.getResponse().getStatus() + " " + result.getResponse().getRedirectedUrl();
  }

  @Test
  void whatDoesNotExistIsNotFoundRatherThanForbidden() {
    assertThat(mvc.get().uri("/no/such/page").with(cast.as(cast.lucia()))).hasStatus(404);
  }

  private void check(Rule rule, @Nullable CurrentUser user, List<String> wrong) {
    boolean allowed =
        rule.open() || (user != null && user.roles().stream().anyMatch(rule.roles()::contains));
    var request =
        mvc.method(rule.method())
            .uri(concrete(rule.path()))
            .header("Accept", "text/html")
            .with(SecurityMockMvcRequestPostProcessors.csrf());
    MvcTestResult result = mvc.perform(user == null ? request : request.with(cast.as(user)));
    int status = result.getResponse().getStatus();
    String location = String.valueOf(result.getResponse().getRedirectedUrl());
    boolean refused =
        status == 401
            || status == 403
            || (user == null && location.contains("/sign-in") && !rule.open());
    if (refused == allowed || status >= 500) {
      wrong.add(
          "%s %s for %s answers %d %s"
              .formatted(
                  rule.method(),
                  rule.path(),
                  user == null ? "a visitor" : user.roles(),
                  status,
                  location));
    }
  }

  private static List<String> routesOf(RequestMappingInfo info) {
    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
    return info.getPatternValues().stream()
        .flatMap(
            path ->
                (methods.isEmpty() ? Set.of(RequestMethod.GET) : methods)
                    .stream().map(m -> m + " " + path))
        .toList();
  }

  /** The path with something that looks like an identifier in place of each variable. */
  private static String concrete(String path) {
    return path.replace("/**", "/x")
        .replaceAll("\\{[^}]+}", "00000000-0000-7000-8000-000000000000");
  }
}
