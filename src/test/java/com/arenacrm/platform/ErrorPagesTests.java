package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.MethodParameter;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DeadlockLoserDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** What somebody reads whose form met another change half way. */
@ArenaTest
class ErrorPagesTests {

  @Autowired ErrorPages pages;
  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mappings;

  private final MockHttpServletRequest request =
      new MockHttpServletRequest("POST", "/leads/signals");

  @Test
  void whatIsGoneMeanwhileIsSaidAndWhatWasTypedIsThere() {
    request.setParameter("evidence", "Pidió precio");

    ModelAndView page = answer(violation("23503"));

    assertThat(page.getStatus()).isEqualTo(HttpStatus.CONFLICT);
    assertThat(page.getModel().get("typed")).asString().contains("Pidió precio");
    assertThat(
            answer(new DeadlockLoserDataAccessException("waited for one another", null))
                .getStatus())
        .isEqualTo(HttpStatus.CONFLICT);
  }

  @Test
  void anAddressThatLeadsNowhereIsAPageLikeTheOthers() {
    MvcTestResult answer = mvc.get().uri("/leads/nada").with(cast.as(cast.lucia())).exchange();

    assertThat(answer).hasStatus(404);
    Page page = Page.of(answer);
    assertThat(page.document().select("link[rel=stylesheet]").attr("href"))
        .startsWith("/arena.css");
    assertThat(page.document().select("svg use").attr("href")).contains("icons");
  }

  @Test
  void aRuleOfTheDatabaseThatIsBrokenOtherwiseIsOurMistake() {
    DataIntegrityViolationException ours = violation("23514");

    assertThatThrownBy(() -> answer(ours)).isSameAs(ours);
  }

  /** A form that is sent to an address of its own stands on the page of what it changes. */
  @Test
  void theWayBackFromAConflictIsAPageWhereverAFormIsSent() throws Exception {
    List<String> wrong = new ArrayList<>();
    int sent = 0;
    for (var route : mappings.getHandlerMethods().entrySet()) {
      if (!route.getKey().getMethodsCondition().getMethods().contains(RequestMethod.POST)) {
        continue;
      }
      for (String pattern : route.getKey().getPatternValues()) {
        if (pattern.startsWith("/api/")) {
          continue;
        }
        String path = concrete(pattern, route.getValue());
        MockHttpServletRequest form = new MockHttpServletRequest("POST", path);
        Object back =
            pages
                .changedMeanwhile(form, new MockHttpServletResponse(), Locale.ENGLISH)
                .getModel()
                .get("back");
        sent++;
        if (!isPage(String.valueOf(back))) {
          wrong.add(path + " leads to " + back);
        }
      }
    }
    assertThat(sent).isGreaterThan(100);
    assertThat(wrong).isEmpty();
  }

  @Test
  void theWayBackIsThePageOnWhichTheFormStoodWhereThatIsOne() {
    String id = UUID.randomUUID().toString();
    assertThat(back("/customers/" + id + "/owner", null)).isEqualTo("/customers/" + id);
    assertThat(back("/customers/check-ins/" + id + "/settling", null))
        .isEqualTo("/customers/check-ins/" + id);
    assertThat(back("/customers/tasks/" + id + "/owner", null)).isEqualTo("/customers");
    assertThat(back("/customers/check-ins/" + id + "/settling", "/customers/satisfaction?show=low"))
        .isEqualTo("/customers/satisfaction?show=low");
    assertThat(back("/customers/" + id + "/owner", "/customers/" + id + "/owner"))
        .as("a form that was answered at its own address")
        .isEqualTo("/customers/" + id);
    assertThat(back("/customers/" + id + "/owner", "//elsewhere.example/x"))
        .isEqualTo("/customers/" + id);
  }

  private Object back(String path, @Nullable String from) {
    MockHttpServletRequest form = new MockHttpServletRequest("POST", path);
    if (from != null) {
      form.addHeader("Referer", "http://localhost" + from);
    }
    return pages
        .changedMeanwhile(form, new MockHttpServletResponse(), Locale.ENGLISH)
        .getModel()
        .get("back");
  }

  private static String concrete(String pattern, HandlerMethod method) {
    String path = pattern;
    for (MethodParameter parameter : method.getMethodParameters()) {
      PathVariable named = parameter.getParameterAnnotation(PathVariable.class);
      if (named != null && parameter.getParameterType() == UUID.class) {
        String name = named.value().isEmpty() ? parameter.getParameter().getName() : named.value();
        path = path.replace("{" + name + "}", UUID.randomUUID().toString());
      }
    }
    return path.replaceAll("\\{[^}]*}", "7");
  }

  /** Whether a controller answers there, which can read what stands in the address. */
  private boolean isPage(String path) throws Exception {
    MockHttpServletRequest get = new MockHttpServletRequest("GET", path);
    ServletRequestPathUtils.parseAndCache(get);
    HandlerExecutionChain chain;
    try {
      chain = mappings.getHandler(get);
    } catch (HttpRequestMethodNotSupportedException e) {
      return false;
    }
    if (chain == null || !(chain.getHandler() instanceof HandlerMethod method)) {
      return false;
    }
    Map<?, ?> variables =
        (Map<?, ?>) get.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    for (MethodParameter parameter : method.getMethodParameters()) {
      PathVariable named = parameter.getParameterAnnotation(PathVariable.class);
      if (named != null && parameter.getParameterType() == UUID.class) {
        String name = named.value().isEmpty() ? parameter.getParameter().getName() : named.value();
        if (!String.valueOf(variables.get(name)).matches("[0-9a-f-]{36}")) {
          return false;
        }
      }
    }
    return true;
  }

  private ModelAndView answer(org.springframework.dao.DataAccessException failure) {
    return pages.goneMeanwhile(failure, request, new MockHttpServletResponse(), Locale.ENGLISH);
  }

  private static DataIntegrityViolationException violation(String state) {
    return new DataIntegrityViolationException("refused", new SQLException("refused", state));
  }
}
