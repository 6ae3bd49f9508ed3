package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/**
 * Activities come in from files with what they cost, once, and with whom they brought; and out
 * again without trace.
 */
@ArenaTest
class ActivitiesImportTests {

  private static final String HEADER =
      "Campaign Id,Campaign Name,Type,Status,Start Date,Budgeted Cost,Actual Cost,Vendor,Campaign Owner,Funnel stage,Num Sent,Attendees\n";

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired Planner planner;
  @Autowired MockMvcTester mvc;

  @Test
  void wordsOfOtherSystemsAreUnderstood() {
    ImportProbe.Journey file =
        imports.upload(
            "activities",
            HEADER
                + "a1,Feria,Trade show,Completed,2019-03-04,1,1,X,Quién sabe,Awareness,,\n"
                + "a2,Cata,Event,Aborted,2019-03-05,1,1,X,,Consideration,,\n"
                + "a3,Boletín,Email,In Progress,2019-03-06,1,1,X,,Probar,,\n",
            cast.lucia());

    assertThat(List.of(file.mapping("Campaign Id"), file.mapping("Type"), file.mapping("Vendor")))
        .containsExactly("outsideId", "channel", "provider");
    assertThat(List.of(file.mapping("Budgeted Cost"), file.mapping("Actual Cost")))
        .containsExactly("investment", "spent");
    assertThat(file.guesses("state"))
        .isEqualTo(Map.of("Completed", "DONE", "Aborted", "NOT_DONE", "In Progress", "PLANNED"));
    assertThat(file.guesses("phase"))
        .isEqualTo(Map.of("Awareness", "KNOW", "Consideration", "TRUST", "Probar", "TRY"));
    assertThat(file.guesses("owner")).isEqualTo(Map.of("Quién sabe", "@nothing"));
  }

  @Test
  void theyComeInOnceWithWhatTheyCostAndOutAgain() {
    ProfileId profile = new Plan(planner, jdbc).profile("Importados", cast.lucia().id());
    ImportProbe.Journey file =
        file(
            profile,
            """
            z1,Feria de prueba 2019,Feria,Completed,2019-04-01,"1200.50",1310,Agencia Faro,,Awareness,400,82
            z2,Cata de prueba 2019,Cata,Completed,2019-04-02,300,,,,Trial,,
            z3,Anuncio de prueba,Radio,Cancelled,2019-04-03,90,,,,Awareness,,
            z4,Charla de prueba,Charla,,2019-04-04,,,,,Trust,,
            z5,Sin día,Charla,Planned,,1,,,,Trust,,
            z6,Lejana,Charla,Completed,2099-04-04,1,1,,,Trust,,
            """);

    assertThat(file.rehearse()).isEqualTo("created 4 updated 0 unchanged 0 refused 2");
    assertThat(file.refusals())
        .containsExactly(
            "6 activity.import.refused.dayless []", "7 activity.import.refused.early [2099-04-04]");
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(file.notes())
        .containsExactly(
            "3 activity.import.note.spent [300.00]", "5 activity.import.note.investment [0.00]");
    assertThat(rows(profile))
        .containsExactly(
            "Feria de prueba 2019 KNOW AWARENESS Feria Agencia Faro 1200.50 DONE 1310.00 400 82",
            "Cata de prueba 2019 TRY DEMAND Cata null 300.00 DONE 300.00 null null",
            "Anuncio de prueba KNOW AWARENESS Radio null 90.00 NOT_DONE 0.00 null null",
            "Charla de prueba TRUST RELATIONSHIP Charla null 0.00 PLANNED null null null");

    ImportProbe.Journey again =
        file(
            profile,
            """
            z1,Feria de prueba 2019,Feria,Completed,2019-04-01,"1200.50",1310,,,Awareness,400,82
            z2,Cata de prueba 2019,Cata,Completed,2019-04-02,300,999,,,Trial,,
            z4,Charla larga,Charla,Completed,2019-04-05,20,30,,,Trust,,
            """);
    assertThat(again.rehearse()).isEqualTo("created 0 updated 1 unchanged 2 refused 0");
    assertThat(again.start()).isEqualTo(again.counts(false));
    assertThat(again.notes())
        .containsExactly("3 activity.import.note.closed [Cata de prueba 2019]");
    assertThat(rows(profile))
        .contains("Charla larga TRUST RELATIONSHIP Charla null 20.00 DONE 30.00 null null");

    assertThat(again.undo()).isEqualTo("deleted {activity=0, occurrence=0} restored 2 left 0");
    assertThat(rows(profile))
        .contains("Charla de prueba TRUST RELATIONSHIP Charla null 0.00 PLANNED null null null");
    assertThat(file.undo()).isEqualTo("deleted {activity=4, occurrence=4} restored 0 left 0");
    assertThat(rows(profile)).isEmpty();
  }

  @Test
  void byNameAndDayATimeOfASeriesIsFoundAndAClosedWeekStaysClosed() {
    ProfileId profile = new Plan(planner, jdbc).profile("Serie", cast.lucia().id());
    jdbc.sql(
            """
            insert into planner.week_review (monday, learned, closed_at, closed_by)
            values (date '2017-05-08', 'Nada', now(), ?) on conflict do nothing
            """)
        .param(cast.lucia().id().id())
        .update();
    String header = "Actividad,Fecha,Gastado,Previsto\n";
    ImportProbe.Journey file =
        imports
            .upload(
                "activities",
                header + "Boletín suelto,2017-05-01,10,5\nBoletín suelto,2017-05-09,10,5\n",
                cast.lucia())
            .column("Previsto", "investment")
            .option("profile", profile.toString())
            .option("phase", "LIKE");

    assertThat(file.rehearse()).isEqualTo("created 1 updated 0 unchanged 0 refused 1");
    assertThat(file.refusals()).containsExactly("3 activity.import.refused.closedWeek [19]");
    file.start();
    ImportProbe.Journey again =
        imports
            .upload("activities", header + "boletín SUELTO,2017-05-01,10,\n", cast.lucia())
            .column("Previsto", "investment")
            .option("profile", profile.toString());
    assertThat(again.rehearse()).isEqualTo("created 0 updated 0 unchanged 1 refused 0");
  }

  @Test
  void whoCameToWhatComesInAfterThemAndGoesBeforeThem() {
    ProfileId profile = new Plan(planner, jdbc).profile("Asistentes", cast.lucia().id());
    ImportProbe.Journey activities =
        file(profile, "y1,Cata de los martes,Cata,Completed,2019-06-04,300,310,,,Trial,,\n");
    activities.rehearse();
    activities.start();
    String people =
        """
        Campaign Name,Fecha,Member Status,Name,Email,Company
        Cata de los martes,2019-06-04,Attended,Olga Martes,olga@martes.example,Martes SL
        cata de los martes,,Sent,Raúl Martes,raul@martes.example,Martes SL
        Cata de los martes,2019-06-05,Attended,Olga Martes,olga@martes.example,
        Cata de nunca,,Attended,Olga Martes,olga@martes.example,
        Cata de los martes,2019-06-04,Attended,Olga Martes,olga@martes.example,
        """;
    ImportProbe.Journey file = attendances(people);

    assertThat(file.rehearse())
        .isEqualTo("created 2 updated 0 unchanged 1 refused 2 besides {company=1, person=2}");
    assertThat(file.refusals())
        .containsExactly(
            "4 activity.import.refused.unknownDay [Cata de los martes, 2019-06-05]",
            "5 activity.import.refused.unknown [Cata de nunca]");
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(
            jdbc.sql(
                    """
                    select p.name || ' ' || t.kind || ' ' || t.day from planner.touch t
                    join contacts.person p on p.id = t.person_id
                    where p.email like '%@martes.example' order by 1
                    """)
                .query(String.class)
                .list())
        .containsExactly("Olga Martes ATTENDED 2019-06-04", "Raúl Martes INVITED 2019-06-04");

    assertThat(attendances(people).rehearse())
        .isEqualTo("created 0 updated 0 unchanged 3 refused 2");
    assertThat(activities.undo()).isEqualTo("deleted {activity=0, occurrence=0} restored 0 left 2");
    assertThat(file.undo()).isEqualTo("deleted {company=1, person=2, touch=2} restored 0 left 0");
  }

  /** Who came is known by name alone: the list of those at the door corrects nobody's name. */
  @Test
  void whoCameKeepsTheirName() {
    ProfileId profile = new Plan(planner, jdbc).profile("Nombres", cast.lucia().id());
    ImportProbe.Journey activities =
        file(profile, "n1,Cata de los nombres,Cata,Completed,2019-06-11,300,310,,,Trial,,\n");
    activities.rehearse();
    activities.start();
    imports
        .upload("people", "Name,Email\nÓscar Peñalba Ñúñez,oscar@nombres.example\n", cast.lucia())
        .rehearsed()
        .start();

    ImportProbe.Journey door =
        attendances(
            "Campaign Name,Member Status,Name\nCata de los nombres,Attended,OSCAR PENALBA NUNEZ\n");
    assertThat(door.rehearse()).isEqualTo("created 1 updated 0 unchanged 0 refused 0");
    door.start();
    ImportProbe.Journey mails =
        attendances(
            "Campaign Name,Member Status,Name,Email\n"
                + "Cata de los nombres,Replied,Óscar P.,oscar@nombres.example\n");
    mails.rehearse();
    mails.start();

    assertThat(
            jdbc.sql(
                    """
                    select p.name || ' ' || t.kind from planner.touch t
                    join contacts.person p on p.id = t.person_id
                    where p.email = 'oscar@nombres.example' order by 1
                    """)
                .query(String.class)
                .list())
        .containsExactly("Óscar Peñalba Ñúñez ATTENDED", "Óscar Peñalba Ñúñez REPLIED");
  }

  /** A name alone that is much like somebody's makes nobody twice without being asked. */
  @Test
  void whoIsCalledAlmostLikeSomebodyIsNotAddedUnasked() {
    ProfileId profile = new Plan(planner, jdbc).profile("Parecidos", cast.lucia().id());
    file(profile, "k1,Cata de los parecidos,Cata,Completed,2019-07-09,300,310,,,Trial,,\n")
        .rehearsed()
        .start();
    imports
        .upload(
            "people",
            "Name,Email,Company\nRosalba Quiñón Ruiz,rosalba@parecidos.example,Parecidos SL\n",
            cast.lucia())
        .rehearsed()
        .start();
    String rows =
        "Activity,Day,Came,Name\nCata de los parecidos,2019-07-09,yes,Rosalba Quinon\n"
            + "Cata de los parecidos,2019-07-09,no,Nadie Parecido Aquí\n";

    ImportProbe.Journey unasked = attendances(rows);
    assertThat(unasked.mapping("Day")).isEqualTo("day");
    assertThat(unasked.mapping("Came")).isEqualTo("kind");
    assertThat(unasked.rehearse())
        .isEqualTo("created 1 updated 0 unchanged 0 refused 1 besides {person=1}");
    assertThat(unasked.refusals())
        .containsExactly(
            "2 activity.import.refused.alike"
                + " [Rosalba Quinon, Rosalba Quiñón Ruiz, Parecidos SL]");

    ImportProbe.Journey same = attendances(rows).option("alike", "SAME");
    assertThat(same.rehearse())
        .isEqualTo("created 2 updated 0 unchanged 0 refused 0 besides {person=1}");
    assertThat(same.notes()).singleElement().asString().contains("activity.import.note.same");
    same.start();
    assertThat(
            jdbc.sql(
                    """
                    select p.name || ' ' || t.kind from planner.touch t
                    join contacts.person p on p.id = t.person_id where p.name like '%Parecido%'
                    or p.name like 'Rosalba%' order by 1
                    """)
                .query(String.class)
                .list())
        .containsExactly("Nadie Parecido Aquí INVITED", "Rosalba Quiñón Ruiz ATTENDED");
    same.undo();

    ImportProbe.Journey other = attendances(rows).option("alike", "OTHER");
    assertThat(other.rehearse())
        .isEqualTo("created 2 updated 0 unchanged 0 refused 0 besides {person=2}");
    assertThat(other.notes()).singleElement().asString().contains("activity.import.note.other");
  }

  @Test
  void thePlanOffersIt() {
    Page list = Page.of(mvc.get().uri("/planner/list").with(cast.as(cast.lucia())).exchange());
    assertThat(list.has("a[href='/integration/imports/new?what=activities']")).isTrue();
    Page seller = Page.of(mvc.get().uri("/planner/list").with(cast.as(cast.marcos())).exchange());
    assertThat(seller.has("a[href='/integration/imports/new?what=activities']")).isFalse();
  }

  private ImportProbe.Journey file(ProfileId profile, String rows) {
    ImportProbe.Journey file =
        imports
            .upload("activities", HEADER + rows, cast.lucia())
            .source("campañas-" + profile)
            .option("profile", profile.toString());
    for (String field : List.of("state", "phase")) {
      file.guesses(field).forEach((value, meaning) -> file.value(field, value, meaning));
    }
    return file;
  }

  private ImportProbe.Journey attendances(String rows) {
    ImportProbe.Journey file = imports.upload("attendances", rows, cast.lucia());
    file.guesses("kind").forEach((value, meaning) -> file.value("kind", value, meaning));
    return file;
  }

  private List<String> rows(ProfileId profile) {
    return jdbc.sql(
            """
            select o.title, o.phase, a.nature, a.channel, a.provider, o.investment, o.state, o.spent,
              o.invited, o.attended
            from planner.occurrence o join planner.activity a on a.id = o.activity_id
            where o.profile_id = :profile order by o.day
            """)
        .param("profile", profile.id())
        .query(
            (rs, n) -> {
              StringBuilder row = new StringBuilder();
              for (int i = 1; i <= 10; i++) {
                row.append(i == 1 ? "" : " ").append(rs.getString(i));
              }
              return row.toString();
            })
        .list();
  }
}
