package com.arenacrm.welcome;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.BuyingRole;
import com.arenacrm.icp.Criterion;
import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.shared.HourglassPhase;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;

/**
 * Whom Cafés Almendro wants.
 *
 * @param hotels signed by both teams
 * @param offices proposed by marketing, and sales has not signed yet
 */
record SampleProfiles(ProfileId hotels, ProfileId offices) {

  static SampleProfiles define(Profiles profiles, SampleCast cast, SampleTime time) {
    ProfileId hotels =
        profiles.define(
            ProfileId.next(),
            "Hoteles boutique",
            whoHotelsAre(),
            cast.lucia().id(),
            time.at(-12, DayOfWeek.MONDAY, 10));
    profiles.propose(hotels, cast.lucia().id(), time.at(-12, DayOfWeek.MONDAY, 12));
    profiles.sign(hotels, cast.marcos().id(), time.at(-12, DayOfWeek.TUESDAY, 9));
    ProfileId offices =
        profiles.define(
            ProfileId.next(),
            "Oficinas de 20 a 60 personas",
            whoOfficesAre(),
            cast.lucia().id(),
            time.at(-7, DayOfWeek.THURSDAY, 16));
    profiles.propose(offices, cast.lucia().id(), time.at(-6, DayOfWeek.MONDAY, 9));
    return new SampleProfiles(hotels, offices);
  }

  private static EditionText whoHotelsAre() {
    return new EditionText(
        "A quien solo compara precios por kilo, y a quien no sirve desayunos.",
        List.of(
            new Condition(ContactField.of(Kind.INDUSTRY), Operator.IS, "Bar"),
            new Condition(ContactField.of(Kind.JOB_TITLE), Operator.CONTAINS, "estudiante")),
        List.of(
            wanted(Kind.INDUSTRY, Operator.IS, "Hotel", 40, true),
            wanted(Kind.EMPLOYEES, Operator.BETWEEN, "20..120", 30, false),
            wanted(Kind.REGION, Operator.IS_ONE_OF, "Galicia, Asturias, Cantabria", 15, false),
            wanted(
                Kind.JOB_TITLE,
                Operator.CONTAINS,
                "sala, compras, direct, propietari, alimentos",
                15,
                false)),
        "Que el huésped recuerde el desayuno y lo escriba en su reseña.",
        "Ferias de hostelería, asociaciones de hoteles, la prensa gastronómica de la zona.",
        "El desayuno que sale en las reseñas: café recién tostado, máquina atendida y sala formada.",
        List.of(
            new BuyingRole(
                "Jefa de sala",
                "Le falta gente y el desayuno son dos horas de cola.",
                "Rapidez, constancia. Nada de notas de cata.",
                "Dos botones, sin esperas, y formamos a quien llegue."),
            new BuyingRole(
                "Dirección",
                "Vive de las reseñas y del precio medio por noche.",
                "Reseñas, margen del desayuno. Nunca euros por kilo.",
                "Un desayuno que se recuerda por menos de un euro por huésped.")),
        Map.of());
  }

  private static EditionText whoOfficesAre() {
    return new EditionText(
        "Empresas que piden tres presupuestos y deciden por el más barato.",
        List.of(),
        List.of(
            wanted(Kind.INDUSTRY, Operator.IS, "Servicios profesionales", 50, true),
            wanted(Kind.EMPLOYEES, Operator.BETWEEN, "20..60", 35, false),
            wanted(Kind.REGION, Operator.IS, "Galicia", 15, false)),
        "Que la gente quiera venir a la oficina.",
        "LinkedIn y la asociación de jóvenes empresarios.",
        "Café de verdad en la oficina, sin cápsulas y con la máquina siempre a punto.",
        List.of(
            new BuyingRole(
                "Gerencia",
                "Quiere contentar a la plantilla sin otra partida que vigilar.",
                "Una cuota fija, todo incluido.",
                "Pagan por taza y nos olvidan.")),
        Map.of(
            HourglassPhase.LIKE,
            "Las oficinas comparan y deciden: no siguen a una marca de café."));
  }

  private static Criterion wanted(
      Kind field, Operator operator, String value, int weight, boolean knockOut) {
    return new Criterion(new Condition(ContactField.of(field), operator, value), weight, knockOut);
  }
}
