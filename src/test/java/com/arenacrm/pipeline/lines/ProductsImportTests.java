package com.arenacrm.pipeline.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** A price list comes in, and the deals of a file are linked to it (Q40, R079). */
@ArenaTest
class ProductsImportTests {

  private static final String HEADER =
      "opportunity_id,product,account,deal_stage,engage_date,close_date,close_value\n";

  private final String source = "lista" + TimeOrderedUuid.next();

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;

  @Test
  void aPriceListBecomesTheListOfProductsOnce() {
    ImportProbe.Journey list = prices("Lista Uno,GTX,550\nLista Dos,MG,48.5\n,MG,1\n");

    assertThat(list.mapping("sales_price")).isEqualTo("price");
    assertThat(list.rehearse()).isEqualTo("created 2 updated 0 unchanged 0 refused 1");
    assertThat(list.start()).isEqualTo(list.counts(false));
    assertThat(
            list(
                """
                select concat_ws(' ', name, series, price, currency, retired) from pipeline.product
                where name like 'Lista %' order by name
                """))
        .containsExactly("Lista Dos MG 48.5000 EUR f", "Lista Uno GTX 550.0000 EUR f");
    assertThat(page("/pipeline/products", cast.andres()).text("main"))
        .contains("Lista Uno")
        .contains("Familia");

    ImportProbe.Journey again = prices("LISTA UNO,GTX,600\nLista Dos,MG,48.50\n");
    assertThat(again.rehearse()).isEqualTo("created 0 updated 1 unchanged 1 refused 0");
    again.start();
    assertThat(again.undo()).isEqualTo("deleted {product=0} restored 1 left 0");
    assertThat(list.undo()).isEqualTo("deleted {product=2} restored 0 left 0");
  }

  @Test
  void whoIsNoAdministratorDoesNotImportProducts() {
    assertThat(
            mvc.get()
                .uri("/integration/imports/new")
                .with(cast.as(cast.teresa()))
                .exchange()
                .getResponse()
                .getStatus())
        .isEqualTo(200);
    assertThat(
            page("/integration/imports/new", cast.teresa())
                .document()
                .select("[name=what][value=products]"))
        .isEmpty();
  }

  @Test
  void dealsOfAFileHaveTheProductsOfTheListAsTheirLines() {
    prices("Enlace Pro,GTX,4821\nEnlace Base,GTX,550\n").rehearsed().start();
    ImportProbe.Journey deals =
        deals(
            """
            e1,EnlacePro,Enlace SL,Won,2024-01-01,2024-02-01,4514
            e2,Enlace base,Enlace SL,Engaging,2024-01-01,,
            e3,Otra cosa,Enlace SL,Engaging,2024-01-01,,70
            """);
    assertThat(deals.guesses("product"))
        .containsEntry("EnlacePro", product("Enlace Pro").toString())
        .containsEntry("Enlace base", product("Enlace Base").toString())
        .containsEntry("Otra cosa", "@nothing");
    deals
        .value("product", "EnlacePro", product("Enlace Pro").toString())
        .value("product", "Enlace base", product("Enlace Base").toString())
        .value("product", "Otra cosa", "");

    assertThat(deals.rehearse())
        .isEqualTo("created 3 updated 0 unchanged 0 refused 0 besides {company=1}");
    deals.start();
    assertThat(lines())
        .containsExactly(
            "e1 4514.00 lines 0: Enlace Pro x1.000 4514.0000 = 4514.00", "e2", "e3 70.00");
    assertThat(
            page("/pipeline/opportunities/" + deal("e2") + "/lines", cast.marcos())
                .document()
                .select("[name='lines[0].product'] option[selected]")
                .text())
        .isEqualTo("Enlace Base");
    assertThat(page("/pipeline/products", cast.andres()).text("tr:contains(Enlace Base)"))
        .endsWith("1");

    // Once a file says what it is worth, the product that it names is its line.
    ImportProbe.Journey worth =
        deals(
                "e2,Enlace base,Enlace SL,Won,2024-01-01,2024-03-01,500\ne1,EnlacePro,Enlace SL,Won,,,4600\n")
            .value("product", "EnlacePro", product("Enlace Pro").toString())
            .value("product", "Enlace base", product("Enlace Base").toString());
    assertThat(worth.rehearse()).isEqualTo("created 0 updated 2 unchanged 0 refused 0");
    worth.start();
    assertThat(lines())
        .containsExactly(
            "e1 4600.00 lines 0: Enlace Pro x1.000 4600.0000 = 4600.00",
            "e2 500.00 lines 0: Enlace Base x1.000 500.0000 = 500.00",
            "e3 70.00");

    assertThat(worth.undo()).contains("restored 2 left 0");
    assertThat(lines())
        .containsExactly(
            "e1 4514.00 lines 0: Enlace Pro x1.000 4514.0000 = 4514.00", "e2", "e3 70.00");
    assertThat(deals.undo()).isEqualTo("deleted {company=1, deal=3} restored 0 left 0");
    assertThat(lines()).isEmpty();
  }

  /** Whoever types the first amount makes the product that the file named the deal's line. */
  @Test
  void theFirstAmountThatIsTypedIsTheLineOfTheProductThatTheFileNamed() {
    prices("Enlace Pro,GTX,4821\n").rehearsed().start();
    deals("t1,Enlace Pro,Teclea SL,Engaging,2024-01-01,,\nt2,,Teclea SL,Engaging,2024-01-01,,\n")
        .value("product", "Enlace Pro", product("Enlace Pro").toString())
        .rehearsed()
        .start();
    assertThat(lines()).containsExactly("t1", "t2");
    assertThat(page("/pipeline/opportunities/" + deal("t1") + "/lines", cast.teresa()).text("main"))
        .contains("Enlace Pro");

    type("t1", "1.200");
    type("t2", "300");
    assertThat(lines())
        .containsExactly("t1 1200.00 lines 0: Enlace Pro x1.000 1200.0000 = 1200.00", "t2 300.00");
    assertThat(
            page("/pipeline/opportunities/" + deal("t1") + "/edit", cast.teresa()).value("amount"))
        .isEqualTo("1200");
  }

  private void type(String deal, String amount) {
    String path = "/pipeline/opportunities/" + deal(deal);
    Page form = page(path + "/edit", cast.teresa());
    MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
    form.document().expectForm("form:has([name=amount])").formData().stream()
        .filter(f -> !f.key().equals("_csrf"))
        .forEach(f -> typed.add(f.key(), f.value()));
    typed.set("amount", amount);
    assertThat(
            mvc.post().uri(path).params(typed).with(cast.as(cast.teresa())).with(csrf()).exchange())
        .hasStatus3xxRedirection();
  }

  @Test
  void whoeverWritesTheLinesHasTheLastWord() {
    prices("Palabra Pro,GTX,100\n").rehearsed().start();
    String row = "w1,Palabra Pro,Palabra SL,Engaging,2024-01-01,,90\n";
    ImportProbe.Journey deals =
        deals(row).value("product", "Palabra Pro", product("Palabra Pro").toString());
    deals.rehearsed().start();
    UUID deal = deal("w1");
    Page form = page("/pipeline/opportunities/" + deal + "/lines", cast.teresa());
    assertThat(
            mvc.post()
                .uri("/pipeline/opportunities/" + deal + "/lines")
                .param("lines[0].what", "Palabra Pro")
                .param("lines[0].product", product("Palabra Pro").toString())
                .param("lines[0].quantity", "3")
                .param("lines[0].price", "100")
                .param("version", form.document().select("[name=version]").val())
                .with(cast.as(cast.teresa()))
                .with(csrf()))
        .hasStatus3xxRedirection();

    ImportProbe.Journey again =
        deals("w1,Palabra Pro,Palabra SL,Engaging,2024-01-01,,95\n")
            .value("product", "Palabra Pro", product("Palabra Pro").toString());
    assertThat(again.rehearse()).isEqualTo("created 0 updated 0 unchanged 1 refused 0");
    assertThat(again.notes()).singleElement().asString().contains("deal.import.note.lined");
    assertThat(deals.undo()).isEqualTo("deleted {company=0, deal=0} restored 0 left 2");
    assertThat(lines()).containsExactly("w1 300.00 lines 1: Palabra Pro x3.000 100.0000 = 300.00");
  }

  @AfterEach
  void forget() {
    jdbc.sql("delete from pipeline.opportunity where outside_source = :source")
        .param("source", source)
        .update();
    jdbc.sql(
            """
            delete from pipeline.product
            where name like 'Lista %' or name like 'Enlace %' or name like 'Palabra %'
            """)
        .update();
  }

  private ImportProbe.Journey prices(String rows) {
    return imports.upload("products", "product,series,sales_price\n" + rows, cast.andres());
  }

  private ImportProbe.Journey deals(String rows) {
    ImportProbe.Journey file = imports.upload("deals", HEADER + rows, cast.teresa()).source(source);
    file.guesses("stage").forEach((text, stage) -> file.value("stage", text, stage));
    return file;
  }

  private UUID product(String name) {
    return jdbc.sql("select id from pipeline.product where name = ?")
        .param(name)
        .query(UUID.class)
        .single();
  }

  private UUID deal(String id) {
    return jdbc.sql(
            "select id from pipeline.opportunity where outside_source = :source and outside_id = :id")
        .param("source", source)
        .param("id", id)
        .query(UUID.class)
        .single();
  }

  private List<String> lines() {
    return list(
        """
        select concat_ws(' ', o.outside_id, o.amount, 'lines ' || o.lines || ':', l.what,
          'x' || l.quantity, l.price, '= ' || l.total)
        from pipeline.opportunity o left join pipeline.deal_line l on l.opportunity_id = o.id
        where o.outside_source = '%s' order by o.outside_id, l.position
        """
            .formatted(source));
  }

  private List<String> list(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }

  private Page page(String path, CurrentUser viewer) {
    return Page.of(mvc.get().uri(path).with(cast.as(viewer)).exchange());
  }
}
