package com.arenacrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.leads.PlannedActivity;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A form from its first question to the lead: Lucía builds it in both languages, somebody answers
 * it on a telephone without scripts and confirms it by the letter, and she finds them.
 */
@JourneyTest
class FormJourneyTests {

  private static final String SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  @Autowired Arena arena;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void aNewCompany() {
    arena.asNew();
  }

  @Test
  void atADesk() {
    theWholeWay(Look.DESK);
  }

  @Test
  void builtOnATelephoneWithoutScripts() {
    theWholeWay(Look.PHONE.withoutScripts());
  }

  @Test
  void whatIsTypedWhileTheBuilderIsDrawnAnewStays() {
    Tab lucia = arena.lucia(Look.DESK);
    lucia.open("/leads/forms/new").shows("Nuevo formulario");
    Page page = lucia.page();
    List<Route> held = new ArrayList<>();
    page.route("**/leads/forms/draft", held::add);
    page.locator("button[name=step][value=add]").click();
    page.waitForCondition(() -> !held.isEmpty());
    page.locator("[name='texts[0].intro']").fill("Escrito mientras tanto");
    page.locator("[name='fields[3].required']").check();
    page.unroute("**/leads/forms/draft");
    held.forEach(Route::resume);
    page.locator("[name='fields[4].kind']").waitFor();
    assertThat(page.locator("[name='texts[0].intro']").inputValue())
        .isEqualTo("Escrito mientras tanto");
    assertThat(page.locator("[name='fields[3].required']").isChecked()).isTrue();
  }

  @Test
  void inEnglish() {
    Tab lucia = arena.lucia(Look.DESK.inEnglish());
    PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18));
    lucia.open("/leads/forms/new").shows("New form");
    build(lucia, "Add a question", "one option");
    save(lucia).says("An address for each campaign");

    Tab visitor = arena.visitor(Look.PHONE.inEnglish().withoutScripts());
    visitor.open("/forms/ven-a-probar?utm_source=newsletter").shows("Come and try");
    arena.clock().pass(Duration.ofSeconds(40));
    visitor.page().locator("[name=fullName]").fill("Paula Rey");
    visitor.page().locator("[name=email]").fill("paula@mirador.example");
    visitor.page().locator("main select").selectOption("Mañana");
    visitor.page().locator("[name=consent]").check(new Locator.CheckOptions().setForce(true));
    visitor.press("Send").shows("Thank you");

    lucia.open("/leads/forms").follow("Ven a probar").says("Paula Rey").says("Mañana");
    lucia.follow("Paula Rey").says("I agree").says("newsletter");
    lucia.follow("See the lead").shows("Paula Rey").says("Morning or afternoon? Mañana");
  }

  private void theWholeWay(Look look) {
    Tab lucia = arena.lucia(look);
    PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18));
    lucia.open("/leads/forms").says("Aún no hay ninguno");
    lucia.open("/leads/forms/new").shows("Nuevo formulario");
    build(lucia, "Añadir una pregunta", "una opción");
    save(lucia).says("Una dirección para cada campaña");
    // No mail server answers here: the letter is confirmed by a link that the test knows.
    jdbc.sql("update leads.lead_form set double_opt_in = true").update();

    Tab visitor = arena.visitor(Look.PHONE.withoutScripts());
    visitor.open("/forms/ven-a-probar?utm_campaign=otoño").shows("Ven a probar");
    arena.clock().pass(Duration.ofSeconds(40));
    visitor.page().locator("[name=fullName]").fill("Paula Rey");
    visitor.page().locator("[name=email]").fill("paula@mirador.example");
    visitor.page().locator("main select").selectOption("Tarde");
    visitor.page().locator("[name=consent]").check(new Locator.CheckOptions().setForce(true));
    visitor.press("Enviar").shows("Falta un paso");

    lucia.open("/leads/forms").follow("Ven a probar").says("Nadie ha escrito todavía");
    lucia.follow("Por confirmar 1").says("Paula Rey");
    jdbc.sql("update leads.form_submission set secret_hash = ?, secret_expires_at = 'infinity'")
        .param(hash())
        .update();
    visitor.open("/forms/ven-a-probar/confirmation/" + SECRET + "?lang=es").shows("Confírmalo");
    visitor.press("Sí, he sido yo").shows("Gracias");

    lucia.open("/leads/forms").follow("Ven a probar").says("Paula Rey").says("Tarde");
    lucia.follow("Paula Rey").says("Acepto que me escribáis").says("Confirmado por correo");
    lucia.follow("Ver el prospecto").shows("Paula Rey").says("¿Mañana o tarde? Tarde");
    lucia.says("Así llegó por primera vez: otoño");
  }

  private static void build(Tab lucia, String add, String choice) {
    Locator main = lucia.main();
    main.locator("[name=activity]")
        .selectOption(new com.microsoft.playwright.options.SelectOption().setIndex(1));
    main.locator("[name=slug]").fill("ven-a-probar");
    if (lucia.look().scripts()) {
      lucia.stay(() -> main.locator("[name=languages]").selectOption("es+en"));
    } else {
      main.locator("[name=languages]").selectOption("es+en");
      lucia.go(() -> lucia.click(main.locator("button[value=show]").first()));
    }
    main.locator("[name='texts[0].title']").fill("Ven a probar");
    main.locator("[name='texts[1].title']").fill("Come and try");
    main.locator("[name='texts[0].consent']").fill("Acepto que me escribáis");
    main.locator("[name='texts[1].consent']").fill("I agree");
    lucia.stay(() -> lucia.click(lucia.button(add)));
    Locator kind = main.locator("[name='fields[4].kind']");
    kind.waitFor();
    if (lucia.look().scripts()) {
      lucia.stay(() -> kind.selectOption(choice));
    } else {
      kind.selectOption(choice);
      lucia.go(() -> lucia.click(main.locator("button[value=show]").first()));
    }
    Locator words = main.locator("[name='fields[4].words[0].called']");
    words.fill("¿Mañana o tarde?");
    main.locator("[name='fields[4].words[0].choices']").fill("Mañana\nTarde");
    main.locator("[name='fields[4].words[1].called']").fill("Morning or afternoon?");
    main.locator("[name='fields[4].words[1].choices']").fill("Morning\nAfternoon");
    lucia.stay(() -> lucia.click(main.locator("button[value='up:4']")));
    main.locator("[name='fields[3].words[1].choices']").waitFor();
    lucia.examine();
  }

  // The first button of that name is for the Enter key.
  private static Tab save(Tab lucia) {
    return lucia.go(() -> lucia.click(lucia.main().locator(".buttons button.btn-primary").first()));
  }

  private static byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
