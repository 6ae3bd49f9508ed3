package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Nobody gets a role because the form proposed it. */
@ArenaTest
class InvitationTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Accounts accounts;
  @Autowired JdbcClient jdbc;

  @Test
  void theRoleIsChosenAndNeverProposed() {
    Page blank =
        Page.of(mvc.get().uri("/identity/users/new").with(cast.as(cast.andres())).exchange());
    assertThat(blank.has("[name=roles]")).isTrue();
    assertThat(blank.has("[name=roles][checked]")).isFalse();

    MvcTestResult refused =
        mvc.post()
            .uri("/identity/users")
            .with(cast.as(cast.andres()))
            .with(csrf())
            .param("id", blank.value("id"))
            .param("version", "0")
            .param("name", "Sin función")
            .param("email", "sin.funcion@almendro.example")
            .exchange();

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.text("fieldset.has-error .error")).contains("Elige al menos una función");
    assertThat(page.value("email")).isEqualTo("sin.funcion@almendro.example");
  }

  @Test
  void aTeamsNameIsItsOwnAndCanBeChanged() {
    assertThat(post("/identity/users/teams", "Equipo Lejano")).hasStatus(302);
    assertThat(post("/identity/users/teams", "Equipo Cercano")).hasStatus(302);

    MvcTestResult twice = post("/identity/users/teams", "equipo lejano");
    assertThat(twice).hasStatus(422);
    assertThat(Page.of(twice).text(".error")).contains("Ya hay un equipo con ese nombre");
    assertThat(Page.of(twice).document().select("#team-name").attr("value"))
        .isEqualTo("equipo lejano");

    String far = "/identity/users/teams/" + accounts.team("Equipo Lejano");
    assertThat(post(far, "Equipo Cercano")).hasStatus(422);
    assertThat(post(far, "equipo remoto")).hasStatus(302);
    assertThat(
            Page.of(mvc.get().uri("/identity/users").with(cast.as(cast.andres())).exchange())
                .text("main"))
        .contains("equipo remoto")
        .doesNotContain("Equipo Lejano");
  }

  @Test
  void whoChoosesAPasswordAsksForNoneAnyMoreAndFindsTheirAddressFilledIn() {
    UserId id = UserId.next();
    EmailAddress email = EmailAddress.parse("olvido@almendro.example").orElseThrow();
    accounts.invite(cast.andres(), id, email, "Olvido Rey", Set.of(Role.SALES), null);
    String secret = accounts.askForReset(email).orElseThrow().secret();

    MvcTestResult chosen =
        mvc.post()
            .uri("/invitation/" + secret)
            .with(csrf())
            .param("password", "tres gatos en la azotea")
            .param("again", "tres gatos en la azotea")
            .exchange();

    assertThat(chosen).hasStatus(302);
    Page signIn =
        Page.of(
            mvc.get().uri("/sign-in").cookie(chosen.getResponse().getCookie("arena")).exchange());
    assertThat(signIn.value("email")).isEqualTo("olvido@almendro.example");
    assertThat(
            jdbc.sql("select count(reset_asked_at) from identity.user_account where id = ?")
                .param(id.id())
                .query(Integer.class)
                .single())
        .isZero();
  }

  private MvcTestResult post(String path, String name) {
    return mvc.post()
        .uri(path)
        .with(cast.as(cast.andres()))
        .with(csrf())
        .param("name", name)
        .exchange();
  }
}
