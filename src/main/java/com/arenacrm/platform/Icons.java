package com.arenacrm.platform;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.webjars.WebJarVersionLocator;

/** The icons that pages use, as one sprite made at start-up from the Tabler icon files. */
@RestController
class Icons {

  /** Every icon that a template may name; a missing one fails the start, not a page. */
  static final List<String> NAMES =
      List.of(
          "speakerphone",
          "heart",
          "shield-check",
          "flask",
          "shopping-cart",
          "refresh",
          "users",
          "plus",
          "search",
          "phone",
          "mail",
          "file-text",
          "brand-whatsapp",
          "dots",
          "chevron-left",
          "chevron-right",
          "chevron-down",
          "check",
          "x",
          "alert-triangle",
          "info-circle",
          "calendar",
          "calendar-event",
          "clock",
          "user",
          "building",
          "link",
          "printer",
          "download",
          "upload",
          "file-import",
          "settings",
          "logout",
          "arrows-move",
          "arrow-right",
          "arrow-back-up",
          "trash",
          "edit",
          "star",
          "target",
          "history",
          "message",
          "flag",
          "lock",
          "eye",
          "filter",
          "list",
          "layout-kanban",
          "hourglass",
          "sun",
          "moon",
          "world",
          "help",
          "bell");

  private static final Pattern BODY = Pattern.compile("<svg[^>]*>(.*)</svg>", Pattern.DOTALL);

  private final Assembled sprite = Assembled.of("/icons.svg", draw(), "image/svg+xml");

  String address() {
    return sprite.address();
  }

  @GetMapping("/icons.svg")
  ResponseEntity<byte[]> sprite() {
    return sprite.answer();
  }

  private static String draw() {
    String version = new WebJarVersionLocator().version("tabler__icons");
    StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    for (String name : NAMES) {
      String file =
          "META-INF/resources/webjars/tabler__icons/%s/icons/outline/%s.svg"
              .formatted(version, name);
      Matcher body = BODY.matcher(Assembled.read(file));
      if (!body.find()) {
        throw new IllegalStateException("Icon " + name + " is not a drawing");
      }
      svg.append("<symbol id=\"")
          .append(name)
          .append("\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\"")
          .append(" stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\">")
          .append(body.group(1).strip())
          .append("</symbol>");
    }
    return svg.append("</svg>").toString();
  }
}
