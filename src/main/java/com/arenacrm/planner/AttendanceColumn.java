package com.arenacrm.planner;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    INTENTION,
    /** Whatever somebody chose by hand, or holds what only such a column holds. */
    CHOSEN,
    /** A column without a title, in a list that has none. */
    UNTITLED
  }

  /** What a value says. */
  enum Came {
    CAME,
    STAYED_AWAY,
    /** Not understood. */
    UNKNOWN
  }

  private record Kind(About about, Pattern names) {}

  /** Stands for the title of a column that has none. */
  static final String UNTITLED = "(untitled)";

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

  /** What says by itself, wherever it stands, whether somebody came. */
  private static final Pattern EXPLICIT =
      Pattern.compile(
          "(si,? )?((ha )?(asistio|asistido|venido|acudido|participado)|vino|acudio|participo"
              + "|attended|came|present|presente|participated|joined|checked[ -]?in"
              + "|acreditad[oa]|se (ha )?(unio|unido|conecto|conectado))"
              + "|absent|ausente|no[ -]?show|(did ?no?t|has ?no?t|have ?no?t|not) (attend(ed)?"
              + "|come|show( up)?|present)|no (ha )?(asistio|asistido|asiste|vino|venido|viene"
              + "|acudio|acudido|participo|participado|llego|presente|presentad[oa])"
              + "|no se (ha )?(presento|presentado|conecto|conectado|unio|unido)");

  private static final Pattern SIGNED_UP =
      Pattern.compile(
          "registered|inscrit[oa]|registrad[oa]|confirmed|confirmad[oa]|pending|pendiente|invited"
              + "|invitad[oa]|accepted|aceptad[oa]|declined|rechazad[oa]|cancell?ed|cancelad[oa]"
              + "|(ha )?cancelado|cancelo|en espera|lista de espera|wait ?list(ed)?");

  /** Whether a value says by itself whether somebody came. */
  static boolean isExplicit(String plainValue) {
    return EXPLICIT.matcher(plainValue).matches();
  }

  /** Whether a value says by itself what became of somebody, who came or only signed up. */
  static boolean isStatus(String plainValue) {
    return isExplicit(plainValue) || SIGNED_UP.matcher(plainValue).matches();
  }

  /**
   * Which of these columns says who came, or else what became of each; null where none does. Where
   * the state of a registration says it in so many words, the hour at which somebody came in does
   * not.
   *
   * @param values what stands in the column of that name
   */
  static @Nullable AttendanceColumn among(
      List<String> names, Function<String, List<String>> values) {
    List<AttendanceColumn> columns =
        names.stream().map(AttendanceColumn::of).filter(c -> c.about() != About.CHOSEN).toList();
    List<String> explicit =
        names.stream()
            .filter(n -> values.apply(n).stream().anyMatch(AttendanceColumn::isExplicit))
            .toList();
    return Stream.of(
            columns.stream().filter(c -> c.about() == About.ATTENDANCE),
            columns.stream()
                .filter(c -> c.about() == About.REGISTRATION && explicit.contains(c.name())),
            KINDS.stream().flatMap(k -> columns.stream().filter(c -> c.about() == k.about())),
            explicit.stream().map(AttendanceColumn::of))
        .flatMap(Function.identity())
        .findFirst()
        .orElse(null);
  }

  /** The column of that name. */
  static AttendanceColumn of(String name) {
    String plainName = AttendeeFile.plain(name);
    return name.equals(UNTITLED)
        ? new AttendanceColumn(name, About.UNTITLED)
        : KINDS.stream()
            .filter(k -> k.names().matcher(plainName).matches())
            .findFirst()
            .map(k -> new AttendanceColumn(name, k.about()))
            .orElse(new AttendanceColumn(name, About.CHOSEN));
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
    boolean isAsked = about == About.REGISTRATION || about == About.UNTITLED;
    if (!isAsked && NO.matcher(value).matches()) {
      return Came.STAYED_AWAY;
    }
    if (about == About.INTENTION) {
      return Came.UNKNOWN;
    }
    boolean came = CAME.matcher(value).matches() || !isAsked && YES.matcher(value).matches();
    return came ? Came.CAME : Came.UNKNOWN;
  }
}
