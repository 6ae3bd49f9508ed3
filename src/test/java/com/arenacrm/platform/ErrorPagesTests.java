package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DeadlockLoserDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.servlet.ModelAndView;

/** What somebody reads whose form met another change half way. */
@ArenaTest
class ErrorPagesTests {

  @Autowired ErrorPages pages;
  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;

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

  private ModelAndView answer(org.springframework.dao.DataAccessException failure) {
    return pages.goneMeanwhile(failure, request, new MockHttpServletResponse(), Locale.ENGLISH);
  }

  private static DataIntegrityViolationException violation(String state) {
    return new DataIntegrityViolationException("refused", new SQLException("refused", state));
  }
}
