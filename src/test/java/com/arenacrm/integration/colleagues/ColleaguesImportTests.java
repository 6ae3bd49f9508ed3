package com.arenacrm.integration.colleagues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Our own people come in from a file without access, and out again where nothing is theirs. */
@ArenaTest
class ColleaguesImportTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;

  @Test
  void theyComeInWithoutAccessWithTheirTeamAndWhoeverManagesIt() {
    ImportProbe.Journey file =
        file(
            """
            Vendedor,Correo,Oficina,Gerente
            Aarón Entra,aaron.entra@otra.example,Entrantes,Berta Manda
            Celia Entra,,Entrantes,Berta Manda
            """);
    assertThat(file.rehearse())
        .isEqualTo("created 2 updated 0 unchanged 0 refused 0 besides {colleague=1, team=1}");
    assertThat(people("%Entra")).isEmpty();

    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(people("%Entra", "Berta Manda"))
        .containsExactly(
            "Aarón Entra aaron.entra@otra.example Entrantes SALES without",
            "Berta Manda Entrantes MANAGER without",
            "Celia Entra Entrantes SALES without");

    // In other letters they are the same, and their names stay as they are.
    ImportProbe.Journey again =
        file(
            "Agente,Correo,Equipo,Jefe\nAARON ENTRA,,entrantes,Bertá MANDA\ncelia entra,celia@otra.example,,\n");
    assertThat(again.rehearse()).isEqualTo("created 0 updated 1 unchanged 1 refused 0");
    again.start();
    assertThat(people("%Entra"))
        .containsExactly(
            "Aarón Entra aaron.entra@otra.example Entrantes SALES without",
            "Celia Entra celia@otra.example Entrantes SALES without");

    assertThat(again.undo()).isEqualTo("deleted {colleague=0} restored 1 left 0");
    assertThat(people("Celia Entra")).containsExactly("Celia Entra Entrantes SALES without");
    assertThat(file.undo()).isEqualTo("deleted {colleague=3, team=1} restored 0 left 0");
    assertThat(people("%Entra", "Berta Manda")).isEmpty();
    assertThat(teams("Entrantes")).isZero();
  }

  @Test
  void whoHasAccessStaysAsTheyAreAndTheFileIsToldSo() {
    CurrentUser marcos = cast.marcos();
    String before = people("Marcos Vidal").toString();
    ImportProbe.Journey file =
        file("""
                name,email,role,team,manager
                marcos vidal,marcos@otra.example,jefe,Otro equipo suyo,Nadie Conocido
                Don Marcos,marcos@almendro.example,,Norte,
                Inés Soto,,,,
                """)
            .value("role", "jefe", "MANAGER");
    cast.ines();

    assertThat(file.rehearse()).isEqualTo("created 0 updated 0 unchanged 3 refused 0");
    assertThat(file.notes())
        .containsExactly(
            "2 colleague.import.note.email [Marcos Vidal, marcos@almendro.example,"
                + " marcos@otra.example]",
            "2 colleague.import.note.role [Marcos Vidal]",
            "2 colleague.import.note.team [Marcos Vidal, Norte, Otro equipo suyo]",
            "3 colleague.import.note.name [Marcos Vidal, Don Marcos]");
    file.start();
    assertThat(people("Marcos Vidal")).hasToString(before);
    assertThat(teams("Otro equipo suyo")).isZero();
    assertThat(people("Nadie Conocido")).isEmpty();
    assertThat(
            Page.of(
                    mvc.get()
                        .uri("/integration/imports/" + file.id() + "/notes")
                        .with(cast.as(cast.andres()))
                        .exchange())
                .text("main"))
        .contains("su correo sigue siendo marcos@almendro.example")
        .contains("el archivo le da otra función");
    assertThat(cast.reread(marcos.id()).name()).isEqualTo("Marcos Vidal");
  }

  @Test
  void withoutTeamsTheTeamIsThatOfTheManager() {
    ImportProbe.Journey file =
        file(
            """
            Agente,Manager
            Delia Sigue,Zoe Dirige
            Elías Sigue,Teresa Prado
            Fabia Sigue,
            """);
    cast.teresa();

    assertThat(file.rehearse())
        .isEqualTo("created 3 updated 0 unchanged 0 refused 0 besides {colleague=1, team=1}");
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(people("%Sigue", "Zoe Dirige", "Teresa Prado"))
        .containsExactly(
            "Delia Sigue Equipo de Zoe Dirige SALES without",
            "Elías Sigue Dirección SALES without",
            "Fabia Sigue SALES without",
            "Teresa Prado teresa@almendro.example Dirección MANAGER",
            "Zoe Dirige Equipo de Zoe Dirige MANAGER without");
    assertThat(file.undo()).isEqualTo("deleted {colleague=4, team=1} restored 0 left 0");
  }

  @Test
  void whomOthersNameAsTheirManagerIsOneWhateverTheOrderOfTheRows() {
    ImportProbe.Journey file =
        file(
            """
            Agente,Equipo,Jefe
            Gala Ordena,Ordenados,
            Hugo Ordena,Ordenados,Gala Ordena
            Iago Ordena,Ordenados,Julia Ordena
            Julia Ordena,Ordenados,Gala Ordena
            """);
    file.rehearse();
    assertThat(file.start())
        .isEqualTo("created 3 updated 0 unchanged 1 refused 0 besides {colleague=1, team=1}");
    assertThat(people("%Ordena"))
        .containsExactly(
            "Gala Ordena Ordenados MANAGER,SALES without",
            "Hugo Ordena Ordenados SALES without",
            "Iago Ordena Ordenados SALES without",
            "Julia Ordena Ordenados MANAGER without");
    ImportProbe.Journey more = file("Agente,Equipo,Jefe\nKike Ordena,Ordenados,Hugo Ordena\n");
    more.rehearse();
    assertThat(more.start()).startsWith("created 1");
    assertThat(people("Hugo Ordena"))
        .containsExactly("Hugo Ordena Ordenados MANAGER,SALES without");
    assertThat(more.undo()).isEqualTo("deleted {colleague=1} restored 1 left 0");
    assertThat(people("Hugo Ordena")).containsExactly("Hugo Ordena Ordenados SALES without");
    assertThat(file.undo()).isEqualTo("deleted {colleague=4, team=1} restored 0 left 0");
  }

  @Test
  void namesakesAreToldApartByTheirAddressOrNotAtAll() {
    ImportProbe.Journey file =
        file(
            """
            Agente,Correo,Equipo
            Lola Doble,lola1@doble.example,Dobles
            Lola Doble,lola2@doble.example,Dobles
            Lola Doble,,Dobles
            """);
    assertThat(file.rehearse())
        .isEqualTo("created 2 updated 0 unchanged 0 refused 1 besides {team=1}");
    assertThat(file.refusals())
        .containsExactly("4 colleague.import.refused.namesakes [2, Lola Doble]");
    assertThat(file.start()).isEqualTo(file.counts(false));
    file.undo();
  }

  @Test
  void onlyWhatIsThereIsChangedOrOnlyWhatIsNewMade() {
    ImportProbe.Journey first = file("Agente,Equipo\nMario Modo,Modos\n");
    first.rehearse();
    first.start();
    String rows = "Agente,Equipo,Jefe\nMario Modo,Modernos,Nuria Modo\nOlga Modo,Modos,\n";

    assertThat(file(rows).mode("CREATE").rehearse())
        .isEqualTo("created 1 updated 0 unchanged 1 refused 0");
    ImportProbe.Journey update = file(rows).mode("UPDATE");
    assertThat(update.rehearse()).isEqualTo("created 0 updated 0 unchanged 1 refused 1");
    assertThat(update.refusals()).containsExactly("3 import.refused.notThere []");
    assertThat(update.notes())
        .containsExactly(
            "2 colleague.import.note.noTeam [Modernos]",
            "2 colleague.import.note.noManager [Nuria Modo]");
    first.undo();
  }

  @Test
  void rolesAreGuessedAndNobodyBecomesAnAdministratorByAFile() {
    ImportProbe.Journey file =
        file(
            "Nombre,Equipo,Función,Jefe\nA,B,Ventas,C\nD,B,Sales Manager,C\nE,B,Marketing,C\n"
                + "F,B,Administración,C\nG,B,Astronauta,C\n");

    assertThat(file.guesses("role"))
        .isEqualTo(
            Map.of(
                "Ventas", "SALES",
                "Sales Manager", "MANAGER",
                "Marketing", "MARKETING",
                "Administración", "",
                "Astronauta", ""));
  }

  @Test
  void whoIsUsedOrLetInStaysAndTheUndoSaysWhy() {
    ImportProbe.Journey file =
        file(
            """
            Agente,Equipo
            Paula Queda,Quedados
            Quino Queda,Quedados
            Rita Queda,Quedados
            """);
    file.rehearse();
    file.start();
    UUID paula = id("Paula Queda");
    UUID quino = id("Quino Queda");
    assertThat(
            mvc.post()
                .uri("/identity/users/" + paula + "/access")
                .with(cast.as(cast.andres()))
                .with(csrf())
                .param("email", "paula@queda.example"))
        .hasStatus3xxRedirection();
    ImportProbe.Journey deal =
        imports
            .upload(
                "deals",
                "id,name,company,stage,amount,close date,owner\nq1,Café,Queda SL,Won,9,2024-01-01,Quino Queda\n",
                cast.teresa())
            .source("queda");
    deal.guesses("stage").forEach((value, stage) -> deal.value("stage", value, stage));
    assertThat(deal.guesses("owner")).containsEntry("Quino Queda", quino.toString());
    deal.value("owner", "Quino Queda", quino.toString()).rehearse();
    deal.start();

    assertThat(file.undo()).isEqualTo("deleted {colleague=1, team=0} restored 0 left 3");
    assertThat(
            jdbc.sql(
                    "select name || ' ' || reason from integration.import_left where run_id = ? order by name")
                .param(file.id())
                .query(String.class)
                .list())
        .containsExactly(
            "Paula Queda import.left.touched",
            "Quedados import.left.used",
            "Quino Queda import.left.used");
    assertThat(people("%Queda")).hasSize(2);
    deal.undo();
  }

  @Test
  void onlyAdministratorsBringThem() {
    for (CurrentUser user : List.of(cast.lucia(), cast.marcos(), cast.teresa())) {
      assertThat(offered(user)).doesNotContain("colleagues");
    }
    assertThat(offered(cast.andres())).contains("colleagues", "companies");
  }

  private List<String> offered(CurrentUser user) {
    return Page.of(mvc.get().uri("/integration/imports/new").with(cast.as(user)).exchange())
        .document()
        .select("[name=what]")
        .stream()
        .map(e -> e.val())
        .toList();
  }

  private ImportProbe.Journey file(String text) {
    return imports.upload("colleagues", text, cast.andres());
  }

  private UUID id(String name) {
    return jdbc.sql("select id from identity.user_account where name = ?")
        .param(name)
        .query(UUID.class)
        .single();
  }

  private int teams(String name) {
    return jdbc.sql("select count(*) from identity.team where name = ?")
        .param(name)
        .query(Integer.class)
        .single();
  }

  private List<String> people(String... names) {
    return jdbc.sql(
            """
            select concat_ws(' ', u.name, u.email, t.name,
              (select string_agg(r.role, ',' order by r.role) from identity.user_role r
               where r.user_id = u.id), case when u.without_access then 'without' end)
            from identity.user_account u left join identity.team t on t.id = u.team_id
            where u.name like any (cast(? as text[])) order by u.name
            """)
        .param(names)
        .query(String.class)
        .list();
  }
}
