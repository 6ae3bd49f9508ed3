package com.arenacrm.platform;

import com.arenacrm.shared.HourglassPhase;
import java.util.List;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Where pages find the style sheet and the icons, and the phases that many of them list. */
@ControllerAdvice
class Assets {

  private static final List<HourglassPhase> PHASES = List.of(HourglassPhase.values());

  private final String styleSheet;
  private final String icons;

  Assets(StyleSheet styleSheet, Icons icons) {
    this.styleSheet = styleSheet.address();
    this.icons = icons.address();
  }

  @ModelAttribute("styleSheet")
  String styleSheet() {
    return styleSheet;
  }

  @ModelAttribute("icons")
  String icons() {
    return icons;
  }

  @ModelAttribute("phases")
  List<HourglassPhase> phases() {
    return PHASES;
  }
}
