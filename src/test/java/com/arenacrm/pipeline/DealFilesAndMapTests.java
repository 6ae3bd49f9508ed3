package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Files at deals, and who takes part in the decision. */
@ArenaTest
class DealFilesAndMapTests {

  private static final byte[] PDF = "%PDF-1.7 una oferta".getBytes(StandardCharsets.UTF_8);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser seller;
  private OpportunityId id;
  private String deal;

  @BeforeEach
  void aDeal() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Fina Archivos");
    id = desk.deal(seller, "Trato con papeles " + UUID.randomUUID());
    deal = "/pipeline/opportunities/" + id;
  }

  @Test
  void aFileIsKeptOnceAndComesBackAsItWasAndIsNeverShownInThePagesPlace() throws Exception {
    String file = UUID.randomUUID().toString();
    assertThat(send(file, "../Oferta <b>.exe", PDF, cast.lucia())).hasStatus(302);
    assertThat(send(file, "../Oferta <b>.exe", PDF, cast.lucia())).as("twice").hasStatus(302);

    Page page = Page.of(get(deal + "/files", seller));
    assertThat(page.texts(".deal-files li")).hasSize(1);
    assertThat(page.text(".deal-files a")).isEqualTo("Oferta b.pdf");
    MvcTestResult back = get(deal + "/files/" + file, seller);
    assertThat(back).hasStatusOk();
    assertThat(back.getResponse().getContentAsByteArray()).isEqualTo(PDF);
    assertThat(back.getResponse().getHeader("Content-Disposition")).startsWith("attachment");
    assertThat(back.getResponse().getHeader("X-Content-Type-Options")).isEqualTo("nosniff");

    assertThat(post(deal + "/files/" + file + "/deletion", seller)).as("not hers").hasStatus(404);
    assertThat(post(deal + "/files/" + file + "/deletion", cast.lucia())).hasStatus(302);
    assertThat(get(deal + "/files/" + file, seller)).hasStatus(404);
  }

  @Test
  void whatIsNoDocumentOrTooLargeIsRefusedInWords() {
    assertThat(refusal("x.pdf", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8)))
        .contains("Solo valen PDF");
    byte[] large = new byte[10 * 1024 * 1024 + 1];
    System.arraycopy(PDF, 0, large, 0, PDF.length);
    assertThat(refusal("x.pdf", large)).contains("10 MB");
    assertThat(refusal("x.pdf", new byte[0])).contains("Elige un archivo");
    for (int i = 0; i < 30; i++) {
      send(UUID.randomUUID().toString(), "n" + i + ".pdf", PDF, seller);
    }
    assertThat(refusal("uno más.pdf", PDF)).contains("caben 30 archivos");
    assertThat(SqlCount.during(() -> get(deal + "/files", seller))).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void whoMayNotSeeTheDealSeesNeitherItsFilesNorItsMap() {
    String file = UUID.randomUUID().toString();
    send(file, "x.pdf", PDF, seller);
    String other = "/pipeline/opportunities/" + desk.deal(seller, "Otro " + UUID.randomUUID());
    assertThat(get(other + "/files/" + file, seller)).hasStatus(404);
    Visibility before = cast.see(Visibility.OWN);
    try {
      for (String part : new String[] {"/files", "/files/" + file, "/map"}) {
        assertThat(get(deal + part, cast.ines())).as(part).hasStatus(404);
      }
      assertThat(send(UUID.randomUUID().toString(), "x.pdf", PDF, cast.ines())).hasStatus(404);
    } finally {
      cast.see(before);
    }
  }

  @Test
  void theMapSaysWhoDecidesWhoBlocksAndWhoIsMissing() {
    Person decides = desk.person("Tomás Manda", null);
    Person blocks = desk.person("Berta Frena", null);
    deals.engage(id, decides.id(), BuyingRole.DECIDES);
    deals.engage(id, decides.id(), BuyingRole.PAYS);
    deals.engage(id, blocks.id(), BuyingRole.BLOCKS);

    Page map = Page.of(get(deal + "/map", seller));
    assertThat(map.texts(".map-part"))
        .anySatisfy(p -> assertThat(p).startsWith("Decide").contains("Tomás Manda"))
        .anySatisfy(p -> assertThat(p).startsWith("Lo frena").contains("Berta Frena"))
        .anySatisfy(p -> assertThat(p).startsWith("Lo usará").contains("Nadie que conozcas"));
    assertThat(map.texts(".map-missing")).hasSize(3);
    assertThat(map.text("#missing"))
        .contains("lo usará", "influye", "mira lo técnico")
        .doesNotContain("decide", "frena");
    assertThat(map.text("main")).contains("nadie ha hablado con esta persona");
    assertThat(SqlCount.during(() -> get(deal + "/map", seller))).hasSizeLessThanOrEqualTo(8);

    // Who blocks is nobody to talk to instead of the others.
    assertThat(Page.of(get(deal, seller)).text("#people .warn")).contains("una sola persona");
    deals.engage(id, blocks.id(), BuyingRole.USES);
    assertThat(Page.of(get(deal, seller)).has("#people .warn")).isFalse();
  }

  private String refusal(String name, byte[] content) {
    MvcTestResult refused = send(UUID.randomUUID().toString(), name, content, seller);
    assertThat(refused).hasStatus(422);
    return Page.of(refused).text("#deal-file-notes .error");
  }

  private MvcTestResult send(String file, String name, byte[] content, CurrentUser user) {
    return mvc.post()
        .uri(deal + "/files")
        .multipart()
        .file(new MockMultipartFile("file", name, "application/pdf", content))
        .param("id", file)
        .with(cast.as(user))
        .with(csrf())
        .exchange();
  }

  private MvcTestResult post(String to, CurrentUser user) {
    return mvc.post().uri(to).with(cast.as(user)).with(csrf()).exchange();
  }

  private MvcTestResult get(String of, CurrentUser user) {
    return mvc.get().uri(of).with(cast.as(user)).exchange();
  }
}
