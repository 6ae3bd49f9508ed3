package com.arenacrm.pipeline.comments;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.pipeline.comments.Mentions.Part;
import com.arenacrm.platform.Folding;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whom a comment calls by name. */
class MentionsTests {

  private static final Folding FOLD =
      text ->
          Normalizer.normalize(text, Normalizer.Form.NFD)
              .replaceAll("\\p{M}", "")
              .toLowerCase(Locale.ROOT);

  private final Colleague lucia = new Colleague(UserId.next(), "Lucía Ferrer");
  private final Colleague ana = new Colleague(UserId.next(), "Ana Gil");
  private final Colleague anaMaria = new Colleague(UserId.next(), "Ana María López");
  private final List<Colleague> people = List.of(lucia, ana, anaMaria);

  @Test
  void aFirstNameIsEnoughWhateverItsCapitalsAndAccents() {
    for (String text :
        List.of("@lucia mira", "Mira, @LUCÍA.", "(@Lucía)", "@Lucía Ferrer: mira", "¿@Lucía?")) {
      assertThat(read(text).called()).as(text).containsExactly(lucia.id());
    }
  }

  @Test
  void theWholeNameGoesBeforeTheFirst() {
    Mentions mentions = read("Con @Ana María López y @ana gil mañana");
    assertThat(mentions.called()).containsExactly(anaMaria.id(), ana.id());
    assertThat(mentions.parts())
        .containsExactly(
            new Part("Con ", false),
            new Part("@Ana María López", true),
            new Part(" y ", false),
            new Part("@ana gil", true),
            new Part(" mañana", false));
  }

  @Test
  void aNameThatTwoHaveIsUnclearAndOneThatNobodyHasIsUnknown() {
    Mentions mentions = read("@Ana y @Berta");
    assertThat(mentions.called()).isEmpty();
    assertThat(mentions.unclear()).containsExactly("Ana");
    assertThat(mentions.unknown()).containsExactly("Berta");
  }

  @Test
  void anAddressCallsNobody() {
    assertThat(read("Escribe a ventas@lucia.example o a las @ 18 h").called()).isEmpty();
  }

  @Test
  void twoCallsAtOnceAreTwo() {
    assertThat(read("@Lucía @Ana Gil").called()).containsExactly(lucia.id(), ana.id());
    assertThat(read("@Lucía @Lucía").called()).containsExactly(lucia.id());
  }

  @Property(tries = 500)
  void thePiecesAreTheWholeText(@ForAll String some) {
    String text = some + " @Lucía " + some + "@Ana Gil";
    assertThat(read(text).parts().stream().map(Part::text).collect(Collectors.joining()))
        .isEqualTo(text);
  }

  private Mentions read(String text) {
    return Mentions.in(text, people, FOLD);
  }
}
