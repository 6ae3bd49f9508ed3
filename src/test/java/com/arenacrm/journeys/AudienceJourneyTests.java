package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Whom an activity is for, the whole way: Lucía puts the audience together and sees what it is made
 * of, Marcos looks at it, takes somebody out and approves, Lucía invites.
 */
@JourneyTest
class AudienceJourneyTests {

  @Autowired Arena arena;

  @BeforeEach
  void aNewCompany() {
    arena.asNew();
  }

  @Test
  void fromASegmentToTheInvitations() {
    theWholeWay(Look.DESK);
  }

  @Test
  void theSameWithoutScripts() {
    theWholeWay(Look.DESK.withoutScripts());
  }

  @Test
  void onATelephone() {
    theWholeWay(Look.PHONE);
  }

  @Test
  void inEnglishOnATelephone() {
    Look look = Look.PHONE.inEnglish();
    Tab lucia = arena.lucia(look);
    lucia.open("/icp/new").fill("Name of the profile", "Hotels");
    rule(lucia, "criteria[0]", "INDUSTRY", "Hotel");
    lucia.page().locator("[name='criteria[0].weight']").fill("60");
    lucia.go(() -> lucia.click(lucia.button("Save the draft").first()));
    knows(lucia, "Full name", "E-mail", "Save", "Eva Gil", "eva@palacete.example");
    lucia.open("/planner/activities/new?phase=TRY&day=2026-11-26");
    lucia
        .fill("What", "Tasting")
        .fill("What for", "That they try it.")
        .fill("How", "At the roastery")
        .fill("Investment", "260")
        .choose("What it seeks", "Demand: that somebody wants to buy");
    lucia.press("Plan it");
    lucia.open("/planner/activities").follow("Tasting").follow("Audience");
    lucia.says("Nobody is in this audience yet.");
    lucia.go(() -> lucia.click(lucia.main().locator("a:has-text('Add people')").first()));
    lucia.fill("Paste the list", "eva@palacete.example").press("Add to the audience");
    lucia.says("One person added.").says("One person never said whether we may write");
    lucia.click(lucia.main().locator(".leftout summary"));
    lucia
        .fill("Why they may be written to", "She asked us at the fair.")
        .press("Count that one in");
    lucia.says("She asked us at the fair.").says("not known yet").says("Only 0%");
    lucia.fill("Why it goes on like this", "Her company is not known yet.");
    lucia.press("Keep the reason").says("when it was 0%");
    lucia.click(lucia.main().locator("#launch summary"));
    lucia.fill("Sales has not approved it: why you do not wait", "It is one person.");
    lucia.press("Invite 1 person").says("One person invited.").says("launched");
    lucia.press("Undo").says("Launch undone");
  }

  private void theWholeWay(Look look) {
    Tab lucia = arena.lucia(look);
    Tab marcos = arena.marcos(look);
    luciaHasAProfileAndContacts(lucia);
    luciaSavesASegment(lucia);
    luciaPlansATasting(lucia);
    luciaPutsTheAudienceTogether(lucia);
    luciaSaysWhyAndAsksSales(lucia);
    marcosTakesSomebodyOutAndApproves(marcos);
    luciaInvites(lucia);
  }

  private void luciaHasAProfileAndContacts(Tab lucia) {
    lucia.open("/icp/new").fill("Nombre del perfil", "Hoteles");
    rule(lucia, "criteria[0]", "INDUSTRY", "Hotel");
    lucia.page().locator("[name='criteria[0].weight']").fill("60");
    lucia.go(() -> lucia.click(lucia.button("Guardar borrador").first()));
    company(lucia, "Hotel Palacete", "Hotel");
    company(lucia, "Gestoría Varela", "Oficina");
    person(lucia, "Eva Gil", "eva@palacete.example", "Hotel Palacete");
    person(lucia, "Hugo Paz", "hugo@palacete.example", "Hotel Palacete");
    person(lucia, "Belén Varela", "belen@varela.example", "Gestoría Varela");
  }

  private void luciaSavesASegment(Tab lucia) {
    lucia.open("/contacts/segments").says("Un segmento es un filtro con nombre");
    lucia.go(() -> lucia.click(lucia.main().locator("a:has-text('Nuevo segmento')").first()));
    lucia.fill("Nombre", "Hoteles");
    rule(lucia, "rules[0]", "INDUSTRY", "hotel");
    if (lucia.look().scripts()) {
      lucia.page().waitForCondition(() -> lucia.main().innerText().contains("2 personas"));
      lucia.examine();
    }
    lucia.go(() -> lucia.click(lucia.main().locator(".buttons .btn-primary")));
    lucia.says("Segmento «Hoteles» guardado.").says("Eva Gil").says("Hugo Paz");
  }

  private void luciaPlansATasting(Tab lucia) {
    lucia.open("/planner/activities/new?phase=TRY&day=2026-11-26");
    lucia
        .fill("Qué", "Cata")
        .fill("Para qué", "Que prueben el café.")
        .fill("Cómo", "En el tostadero")
        .fill("Inversión", "260")
        .choose("Qué busca", "Demanda: que alguien quiera comprar");
    lucia.press("Planificar");
  }

  private void luciaPutsTheAudienceTogether(Tab lucia) {
    lucia.open("/planner/activities").follow("Cata").follow("Público");
    lucia.says("Aún no hay nadie en este público.");
    lucia.go(() -> lucia.click(lucia.main().locator("a:has-text('Añadir personas')").first()));
    lucia.choose("Segmento", "Hoteles");
    lucia.fill(
        "Pega la lista",
        "belen@varela.example\neva@palacete.example\nNueva Persona <nueva@persona.example>");
    lucia.press("Añadir al público").shows("A estas personas no las conocemos");
    lucia.press("Añadir al público").says("Una persona añadida.");
    lucia.says("de 4 personas").says("4 personas no han dicho si quieren").says("quedan fuera");
    lucia.click(lucia.main().locator(".leftout summary"));
    lucia.fill("Por qué se les puede escribir", "Nos dieron su tarjeta en la feria.");
    lucia.press("Contar con las 4").says("Nos dieron su tarjeta en la feria.");
    lucia.says("50 %").says("aún no se sabe");
    lucia.says("Quién está fuera, y por qué").says("Belén Varela");
  }

  private void luciaSaysWhyAndAsksSales(Tab lucia) {
    lucia.open("/planner/audiences").follow("Cata");
    lucia.says("Solo el 50 % de este público está dentro del perfil");
    lucia.click(lucia.main().locator("#launch summary"));
    lucia.expecting(422).press("Invitar a 4 personas").says("guarda antes el motivo");
    lucia.fill("Por qué sigue adelante así", "Belén pidió venir.").press("Guardar el motivo");
    lucia.says("Belén pidió venir.").says("cuando era el 50 %");
    lucia.follow("Pedir a ventas que lo revise").tick("Marcos Vidal");
    lucia.fill("Qué quieres que miren", "¿Sobra alguien?").press("Pedir la revisión");
    lucia.says("en revisión").says("Lucía Ferrer pidió revisarlo con 4 personas");
  }

  private void marcosTakesSomebodyOutAndApproves(Tab marcos) {
    marcos.open("/");
    if (marcos.look().scripts()) {
      marcos.go(() -> marcos.click(marcos.main().locator("a:has-text('espera tu revisión')")));
    } else {
      marcos.follow("Públicos por revisar").follow("Cata");
    }
    marcos.says("¿Sobra alguien?").says("Nos dieron su tarjeta en la feria.");
    marcos.follow("Ver a las personas").says("Hugo Paz");
    marcos.click(marcos.main().locator("summary[aria-label='Sacar a Hugo Paz']"));
    marcos.fill("Por qué sacas a Hugo Paz", "Ya no trabaja allí.");
    marcos.go(() -> marcos.click(marcos.main().locator("details[open] button")));
    marcos.says("Una persona sacada del público.");
    marcos.open("/planner/audiences").follow("Cata");
    marcos.fill("Qué te parece", "El resto, bien.").press("Aprobar");
    marcos.says("Aprobado: marketing ya puede lanzarlo.").says("aprobado por ventas");
  }

  private void luciaInvites(Tab lucia) {
    lucia.open("/planner/audiences").says("aprobado por ventas").follow("Cata");
    lucia.says("El resto, bien.");
    // Without Hugo fewer are inside, so the reason is asked again.
    lucia.fill("Por qué sigue adelante así", "Belén sigue queriendo venir.");
    lucia.press("Vale también para este público");
    lucia.press("Invitar a 3 personas").says("3 personas invitadas.").says("lanzado");
    lucia.go(() -> lucia.click(lucia.main().locator("#launch li a")));
    assertThat(lucia.main().locator("#people .kinds")).containsText("3");
  }

  private static void rule(Tab tab, String row, String field, String value) {
    tab.page().locator("[name='" + row + ".field']").selectOption(field);
    tab.settle();
    tab.page().locator("[name='" + row + ".operator']").selectOption("IS");
    tab.page().locator("[name='" + row + ".value']").fill(value);
    tab.settle();
  }

  private static void company(Tab lucia, String name, String industry) {
    lucia.open("/contacts/companies/new").fill("Nombre", name).fill("Sector", industry);
    lucia.press("Guardar").shows(name);
  }

  private static void person(Tab lucia, String name, String email, String company) {
    lucia.open("/contacts/people/new");
    lucia.fill("Nombre y apellidos", name).fill("Correo", email).fill("Empresa", company);
    lucia.press("Guardar").shows(name);
  }

  private static void knows(
      Tab lucia, String nameLabel, String mailLabel, String save, String name, String email) {
    lucia.open("/contacts/people/new").fill(nameLabel, name).fill(mailLabel, email);
    lucia.press(save).shows(name);
  }
}
