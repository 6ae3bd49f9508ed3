package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The settings of the company, as a person changes them who has never seen a format. */
@ArenaTest
class CompanyPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;

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

  private Page page() {
    return Page.of(mvc.get().uri("/identity/company").with(cast.as(cast.andres())).exchange());
  }
}
