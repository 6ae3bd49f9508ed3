package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.DealDetails;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.NewDeal;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.pipeline.Stage;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** One history of a company and of each of its deals, marketing and sales mixed. */
@ArenaTest
class TimelineTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Deals deals;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CompanyId company;
  private UUID deal;

  @BeforeEach
  void aDealOfTwo() {
    mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos())).exchange();
    company =
        book.addCompany(
                CompanyId.next(),
                CompanyDetails.named("Historia " + UUID.randomUUID()),
                cast.lucia().id(),
                now())
            .id();
    deal = deal("Molinos del norte");
    deal("Tazas del sur");
    UUID marcos = cast.marcos().id().id();
    OffsetDateTime at = now().atOffset(ZoneOffset.UTC);
    jdbc.sql(
            "insert into pipeline.comment (id, opportunity_id, text, at, created_by) values (?, ?, 'Ojo con el plazo', ?, ?)")
        .params(UUID.randomUUID(), deal, at, marcos)
        .update();
    jdbc.sql(
            """
            insert into customers.check_in (id, company_id, person_name, answered_at, score, comment,
              created_at, version) values (?, ?, 'Paula', ?, 8, 'Llegó a tiempo', ?, 0)
            """)
        .params(UUID.randomUUID(), company.id(), at, at)
        .update();
    jdbc.sql(
            """
            insert into customers.purchase (id, company_id, company_name, what, bought_on, amount,
              currency, owner_id, created_at, version)
            values (?, ?, 'Historia', 'Café de verano', current_date, 10, 'EUR', ?, ?, 0)
            """)
        .params(UUID.randomUUID(), company.id(), marcos, at)
        .update();
    UUID material = UUID.randomUUID();
    jdbc.sql(
            """
            insert into playbook.material (id, kind, title, body, created_at, created_by, version)
            values (?, 'CASE', 'El caso del Mirador', 'Así fue', ?, ?, 0)
            """)
        .params(material, at, marcos)
        .update();
    jdbc.sql(
            """
            insert into playbook.item_use (id, material_id, about_kind, about_id, used_at, used_by, day)
            values (?, ?, 'DEAL', ?, ?, ?, current_date)
            """)
        .params(UUID.randomUUID(), material, deal, at, marcos)
        .update();
  }

  @Test
  void whatHappenedAtOneMomentIsThereOnceThoughPagesEndInIt() {
    UUID marcos = cast.marcos().id().id();
    OffsetDateTime at = now().minusSeconds(86_400).atOffset(ZoneOffset.UTC);
    java.util.List<String> all = new java.util.ArrayList<>();
    for (int n = 10; n < 80; n++) {
      all.add("Idea número " + n);
      jdbc.sql(
              "insert into contacts.interaction (id, kind, company_id, summary, happened_at, created_at, created_by) values (?, 'NOTE', ?, ?, ?, ?, ?)")
          .params(UUID.randomUUID(), company.id(), "Idea número " + n, at, at, marcos)
          .update();
    }

    java.util.List<String> read = new java.util.ArrayList<>();
    String path = "/reports/timeline?company=" + company.id() + "&kind=talks";
    for (int pages = 0; path != null && pages < 5; pages++) {
      Page page =
          Page.of(mvc.get().uri(java.net.URI.create(path)).with(cast.as(cast.marcos())).exchange());
      read.addAll(page.texts("main .timeline .pre"));
      path =
          page.document().select("a.btn[href*=before]").stream()
              .map(a -> a.attr("href").replace(" ", "%20"))
              .findFirst()
              .orElse(null);
    }

    assertThat(read).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aDealTellsItsOwnHistoryAndNotThatOfAnother() {
    Page page = page(cast.lucia(), "deal=" + deal);

    assertThat(page.text("ol.timeline"))
        .contains("Oportunidad abierta", "Molinos del norte", "Ojo con el plazo")
        .contains("Dijo si está contento: 8 de 10", "Llegó a tiempo")
        .contains("Café de verano", "Material enseñado", "El caso del Mirador")
        .doesNotContain("Tazas del sur");
    assertThat(page.text(".crumb")).contains("Molinos del norte");
    assertThat(page(cast.lucia(), "company=" + company.id()).text("ol.timeline"))
        .contains("Molinos del norte", "Tazas del sur", "8 de 10", "El caso del Mirador");
  }

  @Test
  void whoRecommendsAndWhatADealCostAndFearsAreInIt() {
    UUID marcos = cast.marcos().id().id();
    OffsetDateTime at = now().atOffset(ZoneOffset.UTC);
    jdbc.sql(
            """
            insert into customers.referral_ask
              (id, company_id, person_name, answer, note, asked_at, asked_by, version)
            values (?, ?, 'Paula', 'LATER', 'Tras el verano', ?, ?, 0)
            """)
        .params(UUID.randomUUID(), company.id(), at, marcos)
        .update();
    UUID person = UUID.randomUUID();
    jdbc.sql(
            "insert into contacts.person (id, name, created_at, version) values (?, 'Eva Traída', now(), 0)")
        .param(person)
        .update();
    UUID lead = UUID.randomUUID();
    jdbc.sql(
            "insert into leads.lead (id, person_id, person_name, origin, sales_owner_id, stage, fit_due, created_at, version) values (?, ?, 'Eva Traída', 'REFERRAL', ?, 'OPEN', false, now(), 0)")
        .params(lead, person, marcos)
        .update();
    jdbc.sql(
            """
            insert into customers.referral (lead_id, person_id, person_name, referred_by,
              referrer_name, company_id, at, thanked_at, thanked_by, version)
            values (?, ?, 'Eva Traída', ?, 'Paula', ?, ?, ?, ?, 0)
            """)
        .params(lead, person, person, company.id(), at, at, marcos)
        .update();
    discounted(null, "10", "Paga antes", at);
    jdbc.sql(
            """
            insert into pipeline.buyer_risk (id, opportunity_id, risk, mitigation, state, created_at,
              created_by, changed_at, changed_by, version)
            values (?, ?, 'Que se averíe', 'Repuesto en un día', 'HANDLED', ?, ?, ?, ?, 0)
            """)
        .params(UUID.randomUUID(), deal, at, marcos, at.plusMinutes(1), marcos)
        .update();
    jdbc.sql(
            """
            insert into pipeline.cost_sheet (opportunity_id, alternative, years, currency, changed_at,
              changed_by, version) values (?, 'Seguir igual', 3, 'EUR', ?, ?, 0)
            """)
        .params(deal, at, marcos)
        .update();

    for (String of : java.util.List.of("company=" + company.id(), "deal=" + deal)) {
      assertThat(page(cast.lucia(), of).text("ol.timeline"))
          .as(of)
          .contains("Le pedimos una recomendación: más adelante", "Tras el verano")
          .contains("Nos recomendó a Eva Traída", "Le dimos las gracias por Eva Traída")
          .contains("Descuento", "Paga antes")
          .contains("Riesgo anotado", "Que se averíe", "Riesgo atendido", "Repuesto en un día")
          .contains("Cuenta de costes", "Seguir igual");
    }
    assertThat(page(cast.lucia(), "deal=" + deal + "&kind=sales").text("ol.timeline"))
        .contains("Descuento", "Riesgo atendido")
        .doesNotContain("Eva Traída");
    assertThat(page(cast.lucia(), "deal=" + deal + "&kind=referrals").text("ol.timeline"))
        .contains("Eva Traída")
        .doesNotContain("Descuento");
  }

  @Test
  void whoHadADealAndHowItWasPutOffIsInItForPeopleToo() {
    UUID marcos = cast.marcos().id().id();
    UUID ines = cast.ines().id().id();
    OffsetDateTime at = now().atOffset(ZoneOffset.UTC);
    jdbc.sql(
            "insert into pipeline.owner_change (id, opportunity_id, from_user, to_user, note, at, created_by) values (?, ?, ?, ?, 'Es de su zona', ?, ?)")
        .params(UUID.randomUUID(), deal, marcos, ines, at, marcos)
        .update();
    jdbc.sql(
            "insert into pipeline.postponement (id, opportunity_id, from_date, to_date, reason, at, by_user) values (?, ?, date '2026-12-01', date '2027-01-15', 'Sin presupuesto aún', ?, ?)")
        .params(UUID.randomUUID(), deal, at, marcos)
        .update();
    jdbc.sql(
            "insert into pipeline.snooze (id, opportunity_id, until_day, reason, note, at, created_by) values (?, ?, date '2026-12-20', 'BUDGET', 'Vuelven en enero', ?, ?)")
        .params(UUID.randomUUID(), deal, at, marcos)
        .update();
    discounted(null, "10", "Un primer pedido", at.minusDays(2));
    discounted("10", "12.5", "Volumen", at);
    discounted("12.5", null, null, at.plusMinutes(1));
    var person =
        book.addPerson(
            com.arenacrm.contacts.PersonId.next(),
            com.arenacrm.contacts.PersonDetails.of("Cuenta Propia", null, null, company),
            cast.lucia().id(),
            now());
    jdbc.sql("update pipeline.opportunity set person_id = ? where id = ?")
        .params(person.id().id(), deal)
        .update();

    for (String whose : new String[] {"company=" + company.id(), "person=" + person.id()}) {
      assertThat(
              page(cast.lucia(), whose + "&kind=sales").text("ol.timeline").replace('\u00a0', ' '))
          .as(whose)
          .contains("Cambio de responsable", "Marcos Vidal → Inés Soto", "Es de su zona")
          .contains("Cierre aplazado", "1 dic 2026 → 15 ene 2027", "Sin presupuesto aún")
          .contains("Aparcada", "20 dic 2026", "Vuelven en enero")
          .as("each discount as it was then")
          .contains("Descuento: 10 €", "Un primer pedido")
          .contains("Descuento: 12,50 €", "Volumen", "Descuento retirado");
    }
  }

  @Test
  void stagesThatWereSkippedOrGoneBackToAndOtherAmountsAreInIt() {
    UUID moved = deal("Vueltas del este");
    OpportunityId id = new OpportunityId(moved);
    UserId marcos = cast.marcos().id();
    var open = deals.stages().stream().filter(Stage::isOpen).toList();
    deals.move(id, open.get(2).id(), "Ya lo usaban", marcos, now().plusSeconds(60));
    deals.move(id, open.get(1).id(), "Cambió quien compra", marcos, now().plusSeconds(120));
    var known = deals.details(id).orElseThrow();
    deals.change(
        id,
        DealDetails.of(
            known.name(),
            known.person(),
            known.company(),
            known.owner(),
            new BigDecimal("125.5"),
            known.currency(),
            known.closeDate()),
        null,
        marcos,
        now().plusSeconds(180));

    java.util.List<String> lines =
        page(cast.lucia(), "deal=" + moved + "&kind=sales").texts("ol.timeline li").stream()
            .map(line -> line.replace('\u00a0', ' '))
            .toList();
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        open.get(2).name(), "Se saltó: " + open.get(1).name(), "Ya lo usaban"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "Oportunidad vuelve atrás", open.get(1).name(), "Cambió quien compra"))
        .anySatisfy(line -> assertThat(line).contains("Importe: 100 € → 125,50 €", "Marcos"));
  }

  @Test
  void whatMarketingDidIsReadOfAPersonWithoutAny() {
    assertThat(
            mvc.get()
                .uri("/reports/marketing?person=" + UUID.randomUUID())
                .with(cast.as(cast.marcos()))
                .exchange())
        .hasStatusOk();
  }

  private void discounted(
      @Nullable String before, @Nullable String after, @Nullable String why, OffsetDateTime at) {
    jdbc.sql(
            """
            insert into pipeline.discount_change (id, opportunity_id, discount_before,
              currency_before, discount_after, currency_after, reason, at, by_user)
            values (gen_random_uuid(), ?, cast(? as numeric), 'EUR', cast(? as numeric), 'EUR', ?, ?, ?)
            """)
        .params(Arrays.asList(deal, before, after, why, at, cast.marcos().id().id()))
        .update();
  }

  @Test
  void itIsNarrowedToOneKind() {
    assertThat(page(cast.lucia(), "deal=" + deal + "&kind=opinions").texts("ol.timeline li"))
        .singleElement()
        .asString()
        .contains("8 de 10");
    assertThat(page(cast.lucia(), "deal=" + deal + "&kind=comments").texts("ol.timeline li"))
        .singleElement()
        .asString()
        .contains("Ojo con el plazo");
    assertThat(page(cast.lucia(), "deal=" + deal + "&kind=seen").texts("ol.timeline li"))
        .singleElement()
        .asString()
        .contains("El caso del Mirador");
    assertThat(page(cast.lucia(), "deal=" + deal + "&kind=purchases").texts("ol.timeline li"))
        .singleElement()
        .asString()
        .contains("Café de verano");
    assertThat(page(cast.lucia(), "deal=" + deal + "&kind=talks").text("main"))
        .contains("De esto no hay nada todavía");
  }

  @Test
  void aDealOutOfSightHasNoHistory() {
    var before = cast.see(com.arenacrm.identity.Visibility.OWN);
    try {
      assertThat(
              mvc.get().uri("/reports/timeline?deal=" + deal).with(cast.as(cast.ines())).exchange())
          .hasStatus(404);
    } finally {
      cast.see(before);
    }
    assertThat(
            mvc.get()
                .uri("/reports/timeline?deal=" + UUID.randomUUID())
                .with(cast.as(cast.marcos()))
                .exchange())
        .hasStatus(404);
  }

  @Test
  void itSendsFewStatements() {
    var marcos = cast.as(cast.marcos());
    assertThat(
            SqlCount.during(
                () -> mvc.get().uri("/reports/timeline?deal=" + deal).with(marcos).exchange()))
        .hasSizeLessThanOrEqualTo(8);
  }

  private Page page(CurrentUser reader, String query) {
    return Page.of(
        mvc.get().uri(URI.create("/reports/timeline?" + query)).with(cast.as(reader)).exchange());
  }

  private UUID deal(String name) {
    return deals
        .open(
            NewDeal.of(
                DealDetails.of(
                    name,
                    null,
                    company,
                    cast.marcos().id(),
                    new BigDecimal("100"),
                    Currency.getInstance("EUR"),
                    cast.marcos().today(clock).plusDays(30)),
                Plan.step("Llamar", cast.marcos().today(clock).plusDays(1)),
                now()),
            cast.marcos().id(),
            now())
        .id();
  }

  private Instant now() {
    return clock.instant();
  }
}
