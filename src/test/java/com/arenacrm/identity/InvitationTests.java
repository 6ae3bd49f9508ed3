package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Nobody gets a role because the form proposed it. */
@ArenaTest
class InvitationTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;

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
}
