package com.arenacrm.insight.buyers;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/**
 * Two real files of leads in one company: nine in ten bought of the one, four in ten of the other.
 */
@ArenaTest
@OnOwnDatabase("realorigins")
class RealOriginsTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ImportProbe imports;

  @Test
  void neitherTheMixOfTwoFilesNorWhatWasWrittenAfterwardsIsOfferedToAProfile() throws IOException {
    ImportProbe.Journey crm = upload("zoho_export/Leads.csv");
    crm.column("Lead Owner", "@keep")
        .value("outcome", "Yes", "BOUGHT")
        .value("outcome", "No", "NOTHING");
    assertThat(crm.rehearsed().start()).startsWith("created 3900 ");
    ImportProbe.Journey academy = upload("x_education/x_education_oldest70_labelled.csv");
    academy.value("outcome", "1", "BOUGHT").value("outcome", "0", "NOTHING");
    assertThat(academy.rehearsed().start()).startsWith("created 6468 ");

    Page page =
        Page.of(mvc.get().uri("/reports/buyers?what=leads").with(cast.as(cast.lucia())).exchange());

    assertThat(page.texts(".origins li")).hasSize(2);
    assertThat(page.texts(".claims .finding h3"))
        .isNotEmpty()
        .noneMatch(f -> f.contains("Public Relations"))
        .noneMatch(f -> f.contains("Tags"))
        .noneMatch(f -> f.contains("Lead Quality"))
        .noneMatch(f -> f.contains("Last Activity"));
    assertThat(page.text(".doubted")).contains("Tags", "Lead Quality", "Last Activity");
    assertThat(page.document().select(".claims > .finding")).hasSizeLessThanOrEqualTo(10);
  }

  private ImportProbe.Journey upload(String file) throws IOException {
    Path path = SharedData.file(file);
    return imports.upload(
        "leads", path.getFileName().toString(), Files.readAllBytes(path), cast.teresa());
  }
}
