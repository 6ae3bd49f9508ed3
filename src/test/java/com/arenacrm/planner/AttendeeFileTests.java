package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.planner.AttendanceColumn.Came;
import com.arenacrm.planner.AttendeeFile.LeftOut;
import com.arenacrm.planner.AttendeeFile.Value;
import com.arenacrm.planner.AttendeeFile.Why;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes in which webinar, ticket and form tools write their lists down. */
class AttendeeFileTests {

  @Test
  void aWebinarReportHasSectionsAndSaysWhoCame() {
    AttendeeFile file =
        read(
            """
            Attendee Report
            Report Generated:,"Nov 18, 2026 7:02 PM"
            Topic,Webinar ID,Actual Start Time
            Cata en línea,812 3344,"Nov 18, 2026 5:30 PM"
            Host Details
            Attended,User Name (Original Name),Email,Join Time
            Yes,Lucía Ferrer,lucia@almendro.example,"Nov 18, 2026 5:20 PM"
            Panelist Details
            Attended,User Name (Original Name),Email,Join Time
            Yes,Marcos Vidal,marcos@almendro.example,"Nov 18, 2026 5:25 PM"
            Attendee Details
            Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time
            Yes,Paula,Paula,Rey,paula@mirador.example,"Nov 10, 2026 9:00 AM"
            No,Ramón,Ramón,Ledo,ramon@fontes.example,"Nov 11, 2026 9:00 AM"
            Yes,Paula,Paula,Rey,paula@mirador.example,"Nov 10, 2026 9:00 AM"
            Other Attended
            User Name,Join Time
            34600111222,"Nov 18, 2026 5:33 PM"
            """);

    assertThat(file.people())
        .extracting(p -> p.email().value())
        .containsExactly("paula@mirador.example", "ramon@fontes.example");
    assertThat(came(file)).containsExactly("Paula Rey CAME", "Ramón Ledo STAYED_AWAY");
    assertThat(file.leftOut())
        .extracting(AttendeeFile.LeftOut::why)
        .containsExactly(Why.HOST, Why.HOST, Why.SECTION);
    assertThat(file.leftOut().get(2).line()).contains("34600111222");
  }

  @Test
  void aMeetingReportNamesAddressesAndOriginalNamesInItsOwnWords() {
    for (String header :
        List.of(
            "Nombre (nombre original),Correo electrónico del usuario,Hora de entrada,Invitado",
            "Name (Original Name),User Email,Join Time,Guest")) {
      AttendeeFile file =
          read(
              header
                  + """

                  S3B Mila (Mila P),mila@x.example,18/11/2026 10:00,Sí
                  Brais Fraga,brais@x.example,18/11/2026 10:01,Sí
                  (Eva),eva@x.example,18/11/2026 10:02,No
                  """);
      assertThat(file.people())
          .as(header)
          .extracting(p -> p.name() + " " + p.email().value())
          .containsExactly(
              "S3B Mila mila@x.example", "Brais Fraga brais@x.example", "(Eva) eva@x.example");
    }
    assertThat(read("Nombre,Correo\nEva Prieto (Bar Eva),eva@x.example\n").people().get(0).name())
        .as("where no heading says that an original name stands there")
        .isEqualTo("Eva Prieto (Bar Eva)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#,¿Cómo te llamas?,¿Cuál es tu correo?,¿En qué empresa trabajas?,¿Cuál es tu puesto?,Submitted At,Token",
        "Response ID,What's your name?,What is your email address?,Which company do you work for?,What's your job title?,Submitted At,Token",
        "Token,¿Cuál es tu nombre y apellidos?,¿Cuál es tu dirección de correo electrónico?,¿Dónde trabajas?,¿A qué te dedicas?,Submit Date (UTC),Network ID"
      })
  void aFormAsksQuestionsAndNumbersItsAnswers(String header) {
    AttendeeFile file =
        read(
            header
                + """

                x7f3k2abc,Mila Prado,mila@x.example,Bar Mila,Chef,2026-11-18 10:00:00,x7f3k2abc
                lmq09xzzz,Brais Fraga,brais@x.example,Hotel Sur,Jefe,2026-11-18 10:05:00,lmq09xzzz
                """);
    assertThat(file.people())
        .extracting(
            p -> p.name() + ", " + p.email().value() + ", " + p.company() + ", " + p.jobTitle())
        .containsExactly(
            "Mila Prado, mila@x.example, Bar Mila, Chef",
            "Brais Fraga, brais@x.example, Hotel Sur, Jefe");
    assertThat(file.columns()).as("nothing of it says who came").isEmpty();
    assertThat(file.leftOut()).isEmpty();
  }

  @Test
  void aQuestionAboutLettersAsksForNoAddress() {
    AttendeeFile file =
        read(
            "¿Quieres recibir el correo mensual?,¿Cómo te llamas?,¿Cuál es tu correo?\n"
                + "Sí,Mila Prado,mila@x.example\n");
    assertThat(file.people())
        .extracting(p -> p.name() + " " + p.email().value())
        .containsExactly("Mila Prado mila@x.example");
  }

  @Test
  void aFormWhoseQuestionsNobodyUnderstandsIsReadWithoutItsHeaderAndItsNumbers() {
    TouchLines lines =
        TouchLines.table(
            """
            #,¿Quién viene?,¿Adónde te escribimos?,Submitted At
            x7f3k2abc,Mila Prado,mila@x.example,2026-11-18 10:00:00
            """,
            100);
    assertThat(lines.unread()).isEmpty();
    assertThat(lines.people())
        .extracting(p -> p.name() + " " + p.email().value())
        .containsExactly("Mila Prado mila@x.example");
  }

  @Test
  void theHeadingsOfAnImportAreKnownHereToo() {
    for (String phone : List.of("Mobile", "Móvil", "Celular")) {
      for (String job : List.of("Title", "Cargo")) {
        AttendeeFile file =
            read("Nombre;%s;%s;Zona\nEva Prieto;600123123;Jefa;Sur\n".formatted(phone, job));
        assertThat(file.people().get(0).phone()).as(phone).isEqualTo("600123123");
        assertThat(file.people().get(0).jobTitle()).as(job).isEqualTo("Jefa");
        assertThat(file.columns()).containsExactly("Zona");
      }
    }
  }

  @Test
  void whoIsCalledLikeAHeadingIsNoHeader() {
    AttendeeFile file = read("Nombre;Apellidos;Correo\nLuis;Correo;\nEva;Prieto;eva@r.example\n");
    assertThat(file.people())
        .extracting(AttendeeFile.Attendee::name)
        .containsExactly("Luis Correo", "Eva Prieto");
  }

  @Test
  void aKnownWordSaysWhoCameAlsoWithoutATitle() {
    AttendeeFile file =
        read(
            """
            Julio Cal\tjulio@cal.example\tNo asistió
            Paula Rey\tpaula@m.example\tPresente
            Eva Prieto\teva@r.example\tInscrita
            Iria Lago\tiria@l.example\tQuizá
            """);

    assertThat(came(file))
        .containsExactly(
            "Julio Cal STAYED_AWAY",
            "Paula Rey CAME",
            "Eva Prieto STAYED_AWAY",
            "Iria Lago UNKNOWN");
    assertThat(AttendeeFile.read("Paula Rey\tpaula@m.example\tHotel Mirador\n")).isEmpty();
    assertThat(AttendeeFile.read("Paula Rey\nvino\n")).isEmpty();
  }

  @Test
  void theCompanyIsReadBesideTheStatusAlsoWithoutATitle() {
    AttendeeFile file =
        read("Julio Cal,julio@cal.example,Cal e Hijos,vino\nEva Prieto,eva@r.example,,no vino\n");

    assertThat(came(file)).containsExactly("Julio Cal CAME", "Eva Prieto STAYED_AWAY");
    assertThat(file.people()).extracting(p -> p.company()).containsExactly("Cal e Hijos", null);
    assertThat(read(file.text()).people().get(0).company()).isEqualTo("Cal e Hijos");
  }

  @Test
  void theHourOfArrivalSaysItWhereTheStatusDoesNot() {
    AttendeeFile file =
        read(
            "Name;Email;Status;Check-in time\nPaula;paula@m.example;Paid;18:02\nEva;eva@r.example;Paid;\n");

    assertThat(came(file)).containsExactly("Paula CAME", "Eva STAYED_AWAY");
    assertThat(came(file.by("Status"))).containsExactly("Paula STAYED_AWAY", "Eva STAYED_AWAY");
  }

  @Test
  void whoComesBackHasCome() {
    AttendeeFile file =
        read("Asistió;Nombre;Correo\nNo;Paula Rey;paula@m.example\nSí;;paula@m.example\n");

    assertThat(file.people())
        .singleElement()
        .satisfies(p -> assertThat(p.status()).isEqualTo("No · Sí"))
        .satisfies(p -> assertThat(file.came(p, Map.of())).isEqualTo(Came.CAME));
  }

  @Test
  void aMeetingReportInTabsLeavesItsOrganiserOut() {
    AttendeeFile file =
        read(
            "1. Summary\nMeeting title\tCata\nAttended participants\t3\n\n2. Participants\n"
                + "Name\tFirst Join\tEmail\tRole\n"
                + "Lucía Ferrer\t18/11/26\tlucia@almendro.example\tOrganizer\n"
                + "Paula Rey\t18/11/26\tpaula@m.example\tPresenter of questions\n"
                + "Eva Prieto\t18/11/26\teva@r.example\tAttendee\n"
                + "3. In-Meeting Activities\nName\tJoin Time\nEva Prieto\t18/11/26\n");

    assertThat(came(file)).containsExactly("Eva Prieto CAME");
  }

  @Test
  void aTicketToolSaysWhoWasOnlyRegistered() {
    AttendeeFile file =
        read(
            "Order #,First Name,Last Name,Email,Attendee Status\n"
                + "1,Paula,Rey,paula@m.example,Checked In\n"
                + "2,Eva,Prieto,eva@r.example,Attending\n");

    assertThat(came(file)).containsExactly("Paula Rey CAME", "Eva Prieto STAYED_AWAY");
  }

  @Test
  void aFormHasQuestionsOverSeveralLines() {
    AttendeeFile file =
        read(
            "\"Marca temporal\",\"Nombre y apellidos\",\"Dirección de correo electrónico\","
                + "\"¿Qué esperas?\nCuéntanos\"\n"
                + "\"18/11/2026 9:00\",\"Paula Rey\",\"paula@m.example\",\"Café,\nbueno\"\n"
                + "\"18/11/2026 9:05\",\"Sin correo\",\"\",\"\"\n"
                + "\"18/11/2026 9:06\",\"Mal escrito\",\"mal@@x\",\"\"\n");

    assertThat(file.column()).isNull();
    assertThat(came(file)).containsExactly("Paula Rey CAME", "Sin correo CAME");
    assertThat(file.leftOut())
        .containsExactly(new LeftOut("18/11/2026 9:06, Mal escrito, mal@@x", Why.ADDRESS));
  }

  @Test
  void aListWithoutAHeaderIsNoneOfThese() {
    assertThat(AttendeeFile.read("Paula Rey, paula@m.example\nEva Prieto, eva@r.example\n"))
        .isEmpty();
    assertThat(AttendeeFile.read("correo\npaula@m.example\n")).isEmpty();
    assertThat(AttendeeFile.read("")).isEmpty();
  }

  private static AttendeeFile read(String text) {
    return AttendeeFile.read(text).orElseThrow();
  }

  /** What each word says, in the languages in which the tools speak. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Status | No show | STAYED_AWAY
          Status | No-show | STAYED_AWAY
          Status | Did not attend | STAYED_AWAY
          Status | Cancelled | STAYED_AWAY
          Status | Canceled by attendee | STAYED_AWAY
          Status | Refunded | STAYED_AWAY
          Status | Declined | STAYED_AWAY
          Status | Deleted | STAYED_AWAY
          Status | Confirmed | STAYED_AWAY
          Status | Registered | STAYED_AWAY
          Status | Approved | STAYED_AWAY
          Status | Attended | CAME
          Status | Checked In | CAME
          Status | Active | UNKNOWN
          Status | Yes | UNKNOWN
          Status | '' | UNKNOWN
          Estado | Asistió | CAME
          Estado | No asistió | STAYED_AWAY
          Estado | Ausente | STAYED_AWAY
          Estado | Cancelado | STAYED_AWAY
          Estado | Anulada | STAYED_AWAY
          Estado | Reembolsado | STAYED_AWAY
          Estado | No se presentó | STAYED_AWAY
          Estado | Confirmado | STAYED_AWAY
          Estado | Inscrita | STAYED_AWAY
          Estado | Lista de espera | STAYED_AWAY
          Estado de la inscripción | Pendiente de pago | STAYED_AWAY
          Attendance | No-show | STAYED_AWAY
          Attendance | Absent | STAYED_AWAY
          Attendance | Present | CAME
          Attendance | Required Attendee | UNKNOWN
          Attended | Yes | CAME
          Attended | No | STAYED_AWAY
          Attended? | Didn't attend | STAYED_AWAY
          Attended | Not attended | STAYED_AWAY
          Attended | '' | UNKNOWN
          Asistencia | Sí | CAME
          ¿Asistió? | x | CAME
          No show | Yes | STAYED_AWAY
          checked_in_at | '' | STAYED_AWAY
          checked_in_at | 2026-11-18T17:31:00Z | CAME
          Will you attend? | No | STAYED_AWAY
          Will you attend? | No, I can't make it | STAYED_AWAY
          Will you attend? | Yes | UNKNOWN
          Will you attend? | Maybe | UNKNOWN
          ¿Vas a venir? | Sí, seguro | UNKNOWN
          ¿Asistirás a la cata? | No puedo | STAYED_AWAY
          RSVP | Yes | UNKNOWN
          RSVP | Waitlist | UNKNOWN
          Response | Accepted | UNKNOWN
          Response | Declined | STAYED_AWAY
          """)
  void aStatusIsAttendanceOnlyWhereItSaysSo(String column, String value, Came came) {
    AttendeeFile file =
        read("Name,Email," + column + "\nEva Prieto,eva@r.example,\"" + value + "\"\n");

    assertThat(file.column()).isNotNull();
    assertThat(file.came(file.people().get(0), Map.of())).isEqualTo(came);
    assertThat(file.values()).extracting(Value::text).containsExactly(value);
  }

  @Test
  void whatIsSaidOfAValueHolds() {
    AttendeeFile file = read("Name,Email,RSVP\nEva,eva@r.example,Yes\nPaula,paula@r.example,yes\n");

    assertThat(file.values()).containsExactly(new Value("Yes", 2, Came.UNKNOWN));
    assertThat(file.came(file.people().get(1), Map.of("yes", Came.CAME))).isEqualTo(Came.CAME);
  }

  @Test
  void theStatusOfARegistrationGivesWayToWhoCame() {
    AttendeeFile file =
        read(
            "First Name,Last Name,Email,Approval Status,Attended\n"
                + "Eva,Prieto,eva@r.example,approved,Yes\n");

    assertThat(file.column().name()).isEqualTo("Attended");
  }

  @Test
  void aWebinarToolPutsItsFactsBeforeItsHeader() {
    AttendeeFile file =
        read(
            "Attendee Report:,Cata en línea\n\nGenerated,\"Nov 18, 2026\"\n\n"
                + "Webinar Name,Webinar ID\nCata en línea,111-222-333\n\nAttendee Details\n"
                + "Attended,Interest Rating,Last Name,First Name,Email Address,Join Time,"
                + "Leave Time,Time in Session (minutes)\n"
                + "Yes,85,Rey,Paula,paula@m.example,17:30,18:10,40\n"
                + "No,--,Prieto,Eva,eva@r.example,--,--,--\n");

    assertThat(came(file)).containsExactly("Paula Rey CAME", "Eva Prieto STAYED_AWAY");
    assertThat(file.leftOut()).isEmpty();
  }

  @Test
  void aTicketToolNamesTheCompany() {
    AttendeeFile file =
        read(
            "Order #;First Name;Last Name;Email;Ticket Type;Attendee Status;Company\n"
                + "1;Paula;Rey;paula@m.example;General;Checked In;Hotel Mirador\n");

    assertThat(file.people().get(0).company()).isEqualTo("Hotel Mirador");
  }

  @Test
  void aClubListsItsMembersWithoutAddresses() {
    AttendeeFile file =
        read(
            "Name\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\tRSVPed on\n"
                + "Lucía Ferrer\tuser 1\t\tYes\tYes\t0\tNov 1\n"
                + "Eva Prieto\tuser 2\t\tNo\tYes\t0\tNov 2\n"
                + "Paula Rey\tuser 3\t\tNo\tNo\t0\tNov 2\n");

    assertThat(came(file)).containsExactly("Eva Prieto UNKNOWN", "Paula Rey STAYED_AWAY");
    assertThat(file.leftOut()).extracting(LeftOut::why).containsExactly(Why.HOST);
  }

  @Test
  void writtenShortItHoldsTheSamePeople() {
    AttendeeFile file =
        read(
            "Nombre;Correo;Empresa;¿Vas a venir?\n\"Rey, \"\"Pau\"\" Paula\";paula@m.example;Hotel;Sí\n"
                + "Sin correo;;;No\nEva Prieto;eva@r.example;;Puede\nEva Prieto;eva@r.example;;\n");

    AttendeeFile again = read(file.text());

    assertThat(again.column().about()).isEqualTo(AttendanceColumn.About.INTENTION);
    assertThat(again.values()).isEqualTo(file.values());
    assertThat(again.people().subList(1, 3)).isEqualTo(file.people().subList(1, 3));
    assertThat(again.people().get(0).name()).isEqualTo("Rey, Pau Paula");
    assertThat(again.leftOut()).isEmpty();
  }

  @Test
  void noRowGetsLostWithoutMention() {
    AttendeeFile file =
        read(
            "Nombre;Correo\nPaula Rey;paula@m.example\n=cmd|calc;no-es-correo\nSin correo;\n"
                + "TOTAL;4\n;\nEva Prieto;eva@r.example\n=1+1;\n");

    assertThat(came(file)).containsExactly("Paula Rey CAME", "Sin correo CAME", "Eva Prieto CAME");
    assertThat(file.leftOut())
        .containsExactly(
            new LeftOut("=cmd|calc, no-es-correo", Why.ADDRESS),
            new LeftOut("TOTAL, 4", Why.TOTAL),
            new LeftOut("=1+1", Why.NOBODY));
  }

  private static List<String> came(AttendeeFile file) {
    return file.people().stream().map(p -> p.name() + " " + file.came(p, Map.of())).toList();
  }
}
