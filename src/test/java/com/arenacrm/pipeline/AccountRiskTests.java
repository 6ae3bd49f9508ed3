package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@ArenaTest
class AccountRiskTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;

  @BeforeEach
  void sit() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
  }

  @Test
  void anAccountIsAtRiskWithAnyOfItsDealsOrHandoffsOverdueAndSaysWhich() {
    String mark = "Riesgo" + UUID.randomUUID().toString().substring(0, 8);
    Company company = desk.company(mark + " S.A.");
    Company calm = desk.company(mark + " Tranquila");
    CurrentUser seller = desk.seller("Cuenta " + mark);
    OpportunityId late =
        desk.deal(
            seller,
            "Máquinas " + mark,
            company.id(),
            Plan.step("Llamar", desk.today().minusDays(3)));
    desk.deal(seller, "En hora", calm.id(), Plan.step("Llamar", desk.today().plusDays(3)));
    Person person = desk.person("Ana " + mark, company.id());
    LeadId lead = desk.lead(person, null);
    HandoffId handoff = desk.handoff(lead, seller, desk.now().minus(Duration.ofHours(30)));
    jdbc.sql("update leads.lead set sales_owner_id = ? where id = ?")
        .params(seller.id().id(), lead.id())
        .update();

    Page page = Page.of(desk.get(cast.teresa(), "/contacts/companies/" + company.id()));
    assertThat(page.text("#risk"))
        .contains("Cuenta en riesgo")
        .contains("Máquinas " + mark)
        .contains("paso vencido desde")
        .contains("Ana " + mark)
        .contains("el cliente esperaba respuesta antes del");
    assertThat(page.has("#risk a[href='/pipeline/opportunities/" + late + "']")).isTrue();
    assertThat(page.has("#risk a[href='/leads/handoffs/" + handoff + "']")).isTrue();
    Page all = Page.of(desk.get(cast.teresa(), "/contacts/companies?q=" + mark));
    assertThat(all.text("table"))
        .contains("en riesgo: un paso vencido, una respuesta tarde")
        .contains(mark + " Tranquila");
    assertThat(
            Page.of(desk.get(cast.teresa(), "/contacts/companies?risk=true&q=" + mark))
                .text("table"))
        .contains(mark + " S.A.")
        .doesNotContain(mark + " Tranquila");
    assertThat(desk.get(cast.teresa(), "/contacts/companies/export?risk=true&q=" + mark))
        .bodyText()
        .contains(mark + " S.A.")
        .doesNotContain(mark + " Tranquila");
    assertThat(
            Page.of(desk.get(cast.teresa(), "/pipeline/board?view=list&q=" + mark)).text("table"))
        .contains("cuenta en riesgo");
    assertThat(Page.of(desk.get(seller, "/pipeline/day")).texts("a.tag-bad"))
        .contains("cuenta en riesgo");
    for (String path :
        new String[] {
          "/contacts/companies?risk=true", "/pipeline/board?view=list", "/pipeline/day"
        }) {
      assertThat(desk.statements(cast.teresa(), path)).as(path).hasSizeLessThanOrEqualTo(8);
    }
    assertThat(desk.statements(seller, "/pipeline/day")).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void nobodySeesTheRiskOfWhatTheyMayNotSee() {
    String mark = "Ajena" + UUID.randomUUID().toString().substring(0, 8);
    Company company = desk.company(mark + " S.A.");
    CurrentUser seller = desk.seller("Dueño " + mark);
    desk.deal(
        seller, "Secreta " + mark, company.id(), Plan.step("Llamar", desk.today().minusDays(3)));
    cast.see(com.arenacrm.identity.Visibility.OWN);
    try {
      CurrentUser other = cast.reread(desk.seller("Otra " + mark).id());
      assertThat(Page.of(desk.get(other, "/contacts/companies/" + company.id())).text("main"))
          .doesNotContain("en riesgo");
      assertThat(Page.of(desk.get(other, "/contacts/companies?risk=true&q=" + mark)).text("main"))
          .doesNotContain(mark + " S.A.");
    } finally {
      cast.see(com.arenacrm.identity.Visibility.ALL);
    }
  }
}
