package com.arenacrm.integration.colleagues;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.Colleagues;
import com.arenacrm.identity.Colleagues.Colleague;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.Visibility;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** What comes in stays with whoever did it, also with people who cannot sign in. */
@ArenaTest
class OwnersTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired Colleagues colleagues;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;
  @Autowired Clock clock;

  @Test
  void aColumnOfWhoSellsIsWhoseTheRowIs() {
    for (String header :
        List.of("Seller", "Vendedor", "Vendedora", "Sales agent", "Salesperson", "sales_rep")) {
      assertThat(meaning("deals", "id,name,company,stage,amount", header))
          .as("deals by %s", header)
          .isEqualTo("owner");
      assertThat(meaning("purchases", "id,fecha,empresa,que,importe", header))
          .as("purchases by %s", header)
          .isEqualTo("owner");
      assertThat(meaning("leads", "id,name,email", header))
          .as("leads by %s", header)
          .isEqualTo("salesOwner");
    }
  }

  private String meaning(String importer, String columns, String header) {
    String cells = columns.replaceAll("[^,]+", "x");
    return imports
        .upload(importer, columns + "," + header + "\n" + cells + ",Ana\n", cast.andres())
        .mapping(header);
  }

  @Test
  void dealsLeadsTasksAndPurchasesFindThemByNameAndSayWhatNobodyWillSeeTo() {
    cast.ines(); // where only one person sells, lists offer no choice
    UUID id = somebody("Úrsula Histórica", null);
    String name = "ursula historica";

    ImportProbe.Journey deals =
        come(
            "deals",
            "id,name,company,stage,amount,close date,owner\n"
                + "h1,Café,Historia SL,Won,9,2024-01-01,%1$s\nh2,Té,Historia SL,Prospecting,9,,%1$s\n",
            name,
            id);
    assertThat(deals.notes())
        .contains("3 import.note.absent [Úrsula Histórica]")
        .noneMatch(n -> n.startsWith("2 import.note.absent"));
    assertThat(owners("pipeline.opportunity", "owner_id")).containsOnly(id);

    ImportProbe.Journey leads =
        come(
            "leads",
            "id,name,email,outcome,owner\n"
                + "h1,Lead Uno,uno@historia.example,bought,%1$s\n"
                + "h2,Lead Dos,dos@historia.example,open,%1$s\n",
            name,
            id);
    assertThat(leads.notes()).containsExactly("3 import.note.absent [Úrsula Histórica]");
    assertThat(owners("leads.lead", "sales_owner_id")).containsOnly(id);

    ImportProbe.Journey tasks =
        come(
            "tasks",
            "id,task,status,owner\nh1,Llamar,done,%1$s\nh2,Escribir,open,%1$s\n",
            name,
            id);
    assertThat(tasks.notes()).containsExactly("3 import.note.absent [Úrsula Histórica]");
    assertThat(owners("pipeline.task", "owner_id")).containsOnly(id);

    ImportProbe.Journey purchases =
        come(
            "purchases",
            "id,fecha,empresa,que,importe,vendedor\nh1,2024-02-02,Historia SL,Tazas,9,%1$s\n",
            name,
            id);
    assertThat(owners("customers.purchase", "owner_id")).containsOnly(id);

    // Lists are narrowed down by them; nobody puts them in charge of anything.
    for (String list :
        List.of(
            "/pipeline/board",
            "/pipeline/board?view=list",
            "/reports/forecast",
            "/leads",
            "/pipeline/tasks",
            "/customers/purchases",
            "/customers")) {
      assertThat(page(list).document().select("option[value=" + id + "]").eachText())
          .as(list)
          .contains("Úrsula Histórica");
    }
    UUID deal =
        jdbc.sql(
                "select id from pipeline.opportunity where outside_source = 'historia' and outside_id = 'h2'")
            .query(UUID.class)
            .single();
    for (String form :
        List.of(
            "/pipeline/opportunities/new",
            "/pipeline/opportunities/" + deal + "/edit",
            "/leads/routing/sellers",
            "/identity/absences")) {
      assertThat(page(form).document().select("option[value=" + id + "]").eachText())
          .as(form)
          .isEmpty();
    }

    for (ImportProbe.Journey one : List.of(purchases, tasks, leads, deals)) {
      assertThat(one.undo()).endsWith("left 0");
    }
    for (String list : List.of("/pipeline/board", "/leads", "/pipeline/tasks", "/customers")) {
      assertThat(page(list).has("option[value=" + id + "]")).as(list).isFalse();
    }
    colleagues.remove(List.of(id));
  }

  @Test
  void whoSeesOnlyTheirOwnGivesNothingToOthersWhoCannotSignIn() {
    UUID mate = somebody("Vicente Compañero", cast.marcos().team().orElseThrow().id());
    UUID other = somebody("Wenceslao Lejano", null);
    Visibility before = cast.see(Visibility.TEAM);
    try {
      ImportProbe.Journey file =
          imports.upload(
              "deals",
              "id,name,stage,owner\nw1,A,Won,Vicente Compañero\nw2,B,Won,Wenceslao Lejano\n",
              cast.marcos());
      assertThat(file.guesses("owner"))
          .containsEntry("Vicente Compañero", mate.toString())
          .containsEntry("Wenceslao Lejano", "@nothing");
    } finally {
      cast.see(before);
    }
    colleagues.remove(List.of(mate, other));
  }

  @Test
  void whoIsGoneByThenIsNobody() {
    UUID id = somebody("Xenia Fugaz", null);
    ImportProbe.Journey file =
        imports
            .upload(
                "deals",
                "id,name,company,stage,amount,close date,owner\nx1,A,Fugaz SL,Won,9,2024-01-01,Xenia Fugaz\n",
                cast.teresa())
            .source("fugaz");
    file.guesses("stage").forEach((value, stage) -> file.value("stage", value, stage));
    file.value("owner", "Xenia Fugaz", id.toString()).rehearse();
    colleagues.remove(List.of(id));

    assertThat(file.start()).startsWith("created 1 updated 0 unchanged 0 refused 0");
    assertThat(file.notes()).anyMatch(n -> n.startsWith("2 import.note.nobody"));
    file.undo();
  }

  private ImportProbe.Journey come(String importer, String rows, String name, UUID id) {
    CurrentUser teresa = importer.equals("leads") ? cast.lucia() : cast.teresa();
    ImportProbe.Journey file =
        imports.upload(importer, rows.formatted(name), teresa).source("historia");
    assertThat(file.guesses("owner")).containsEntry(name, id.toString());
    for (String field : List.of("stage", "outcome", "state", "owner")) {
      if (file.hasColumn(field)) {
        file.guesses(field).forEach((value, meaning) -> file.value(field, value, meaning));
      }
    }
    file.rehearse();
    assertThat(file.start()).isEqualTo(file.counts(false)).contains("refused 0");
    return file;
  }

  private Set<UUID> owners(String table, String column) {
    return jdbc.sql(
            "select distinct %s from %s where outside_source = 'historia'".formatted(column, table))
        .query(UUID.class)
        .set();
  }

  private UUID somebody(String name, UUID team) {
    cast.andres(); // the company is there before its people
    UUID id = TimeOrderedUuid.next();
    colleagues.add(List.of(Colleague.without(id, name, Set.of(Role.SALES), team)), clock.instant());
    return id;
  }

  private Page page(String path) {
    return Page.of(mvc.get().uri(path).with(cast.as(cast.teresa())).exchange());
  }
}
