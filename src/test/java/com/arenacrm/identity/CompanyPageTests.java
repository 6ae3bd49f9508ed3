package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The settings of the company, as a person changes them who has never seen a format. */
@ArenaTest
class CompanyPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;

  @Test
  void theWeekIsShownDayByDay() {
    Page page = page();

    assertThat(page.texts(".hours-name"))
        .containsExactly("Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo");
    assertThat(page.value("hours.from")).matches("\\d\\d:\\d\\d");
    assertThat(page.has("input[type=time][name='hours.until']")).isTrue();
  }

  @Test
  void hoursThatCannotBeAreRefusedAtTheirPlaceAndStay() {
    MvcTestResult refused =
        mvc.post()
            .uri("/identity/company")
            .with(cast.as(cast.andres()))
            .with(csrf())
            .param("name", "Cafés Almendro")
            .param("timeZone", "Europe/Madrid")
            .param("currency", "EUR")
            .param("region", "ES")
            .param("responseTarget", "60")
            .param("idleAfterDays", "5")
            .param("demandWindowDays", "90")
            .param("agreedShare", "70")
            .param("repeatInvitations", "3")
            .param("repeatDays", "90")
            .param("hours.from", "09:30", "")
            .param("hours.until", "08:00", "")
            .param("version", "0")
            .exchange();

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.text(".hours .error")).contains("lunes");
    assertThat(page.value("hours.from")).isEqualTo("09:30");
    assertThat(page.texts(".error")).hasSize(1);
  }

  @Test
  void theTrailShowsWhatWasChangedAndNothingElse() {
    Page before = page();
    String idle = before.value("idleAfterDays");
    try {
      assertThat(save(before, "17")).hasStatus(302);

      var entry =
          jdbc.sql(
                  """
                  select old_value, new_value from identity.audit_entry
                  where action = 'company-changed' order by at desc, id desc limit 1
                  """)
              .query()
              .singleRow();
      assertThat(entry.get("old_value")).isEqualTo("#{company.idleAfterDays}: " + idle + " d");
      assertThat(entry.get("new_value")).isEqualTo("#{company.idleAfterDays}: 17 d");
    } finally {
      save(page(), idle);
    }
  }

  /** Sends the form as it stands but for one field. */
  private MvcTestResult save(Page page, String idleAfterDays) {
    var request = mvc.post().uri("/identity/company").with(cast.as(cast.andres())).with(csrf());
    for (Element field : page.document().select("main form [name]:not([name=_csrf])")) {
      if (field.attr("name").equals("idleAfterDays")) {
        request.param("idleAfterDays", idleAfterDays);
      } else if (field.tagName().equals("select")) {
        request.param(field.attr("name"), field.select("option[selected]").attr("value"));
      } else if (!field.attr("type").matches("radio|checkbox") || field.hasAttr("checked")) {
        request.param(
            field.attr("name"),
            field.tagName().equals("textarea") ? field.wholeText() : field.attr("value"));
      }
    }
    return request.exchange();
  }

  private Page page() {
    return Page.of(mvc.get().uri("/identity/company").with(cast.as(cast.andres())).exchange());
  }
}
