package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.support.RedirectAttributesModelMap;

class FlashTests {

  @Test
  void sentencesCanChooseBetweenOneAndMany() {
    RedirectAttributesModelMap next = new RedirectAttributesModelMap();
    Flash.done(next, "noted", 2, "Cata");
    Object[] arguments = (Object[]) next.getFlashAttributes().get("flashArguments");

    assertThat(MessageFormat.format("{0,choice,1#una persona|1<{0} personas} en {1}", arguments))
        .isEqualTo("2 personas en Cata");
  }

  @Test
  void whatIsNoNumberIsKeptAsItsText() {
    RedirectAttributesModelMap next = new RedirectAttributesModelMap();
    Flash.refused(next, new RefusedException("gone", List.of("Cata")));

    assertThat((Object[]) next.getFlashAttributes().get("flashArguments"))
        .containsExactly("[Cata]");
  }
}
