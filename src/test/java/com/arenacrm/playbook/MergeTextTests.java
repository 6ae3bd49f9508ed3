package com.arenacrm.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MergeTextTests {

  private static final Map<MergeField, String> PAULA =
      Map.of(MergeField.PERSON_NAME, "Paula Rey", MergeField.COMPANY_NAME, "Hotel Mirador");

  @Test
  void fieldsAreFilledByTheirNameInEitherLanguage() {
    assertThat(filled("Hola, {{persona.nombre}} de {{ company.name }}."))
        .isEqualTo("Hola, Paula Rey de Hotel Mirador.");
  }

  @Test
  void whatTheRecordDoesNotSayIsAGapAndNeverNothing() {
    var pieces = MergeText.fill("Como {{persona.cargo}} sabrá", PAULA);

    assertThat(pieces)
        .containsExactly(
            new MergeText.Piece("Como ", null),
            new MergeText.Piece("", MergeField.PERSON_JOB),
            new MergeText.Piece(" sabrá", null));
  }

  @Test
  void anEmptyFactIsAGapToo() {
    assertThat(MergeText.fill("{{persona.cargo}}", Map.of(MergeField.PERSON_JOB, " ")))
        .containsExactly(new MergeText.Piece("", MergeField.PERSON_JOB));
  }

  @Test
  void whatIsNoFieldIsNamed() {
    assertThat(MergeText.unknown("{{persona.nombre}} {{persona.edad}} {{sin cerrar y }}"))
        .containsExactly("{{persona.edad}}", "{{sin cerrar y }}");
    assertThat(MergeText.unknown("{{persona.nombre} y fin")).containsExactly("{{persona.nombre");
    assertThat(MergeText.unknown("Precio { 3 } de {{oferta.precio}}")).isEmpty();
  }

  @Test
  void whatAFactSaysIsNotReadAsAFieldAgain() {
    assertThat(
            MergeText.fill("{{persona.nombre}}", Map.of(MergeField.PERSON_NAME, "{{me.name}} $1"))
                .get(0)
                .text())
        .isEqualTo("{{me.name}} $1");
  }

  private static String filled(String text) {
    return MergeText.fill(text, PAULA).stream()
        .map(MergeText.Piece::text)
        .collect(Collectors.joining());
  }
}
