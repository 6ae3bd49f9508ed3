package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Colleagues.Colleague;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** People of ours who cannot sign in are on the list, are given nothing, and can be let in. */
@ArenaTest
class WithoutAccessTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Accounts accounts;
  @Autowired Colleagues colleagues;
  @Autowired UserNames names;
  @Autowired Workforce workforce;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void theyAreToldApartOnTheListInItsFileAndOnTheirPage() {
    UUID id = somebody("Fermín Ausente", Role.SALES);
    assertThat(row("Fermín Ausente")).contains("sin acceso").doesNotContain("desactivado");
    assertThat(row("Fermín Ausente")).contains("Dar acceso").doesNotContain("Activar");
    assertThat(mvc.get().uri("/identity/users/export").with(cast.as(cast.andres())).exchange())
        .bodyText()
        .contains("Fermín Ausente;;ventas;;sin acceso");

    Page page = page("/identity/users/" + id);
    assertThat(page.text(".lede")).contains("no recibe trabajo ni avisos");
    assertThat(page.has("#access form")).isTrue();
    assertThat(page("/identity/users/" + cast.marcos().id()).has("#access")).isFalse();
  }

  @Test
  void theyAreGivenNothingAndToldNothing() {
    UUID id = somebody("Gonzalo Ausente", Role.SALES, Role.MANAGER, Role.ADMINISTRATOR);

    assertThat(names.active(Role.values())).noneMatch(c -> c.id().id().equals(id));
    assertThat(names.everybody(Role.values()).active()).noneMatch(c -> c.id().id().equals(id));
    assertThat(names.addressees()).noneMatch(a -> a.id().id().equals(id));
    assertThat(workforce.of(Role.SALES, clock.instant())).noneMatch(w -> w.id().id().equals(id));
    assertThat(names.managersOf(cast.marcos().id(), cast.andres().id()))
        .doesNotContain(new UserId(id));
    assertThat(names.isActive(new UserId(id))).isFalse();
    assertThat(names.all()).containsEntry(id, "Gonzalo Ausente");
    assertThat(
            mvc.post()
                .uri("/identity/absences")
                .with(cast.as(cast.teresa()))
                .with(csrf())
                .param("id", TimeOrderedUuid.next().toString())
                .param("who", id.toString())
                .param("from", LocalDate.now(clock).plusDays(3).toString()))
        .hasStatus(422);
  }

  @Test
  void nobodyGetsInByAnotherDoor() {
    UUID id = somebody("Hilario Ausente", Role.SALES);
    for (String door : List.of("enabling", "link")) {
      assertThat(post("/identity/users/" + id + "/" + door, "")).hasStatus(404);
    }
    assertThat(row("Hilario Ausente")).contains("sin acceso");

    UserId left = UserId.next();
    EmailAddress address = new EmailAddress("irene.seva@almendro.example");
    accounts.invite(cast.andres(), left, address, "Irene Se Va", Set.of(Role.SALES), null);
    post("/identity/users/" + left + "/disabling", "");
    assertThat(row("Irene Se Va")).contains("desactivado");
    assertThat(page("/identity/users/" + left).has("#access")).isFalse();
    assertThat(post("/identity/users/" + left + "/access", "otra@almendro.example")).hasStatus(404);
    assertThat(row("Irene Se Va")).contains("irene.seva@almendro.example");
  }

  @Test
  void whoeverMaySignInHasAnAddress() {
    for (String broken : List.of("enabled = true", "without_access = false")) {
      UUID id = somebody("Jacinta Ausente", Role.SALES);
      assertThatThrownBy(
              () ->
                  jdbc.sql("update identity.user_account set " + broken + " where id = ?")
                      .param(id)
                      .update())
          .isInstanceOf(DataIntegrityViolationException.class);
    }
  }

  @Test
  void anAddressThatIsNoneOrSomebodysIsRefusedBesideItsField() {
    UUID id = somebody("Leandro Ausente", Role.SALES);
    String path = "/identity/users/" + id + "/access";

    MvcTestResult wrong = post(path, "leandro");
    assertThat(wrong).hasStatus(422);
    assertThat(Page.of(wrong).text("#access .error")).contains("correo");
    assertThat(Page.of(wrong).value("email")).isEqualTo("leandro");
    cast.marcos();
    MvcTestResult taken = post(path, "marcos@almendro.example");
    assertThat(taken).hasStatus(422);
    assertThat(Page.of(taken).text("#access .error")).contains("Ya hay alguien con ese correo");
  }

  @Test
  void theInvitationIsTheSame() {
    UUID id = somebody("Manuela Ausente", Role.SALES);
    String path = "/identity/users/" + id;

    MvcTestResult given = post(path + "/access", "Manuela@almendro.example");
    assertThat(given).hasRedirectedUrl(path);
    String link = (String) given.getMvcResult().getFlashMap().get("link");
    assertThat(link).contains("/invitation/");
    assertThat(row("Manuela Ausente"))
        .contains("manuela@almendro.example")
        .contains("invitación pendiente");
    assertThat(page("/identity/audit").text("main")).contains("Manuela Ausente");
    // Sent twice, it is done once.
    MvcTestResult twice = post(path + "/access", "manuela@almendro.example");
    assertThat(twice).hasRedirectedUrl(path);
    assertThat(twice.getMvcResult().getFlashMap().get("link")).isNull();

    MvcTestResult chosen =
        mvc.post()
            .uri(link.substring(link.indexOf("/invitation/")))
            .with(csrf())
            .param("password", "tres gatos en la azotea")
            .param("again", "tres gatos en la azotea")
            .exchange();
    assertThat(chosen).hasStatus(302);
    assertThat(row("Manuela Ausente")).contains("activo");
    assertThat(names.active(Role.SALES)).anyMatch(c -> c.id().id().equals(id));
  }

  @Test
  void whoInvitesSomebodyOfTheListIsSentToTheirPage() {
    cast.andres();
    UUID id = TimeOrderedUuid.next();
    colleagues.add(
        List.of(
            new Colleague(
                id,
                "Narciso Ausente",
                "narciso@almendro.example",
                Set.of(Role.SALES),
                null,
                false,
                true)),
        clock.instant());

    MvcTestResult refused =
        mvc.post()
            .uri("/identity/users")
            .with(cast.as(cast.andres()))
            .with(csrf())
            .param("id", UserId.next().toString())
            .param("name", "Narciso")
            .param("roles", "SALES")
            .param("email", "narciso@almendro.example")
            .exchange();
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".has-error .error"))
        .contains("Narciso Ausente")
        .contains("sin acceso");
    assertThat(page("/identity/users/" + id).value("email")).isEqualTo("narciso@almendro.example");
  }

  private UUID somebody(String name, Role... roles) {
    cast.andres(); // the company is there before its people
    UUID id = TimeOrderedUuid.next();
    colleagues.add(List.of(Colleague.without(id, name, Set.of(roles), null)), clock.instant());
    return id;
  }

  private String row(String name) {
    return page("/identity/users").document().select("tr[data-row]").stream()
        .map(r -> r.text())
        .filter(r -> r.contains(name))
        .findFirst()
        .orElseThrow();
  }

  private Page page(String path) {
    return Page.of(mvc.get().uri(path).with(cast.as(cast.andres())).exchange());
  }

  private MvcTestResult post(String path, String email) {
    return mvc.post()
        .uri(path)
        .with(cast.as(cast.andres()))
        .with(csrf())
        .param("email", email)
        .exchange();
  }
}
