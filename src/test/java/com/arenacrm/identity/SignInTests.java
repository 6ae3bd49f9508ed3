package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
class SignInTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Users users;
  @Autowired JdbcClient jdbc;

  @Test
  void theRightPasswordLeadsHome() {
    cast.lucia();

    MvcTestResult result = signIn("LUCIA@almendro.example", Cast.PASSWORD, "10.0.0.1");

    assertThat(result).hasStatus(302).redirectedUrl().isEqualTo("/");
  }

  @Test
  void aWrongPasswordKeepsTheAddressAndSaysNoMore() {
    cast.lucia();

    MvcTestResult wrong = signIn("lucia@almendro.example", "no es esta", "10.0.0.2");
    MvcTestResult stranger = signIn("nadie@almendro.example", "no es esta", "10.0.0.2");

    assertThat(wrong).forwardedUrl().isEqualTo("/sign-in/refused?why=wrong");
    assertThat(stranger).forwardedUrl().isEqualTo("/sign-in/refused?why=wrong");
    MvcTestResult page =
        mvc.post()
            .uri("/sign-in/refused?why=wrong")
            .param("email", "lucia@almendro.example")
            .with(csrf())
            .exchange();
    assertThat(page).hasStatus(422);
    assertThat(Page.of(page).text(".problems")).contains("no coinciden");
    assertThat(Page.of(page).value("email")).isEqualTo("lucia@almendro.example");
  }

  @Test
  void guessingIsSlowedDownHereAndTheOwnerElsewhereGetsIn() {
    cast.teresa();
    for (int i = 0; i < SignInThrottle.GUESSES_AT_ONE_ACCOUNT; i++) {
      signIn("teresa@almendro.example", "intento " + i, "10.0.0.3");
    }

    assertThat(signIn("teresa@almendro.example", Cast.PASSWORD, "10.0.0.3"))
        .forwardedUrl()
        .isEqualTo("/sign-in/refused?why=wait");
    assertThat(signIn("teresa@almendro.example", Cast.PASSWORD, "10.0.0.4"))
        .redirectedUrl()
        .isEqualTo("/");
  }

  @Test
  void eachRoleStartsAtItsOwnHome() {
    assertThat(mvc.get().uri("/").with(cast.as(cast.lucia())))
        .redirectedUrl()
        .isEqualTo("/planner/week");
    assertThat(mvc.get().uri("/").with(cast.as(cast.marcos())))
        .redirectedUrl()
        .isEqualTo("/pipeline/day");
    assertThat(mvc.get().uri("/").with(cast.as(cast.teresa())))
        .redirectedUrl()
        .isEqualTo("/reports/coverage");
    assertThat(mvc.get().uri("/").with(cast.as(cast.andres())))
        .redirectedUrl()
        .isEqualTo("/welcome");
  }

  @Test
  void whoeverIsDisabledIsOutWithTheNextRequest() {
    UUID id = invite("eva@almendro.example");
    CurrentUser eva = asCurrent(id);
    assertThat(mvc.get().uri("/identity/me").with(cast.as(eva))).hasStatus(200);
    var session = cast.as(eva);

    mvc.post()
        .uri("/identity/users/" + id + "/disabling")
        .with(csrf())
        .with(cast.as(cast.andres()))
        .exchange();

    assertThat(mvc.get().uri("/identity/me").header("Accept", "text/html").with(session))
        .hasStatus(302)
        .redirectedUrl()
        .contains("/sign-in");
  }

  @Test
  void aChangeOfRoleHoldsFromTheNextRequest() {
    UUID id = invite("nora@almendro.example");
    give(id, Role.ADMINISTRATOR);
    var session = cast.as(asCurrent(id));
    assertThat(mvc.get().uri("/identity/users").with(session)).hasStatus(200);

    give(id, Role.MARKETING);

    assertThat(mvc.get().uri("/identity/users").with(session)).hasStatus(403);
  }

  private void give(UUID id, Role role) {
    mvc.post()
        .uri("/identity/users/" + id)
        .param("name", "Nora Gil")
        .param("roles", role.name())
        .param("version", String.valueOf(users.findById(new UserId(id)).orElseThrow().version()))
        .with(csrf())
        .with(cast.as(cast.andres()))
        .exchange();
  }

  @Test
  void theLastAdministratorCannotBeDisabled() {
    CurrentUser andres = cast.andres();

    mvc.post()
        .uri("/identity/users/" + andres.id() + "/disabling")
        .with(csrf())
        .with(cast.as(andres))
        .exchange();

    assertThat(users.findById(andres.id()).orElseThrow().isEnabled()).isTrue();
  }

  @Test
  void anInvitationWorksOnceAndOpeningItUsesNothingUp() {
    MvcTestResult invited = inviteThroughPage("iria@almendro.example");
    String link = String.valueOf(invited.getMvcResult().getFlashMap().get("link"));
    String path = link.substring(link.indexOf("/invitation/"));

    assertThat(mvc.get().uri(path)).hasStatus(200);
    assertThat(mvc.get().uri(path)).hasStatus(200);
    assertThat(choosePassword(path, "corta")).hasStatus(422);
    assertThat(Page.of(choosePassword(path, "password1")).text(".error")).contains("más usadas");
    assertThat(choosePassword(path, "una frase larga")).redirectedUrl().isEqualTo("/sign-in");

    assertThat(mvc.get().uri(path)).hasStatus(410);
    assertThat(choosePassword(path, "otra frase larga")).hasStatus(410);
    assertThat(signIn("iria@almendro.example", "una frase larga", "10.0.0.5"))
        .redirectedUrl()
        .isEqualTo("/");
  }

  @Test
  void whatWasDoneIsInATrailThatNobodyCanAlter() {
    invite("olga@almendro.example");

    assertThat(
            jdbc.sql(
                    "select count(*) from identity.audit_entry where action = 'user-invited' and actor_name = 'Andrés Mora'")
                .query(Integer.class)
                .single())
        .isPositive();
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> jdbc.sql("delete from identity.audit_entry").update()))
        .hasMessageContaining("only added to");
  }

  private UUID invite(String email) {
    inviteThroughPage(email);
    return users.findByEmail(email).orElseThrow().id().id();
  }

  private MvcTestResult inviteThroughPage(String email) {
    return mvc.post()
        .uri("/identity/users")
        .param("id", UserId.next().toString())
        .param("email", email)
        .param("name", "Persona Nueva")
        .param("roles", "MARKETING")
        .with(csrf())
        .with(cast.as(cast.andres()))
        .exchange();
  }

  private CurrentUser asCurrent(UUID id) {
    return cast.reread(new UserId(id));
  }

  private MvcTestResult choosePassword(String path, String password) {
    return mvc.post()
        .uri(path)
        .param("password", password)
        .param("again", password)
        .with(csrf())
        .exchange();
  }

  private MvcTestResult signIn(String email, String password, String address) {
    return mvc.post()
        .uri("/sign-in")
        .param("email", email)
        .param("password", password)
        .with(csrf())
        .with(
            request -> {
              request.setRemoteAddr(address);
              return request;
            })
        .exchange();
  }
}
