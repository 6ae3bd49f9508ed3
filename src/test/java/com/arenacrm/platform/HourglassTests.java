package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.arenacrm.platform.Hourglass.Band;
import com.arenacrm.platform.Hourglass.Share;
import com.arenacrm.shared.HourglassPhase;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;

class HourglassTests {

  private static final Locale SPANISH =
      new Locale.Builder().setLanguage("es").setRegion("ES").build();

  @Test
  void itSaysInWordsWhatItShows() {
    Hourglass glass =
        draw(
            phase -> {
              return switch (phase) {
                case KNOW -> new Share(phase, true, 2, 2);
                case LIKE -> new Share(phase, true, 1, 2);
                case REPEAT -> new Share(phase, true, 0, 0);
                case REFER -> new Share(phase, false, 0, 0);
                default -> new Share(phase, true, 0, 1);
              };
            });

    assertThat(glass.words())
        .isEqualTo(
            "Reloj de la semana, hecho de lo previsto: Conocer 2 de 2, Gustar 1 de 2, Confiar 0 de"
                + " 1, Probar 0 de 1, Comprar 0 de 1, Repetir sin nada previsto, Referir no aplica.");
  }

  @Test
  void aBandIsFullOrEmptyOrBetween() {
    List<Band> bands =
        draw(phase -> {
              return switch (phase) {
                case KNOW -> new Share(phase, true, 2, 2);
                case LIKE -> new Share(phase, true, 1, 2);
                case REFER -> new Share(phase, false, 1, 1);
                default -> new Share(phase, true, 0, 3);
              };
            })
            .bands();

    assertThat(bands.get(0).sand()).isEqualTo(bands.get(0).outline());
    assertThat(height(bands.get(1).sand()))
        .isCloseTo(height(bands.get(1).outline()) / 2, offset(0.2));
    assertThat(bands.get(2).sand()).isNull();
    assertThat(bands.get(6).applies()).isFalse();
    assertThat(bands.get(6).sand()).as("what does not apply holds no sand").isNull();
  }

  @Property
  void sandNeverRisesAboveItsGlass(
      @ForAll @IntRange(min = 0, max = 50) int done, @ForAll @IntRange(min = 0, max = 50) int all) {
    for (Band band : draw(phase -> new Share(phase, true, done, all)).bands()) {
      if (band.sand() != null) {
        assertThat(height(band.sand())).isLessThanOrEqualTo(height(band.outline()) + 0.11);
        assertThat(bottom(band.sand())).isEqualTo(bottom(band.outline()));
      }
      assertThat(points(band.outline()))
          .allSatisfy(
              p -> {
                assertThat(p[0]).isBetween(0.0, 150.0);
                assertThat(p[1]).isBetween(0.0, 230.0);
              });
    }
  }

  private static Hourglass draw(Function<HourglassPhase, Share> share) {
    ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    messages.setBasenames("messages/ui", "messages/hourglass");
    messages.setDefaultEncoding("UTF-8");
    messages.setFallbackToSystemLocale(false);
    return Hourglass.draw(
        Stream.of(HourglassPhase.values()).map(share).toList(), messages, SPANISH);
  }

  private static List<double[]> points(String polygon) {
    return Stream.of(polygon.split(" "))
        .map(p -> Stream.of(p.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  private static double bottom(String polygon) {
    return points(polygon).stream().mapToDouble(p -> p[1]).max().orElseThrow();
  }

  private static double height(String polygon) {
    return bottom(polygon) - points(polygon).stream().mapToDouble(p -> p[1]).min().orElseThrow();
  }
}
