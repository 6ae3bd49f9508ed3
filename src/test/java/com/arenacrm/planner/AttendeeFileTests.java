package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.planner.AttendeeFile.Attendee;
import com.arenacrm.shared.EmailAddress;
import org.junit.jupiter.api.Test;

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
        .containsExactly(
            person("Paula Rey", "paula@mirador.example", true),
            person("Ramón Ledo", "ramon@fontes.example", false));
    assertThat(file.unread()).isEmpty();
  }

  @Test
  void whoComesBackHasCome() {
    AttendeeFile file =
        read("Asistió;Nombre;Correo\nNo;Paula Rey;paula@m.example\nSí;;paula@m.example\n");

    assertThat(file.people()).containsExactly(person("Paula Rey", "paula@m.example", true));
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

    assertThat(file.people()).containsExactly(person("Eva Prieto", "eva@r.example", true));
  }

  @Test
  void aTicketToolSaysWhoWasOnlyRegistered() {
    AttendeeFile file =
        read(
            "Order #,First Name,Last Name,Email,Attendee Status\n"
                + "1,Paula,Rey,paula@m.example,Checked In\n"
                + "2,Eva,Prieto,eva@r.example,Attending\n");

    assertThat(file.people()).extracting(Attendee::came).containsExactly(true, false);
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

    assertThat(file.people())
        .containsExactly(
            person("Paula Rey", "paula@m.example", true), new Attendee("Sin correo", null, true));
    assertThat(file.unread()).singleElement().asString().contains("mal@@x");
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

  private static Attendee person(String name, String email, boolean came) {
    return new Attendee(name, EmailAddress.parse(email).orElseThrow(), came);
  }
}
