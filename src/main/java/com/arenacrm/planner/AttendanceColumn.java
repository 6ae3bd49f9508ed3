package com.arenacrm.planner;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The column of a list that says what became of each person. Only who came is noted as having come
 * (R043): to have signed up, paid or promised is none of it, and what is not understood is asked.
 *
 * @param name as it stands in the file
 */
record AttendanceColumn(String name, About about) {

  /** What such a column speaks of. */
  enum About {
    /** Who came: {@code Attended}, {@code Asistencia}. */
    ATTENDANCE,
    /** When they came in; nothing where they did not. */
    ARRIVAL,
    /** What became of each registration: {@code Status}, {@code Estado}. */
    REGISTRATION,
    /** Who meant to come, which nobody knows to have happened: {@code Will you attend?}. */
    INTENTION
  }

  /** What a value says. */
  enum Came {
    CAME,
    STAYED_AWAY,
    /** Not understood. */
    UNKNOWN
  }

  private record Kind(About about, Pattern names) {}

  // In this order: where a file says who came, nothing else does.
  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              About.ATTENDANCE,
              Pattern.compile(
                  "(has |did )?(attended|attend)|attendance( status)?|attendee status|(ha )?asistio"
                      + "|asistencia|estado de (la )?asistencia|estado del (asistente|participante)"
                      + "|(ha )?asistido|checked[ -]?in|check-?in( status)?|(was )?present|presente"
                      + "|presencia|(ha )?(vino|venido)|participo|no[ -]?show")),
          new Kind(
              About.ARRIVAL,
              Pattern.compile(
                  "check(ed)?[ -]?in (time|date|at)|(fecha|hora)( y hora)? de"
                      + " (check-?in|entrada|llegada|acreditacion)")),
          new Kind(
              About.REGISTRATION,
              Pattern.compile(
                  "((registration|registrant|order|ticket|approval|guest|invitee?|invitation|rsvp|"
                      + "participant|booking|event) )?status|estatus|situacion|estado( de(l| la)?"
                      + " (inscripcion|inscrito|reserva|entrada|pedido|registro|invitacion|"
                      + "invitado))?")),
          new Kind(
              About.INTENTION,
              Pattern.compile(
                  "rsvp|going|attending|response|respuesta|(will|can|are|do|would) you"
                      + " .*(attend|com|join|make it|going|be there).*|.*\\b(asistir(as|a|eis|an)|"
                      + "vendr(as|a|eis|an)|vas a (venir|asistir|estar)|podr(as|a|eis) (venir|asistir)|"
                      + "(puedes|quieres|piensas) (venir|asistir)|contamos contigo|te apuntas)\\b.*|"
                      + "confirma(s|cion)?( (de |tu |la |su )?asistencia)?")));

  private static final Pattern NO =
      Pattern.compile(
          "(no|n|not|nope|false|falso|0|✗|✘)|no[,.;!] .*|no (i|we|me|nos|puedo|podre).*");
  private static final Pattern YES =
      Pattern.compile("(yes|y|si|s|true|verdadero|1|x|✓|✔)|(yes|si)[,.;!] .*");

  private static final Pattern STAYED_AWAY =
      Pattern.compile(
          "(absent|ausente|no[ -]?show|did ?n[o']?t|has ?n[o']?t|have not|not (attend|check|present|"
              + "going|com|accept|approv|confirm)|no (ha )?(asisti|vino|venid|vien|acudi|present|"
              + "particip|confirm|llego)|no se (ha )?(present|conect|unio)|cancel|anulad|refund|"
              + "reembols|devuelt|declin|rechaz|denied|denegad|delet|eliminad|borrad|removed|"
              + "void|expired|caducad|attending|registered|inscrit|registrad|confirmed|"
              + "confirmad|approved|aprobad|pending|pendiente|invited|invitad|accepted|aceptad|going|"
              + "wait ?list|lista de espera|en espera|waiting|paid|pagad|unpaid|transferred|transferid|"
              + "no response|sin respuesta|sin confirmar|not attending|reserved|reservad|booked).*");

  private static final Pattern CAME =
      Pattern.compile(
          "(attended|(ha )?asistio|(ha )?asistido|present|presente|came|vino|ha venido|"
              + "check(ed)?[ -]?in|participated|(ha )?participado|participo|joined|"
              + "(se )?(ha )?(unio|unido|conecto|conectado)|acreditad[oa]|acudio)"
              + "( .*|[,.;(].*)?");

  /** The same thing said of a column, of which there may be several; the best of them. */
  static int find(List<String> plainNames) {
    for (Kind kind : KINDS) {
      for (int i = 0; i < plainNames.size(); i++) {
        if (kind.names().matcher(plainNames.get(i)).matches()) {
          return i;
        }
      }
    }
    return -1;
  }

  static AttendanceColumn of(String name, String plainName) {
    return KINDS.stream()
        .filter(k -> k.names().matcher(plainName).matches())
        .findFirst()
        .map(k -> new AttendanceColumn(name, k.about()))
        .orElseThrow();
  }

  /**
   * What a value of this column says.
   *
   * @param value in small letters, without accents
   */
  Came says(String value) {
    boolean reversed = AttendeeFile.plain(name).matches("no[ -]?show");
    if (about == About.ARRIVAL) {
      return value.isEmpty() || NO.matcher(value).matches()
          ? Came.STAYED_AWAY
          : value.matches(".*\\d.*") ? Came.CAME : Came.UNKNOWN;
    }
    if (reversed) {
      return YES.matcher(value).matches()
          ? Came.STAYED_AWAY
          : NO.matcher(value).matches() ? Came.CAME : Came.UNKNOWN;
    }
    if (STAYED_AWAY.matcher(value).matches()) {
      // That somebody accepted is not understood where the question was who means to come.
      return about == About.INTENTION && !value.matches("(no|not|declin|rechaz|cancel|did).*")
          ? Came.UNKNOWN
          : Came.STAYED_AWAY;
    }
    if (about != About.REGISTRATION && NO.matcher(value).matches()) {
      return Came.STAYED_AWAY;
    }
    if (about == About.INTENTION) {
      return Came.UNKNOWN;
    }
    boolean came =
        CAME.matcher(value).matches() || about == About.ATTENDANCE && YES.matcher(value).matches();
    return came ? Came.CAME : Came.UNKNOWN;
  }
}
