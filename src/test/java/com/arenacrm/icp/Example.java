package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.shared.HourglassPhase;
import java.util.List;
import java.util.Map;

/** Profiles as Cafés Almendro writes them. */
final class Example {

  static final ContactField INDUSTRY = ContactField.of(Kind.INDUSTRY);
  static final ContactField EMPLOYEES = ContactField.of(Kind.EMPLOYEES);
  static final ContactField ROLE = ContactField.of(Kind.JOB_TITLE);

  private Example() {}

  /** Hotels of some size; no students; with all that a signature needs. */
  static EditionText signable() {
    return new EditionText(
        "A quien solo compara precios",
        List.of(new Condition(ROLE, Operator.CONTAINS, "estudiante, becari")),
        List.of(
            criterion("Hotel", 60, true),
            new Criterion(new Condition(EMPLOYEES, Operator.AT_LEAST, "20"), 40, false)),
        "Que el huésped vuelva",
        "Ferias",
        "El desayuno que se recuerda",
        List.of(new BuyingRole("Jefa de sala", "Le falta gente", "Sin esperas", "Dos botones")),
        Map.of());
  }

  static EditionText without(Map<HourglassPhase, String> phases) {
    EditionText t = signable();
    return new EditionText(
        t.notWanted(),
        t.exclusions(),
        t.criteria(),
        t.motivators(),
        t.channels(),
        t.valueStatement(),
        t.roles(),
        phases);
  }

  /** Wants those of one industry only. */
  static EditionText ofIndustry(String industry) {
    EditionText t = signable();
    return new EditionText(
        t.notWanted(),
        List.of(),
        List.of(criterion(industry, 100, false)),
        null,
        null,
        t.valueStatement(),
        List.of(),
        Map.of());
  }

  static Criterion criterion(String industry, int weight, boolean knockOut) {
    return new Criterion(new Condition(INDUSTRY, Operator.IS, industry), weight, knockOut);
  }
}
