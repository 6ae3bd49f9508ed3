package com.arenacrm.platform;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Tells names of facts that are usually written down once the outcome is known, go on changing, or
 * are somebody's judgement: a last activity, a tag, a reason of the loss.
 */
public final class HindsightWords {

  /** Words of names, in both languages, without accents. */
  private static final Set<String> WORDS =
      Set.of(
          ("last latest status stage outcome result results quality tag tags rating score index"
                  + " closed close won lost reason duration converted conversion disposition"
                  + " feedback remark remarks comment comments verdict grade probability forecast"
                  + " ultimo ultima estado etapa resultado calidad etiqueta etiquetas valoracion"
                  + " puntuacion indice cerrado cerrada cierre ganado ganada perdido perdida motivo"
                  + " duracion convertido comentario comentarios observaciones nota"
                  + " probabilidad prevision involved implicada implicadas implicado implicados")
              .split(" "));

  private HindsightWords() {}

  /** Whether one of the words of a name is such a word. */
  public static boolean isNamedSo(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(plain.split("[^\\p{L}\\p{N}]+")).anyMatch(WORDS::contains);
  }
}
