package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import jakarta.servlet.RequestDispatcher;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Somebody who is signed in finds the way on from a page that says no. */
@ArenaTest
class ErrorPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;

  @Test
  void whoIsSignedInKeepsTheirMenuOnEveryError() {
    for (int code : new int[] {400, 403, 404, 405, 409, 413, 500}) {
      MvcTestResult page =
          mvc.get()
              .uri("/error")
              .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, code)
              .with(cast.as(cast.marcos()))
              .exchange();

      assertThat(page).hasStatus(code);
      assertThat(Page.of(page).texts("header nav a")).as("" + code).contains("Mi día");
      assertThat(Page.of(page).title()).isNotBlank();
    }
  }

  @Test
  void soDoesWhoAsksForSomethingMalformed() {
    MvcTestResult page =
        mvc.get().uri("/contacts/people/nobody").with(cast.as(cast.marcos())).exchange();

    assertThat(page).hasStatus(404);
    assertThat(Page.of(page).texts("header nav a")).contains("Mi día");
  }

  @Test
  void soDoesWhoAsksForAWeekThatDoesNotExist() {
    MvcTestResult page =
        mvc.get().uri("/planner/week?week=2026-W99").with(cast.as(cast.lucia())).exchange();

    assertThat(page).hasStatus(400);
    assertThat(Page.of(page).texts("header nav a")).contains("Semana");
  }

  @Test
  void whoComesLateKeepsWhatTheyHadWrittenAndFindsTheWayBack() {
    MvcTestResult late = late(request -> {});

    assertThat(late).hasStatus(409);
    Page page = Page.of(late);
    assertThat(page.texts(".typed li")).containsExactly("Otro nombre");
    assertThat(page.document().select("main a").eachAttr("href"))
        .contains("/identity/users/" + cast.marcos().id());
  }

  @Test
  void aPartOfAPageSaysSoInPlaceOfThePage() {
    MvcTestResult late = late(request -> request.header("HX-Request", "true"));

    assertThat(late).hasStatus(409).hasHeader("HX-Retarget", "#main");
    assertThat(Page.of(late).texts(".typed li")).containsExactly("Otro nombre");
    assertThat(Page.of(late).has("header")).isFalse();
  }

  private MvcTestResult late(Consumer<MockMvcTester.MockMvcRequestBuilder> more) {
    String path = "/identity/users/" + cast.marcos().id();
    var request =
        mvc.post()
            .uri(path)
            .with(csrf())
            .with(cast.as(cast.andres()))
            .header("Referer", "http://localhost" + path)
            .param("name", "Otro nombre")
            .param("roles", "SALES")
            .param("version", "-7");
    more.accept(request);
    return request.exchange();
  }

  @Test
  void aVisitorReadsThePlainPage() {
    MvcTestResult page =
        mvc.get().uri("/error").requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 500).exchange();

    assertThat(page).hasStatus(500);
    assertThat(Page.of(page).has("header nav")).isFalse();
    assertThat(Page.of(page).has("body.door")).isTrue();
  }

  @Test
  void aFormThatIsNoLongerGoodIsNotTakenForTheWrongRole() {
    MvcTestResult refused =
        mvc.post().uri("/surveys/anything").with(csrf().useInvalidToken()).exchange();
    assertThat(refused).hasStatus(403);

    Page page =
        Page.of(
            mvc.get()
                .uri("/error")
                .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 403)
                .with(
                    request -> {
                      Collections.list(refused.getRequest().getAttributeNames()).stream()
                          .filter(name -> name.startsWith("com.arenacrm"))
                          .forEach(
                              name ->
                                  request.setAttribute(
                                      name, refused.getRequest().getAttribute(name)));
                      return request;
                    })
                .exchange());

    assertThat(page.title()).contains("ha caducado");
  }
}
