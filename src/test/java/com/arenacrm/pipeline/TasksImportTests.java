package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.SharedData;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Tasks come in from files once, and go again without trace. */
@ArenaTest
class TasksImportTests {

  @Autowired ImportProbe imports;
  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void aFileOfTasksComesInOnceAndOutAgain() {
    Desk desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    Person eva = desk.person("Eva de Tareas", null);
    String rows =
        """
        id,asunto,vencimiento,estado,responsable,persona,correo,notas
        t1,Llamar,2025-01-10,Pendiente,%s,Eva de Tareas,%s,Por la tarde
        t2,Escribir,2025-01-11,Completed,Nadie Conocido,Quién Sabe,,
        t3,,2025-01-11,Completed,,,,
        """
            .formatted(cast.marcos().name(), eva.email().orElseThrow());

    ImportProbe.Journey file = said(imports.upload("tasks", rows, cast.teresa()).source("tareas"));

    assertThat(file.rehearse())
        .as(file.refusals().toString())
        .isEqualTo("created 2 updated 0 unchanged 0 refused 1");
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(
            list(
                """
                select concat_ws(' ', t.what, t.due_on, u.name, t.person_name, t.note,
                  case when t.done_at is null then 'open' else 'done' end)
                from pipeline.task t join identity.user_account u on u.id = t.owner_id
                where t.outside_source = 'tareas' order by t.outside_id
                """))
        .containsExactly(
            "Llamar 2025-01-10 " + cast.marcos().name() + " Eva de Tareas Por la tarde open",
            "Escribir 2025-01-11 " + cast.teresa().name() + " done");
    assertThat(said(imports.upload("tasks", rows, cast.teresa()).source("tareas")).rehearse())
        .isEqualTo("created 0 updated 0 unchanged 2 refused 1");
    assertThat(file.undo()).isEqualTo("deleted {task=2} restored 0 left 0");
  }

  @Test
  void tasksThatAreAlikeInAllTheySayStaySeveral() {
    ImportProbe.Journey file = real();
    assertThat(file.rehearse()).startsWith("created 2978 updated 0 unchanged 0 refused 0");
    file.start();
    assertThat(
            list(
                """
                select count(*) || ' ' || count(*) filter (where done_at is null)
                from pipeline.task where outside_source = 'zoho-tasks'
                """))
        .containsExactly("2978 18");

    assertThat(real().rehearse()).startsWith("created 0 updated 0 unchanged 2978 refused 0");
    assertThat(file.undo()).isEqualTo("deleted {task=2978} restored 0 left 0");
  }

  private ImportProbe.Journey real() {
    return said(
        imports
            .upload("tasks", "Tasks.csv", SharedData.bytes("zoho_export/Tasks.csv"), cast.teresa())
            .source("zoho-tasks"));
  }

  /** As the pages propose it. */
  private static ImportProbe.Journey said(ImportProbe.Journey file) {
    for (String field : List.of("state", "owner")) {
      for (Map.Entry<String, String> guess : file.guesses(field).entrySet()) {
        file =
            file.value(
                field, guess.getKey(), guess.getValue().equals("@nothing") ? "" : guess.getValue());
      }
    }
    return file;
  }

  private List<String> list(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }
}
