package com.arenacrm.platform;

import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.webjars.WebJarVersionLocator;

/**
 * The one style sheet of all pages, put together at start-up: Tabler in the lowest cascade layer,
 * then our own files, one a component. So a page asks for one file, and our rules win over Tabler's
 * without shouting.
 */
@RestController
class StyleSheet {

  /** Our own files in the order of their layers. */
  static final List<String> FILES =
      List.of(
          "base",
          "controls",
          "tables",
          "hourglass",
          "week",
          "meeting",
          "audience",
          "duplicates",
          "calendar",
          "attendance",
          "queue",
          "board",
          "deal",
          "icp",
          "imports",
          "leads",
          "lists",
          "inbox",
          "results",
          "customers",
          "playbook",
          "welcome",
          "print");

  private final Assembled sheet = Assembled.of("/arena.css", assemble(), "text/css;charset=UTF-8");

  String address() {
    return sheet.address();
  }

  @GetMapping("/arena.css")
  ResponseEntity<byte[]> sheet() {
    return sheet.answer();
  }

  private static String assemble() {
    String tabler =
        Assembled.read(
            "META-INF/resources/webjars/tabler__core/%s/dist/css/tabler.min.css"
                .formatted(new WebJarVersionLocator().version("tabler__core")));
    StringBuilder css =
        new StringBuilder("@layer tabler, base, controls, tables, hourglass, pages, print;\n");
    css.append("@layer tabler {\n")
        .append(tabler.replaceFirst("@charset \"[^\"]*\";", ""))
        .append("\n}\n");
    FILES.forEach(name -> css.append(Assembled.read("css/" + name + ".css")));
    return css.toString();
  }
}
