package com.arenacrm.platform;

import com.arenacrm.shared.HourglassPhase;
import java.util.List;
import java.util.Map;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Where pages find the style sheet and the icons, and the phases that many of them list. */
@ControllerAdvice
class Assets {

  private static final List<HourglassPhase> PHASES = List.of(HourglassPhase.values());

  private final Map<String, Object> all;

  Assets(StyleSheet styleSheet, Icons icons) {
    all = Map.of("styleSheet", styleSheet.address(), "icons", icons.address(), "phases", PHASES);
  }

  @ModelAttribute
  void put(Model model) {
    model.addAllAttributes(all);
  }

  /** The same for a page that answers an exception, which is given no model. */
  Map<String, Object> all() {
    return all;
  }
}
