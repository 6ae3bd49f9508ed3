package com.arenacrm.icp;

import static com.arenacrm.icp.Example.EMPLOYEES;
import static com.arenacrm.icp.Example.criterion;
import static com.arenacrm.icp.Example.signable;
import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.EditionDifference.PhaseChange;
import com.arenacrm.icp.EditionDifference.RuleChange;
import com.arenacrm.icp.TextDifference.Kind;
import com.arenacrm.icp.TextDifference.Piece;
import com.arenacrm.shared.HourglassPhase;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class EditionDifferenceTests {

  @Test
  void whatSaysTheSameHasNoDifference() {
    assertThat(EditionDifference.between(signable(), signable()).isNone()).isTrue();
  }

  @Test
  void aRuleCameWentOrChanged() {
    EditionText old = signable();
    Criterion size = old.criteria().get(1);
    Criterion bigger = new Criterion(new Condition(EMPLOYEES, Operator.AT_LEAST, "50"), 40, false);
    Criterion heavier = criterion("Hotel", 80, true);
    Criterion fresh = criterion("Restaurante", 5, false);

    EditionDifference changed =
        EditionDifference.between(old, with(old, List.of(fresh, heavier, bigger)));
    EditionDifference removed = EditionDifference.between(old, with(old, List.of(size)));

    assertThat(changed.criteria())
        .containsExactlyInAnyOrder(
            new RuleChange(old.criteria().get(0), heavier),
            new RuleChange(size, bigger),
            new RuleChange(null, fresh));
    assertThat(changed.exclusions()).isEmpty();
    assertThat(removed.criteria()).containsExactly(new RuleChange(old.criteria().get(0), null));
  }

  @Test
  void aPhaseStopsApplying() {
    assertThat(
            EditionDifference.between(
                    signable(), Example.without(Map.of(HourglassPhase.REPEAT, "contrato anual")))
                .phases())
        .containsExactly(new PhaseChange(HourglassPhase.REPEAT, null, "contrato anual"));
  }

  @Test
  void aTextIsComparedWordByWord() {
    assertThat(TextDifference.between("una sola cuota y ya", "una sola cuota mensual y ya"))
        .containsExactly(
            new Piece(Kind.SAME, "una sola cuota "),
            new Piece(Kind.ADDED, "mensual "),
            new Piece(Kind.SAME, "y ya"));
    assertThat(TextDifference.between(null, "nuevo"))
        .containsExactly(new Piece(Kind.ADDED, "nuevo"));
    assertThat(TextDifference.between("viejo", null))
        .containsExactly(new Piece(Kind.REMOVED, "viejo"));
  }

  @Property
  void whatIsKeptAndAddedIsTheNewText(
      @ForAll @Size(max = 30) List<@AlphaChars @StringLength(min = 1, max = 2) String> before,
      @ForAll @Size(max = 30) List<@AlphaChars @StringLength(min = 1, max = 2) String> after) {
    List<Piece> pieces = TextDifference.between(String.join(" ", before), String.join(" ", after));

    assertThat(words(pieces, Kind.REMOVED)).isEqualTo(String.join(" ", after).strip());
    assertThat(words(pieces, Kind.ADDED)).isEqualTo(String.join(" ", before).strip());
  }

  /** The words of all pieces but those of one kind. */
  private static String words(List<Piece> pieces, Kind without) {
    StringBuilder text = new StringBuilder();
    pieces.stream()
        .filter(piece -> piece.kind() != without)
        .forEach(piece -> text.append(piece.text()).append(' '));
    return text.toString().replaceAll("\\s+", " ").strip();
  }

  private static EditionText with(EditionText t, List<Criterion> criteria) {
    return new EditionText(
        t.notWanted(),
        t.exclusions(),
        criteria,
        t.motivators(),
        t.channels(),
        t.valueStatement(),
        t.roles(),
        t.phasesWithout());
  }
}
