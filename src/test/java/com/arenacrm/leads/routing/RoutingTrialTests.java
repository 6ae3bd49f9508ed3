package com.arenacrm.leads.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Trying out the rules with a lead, where there are more leads than can be chosen from. */
@ArenaTest
@OnOwnDatabase
class RoutingTrialTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Clock clock;

  @Test
  void theTrialSaysWhenItShowsOnlyTheLatestLeadsAndFindsTheOthers() {
    lead("Núria Älvarez");
    for (int i = 0; i < 50; i++) {
      lead("Persona " + i);
    }

    Page page = page("");
    assertThat(page.document().select("#lead option[value~=.+]")).hasSize(50);
    assertThat(page.text("main")).contains("Solo salen los 50 más recientes");
    Page found = page("?q=nuria alv");
    assertThat(found.document().select("#lead option[value~=.+]").eachText())
        .singleElement()
        .asString()
        .contains("Núria Älvarez");
    assertThat(page("?q=zzz").text("main")).contains("Ninguno abierto se llama así");
  }

  private Page page(String query) {
    return Page.of(
        mvc.get().uri("/leads/routing/simulation" + query).with(cast.as(cast.teresa())).exchange());
  }

  private void lead(String name) {
    PersonId person = PersonId.next();
    book.addPerson(
        person,
        PersonDetails.of(name, new EmailAddress(person + "@ensayo.example"), null, null),
        cast.lucia().id(),
        clock.instant());
    intake.open(
        LeadId.next(),
        new LeadIntake.ByHand(
            person,
            null,
            null,
            null,
            new Facts("40 kg", "1.000 €", "Ella", LocalDate.of(2099, 12, 1))),
        cast.lucia(),
        clock.instant());
  }
}
