package com.arenacrm.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * The address that shows what a form would come to. A form that changes something carries a token,
 * which belongs in no address; so it is posted, and answered with the address of what was typed.
 */
public final class Preview {

  /** The name of the button that asks for it. */
  public static final String BUTTON = "preview";

  private static final String TOKEN = "_csrf";

  private Preview() {}

  /** Where the form that was sent is shown again, with what was typed. */
  public static String redirect(HttpServletRequest sent) {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath(sent.getRequestURI());
    sent.getParameterMap()
        .forEach(
            (name, values) -> {
              if (!name.equals(TOKEN) && !name.equals(BUTTON)) {
                for (String value : values) {
                  address.queryParam(name, UriUtils.encode(value, StandardCharsets.UTF_8));
                }
              }
            });
    return "redirect:" + address.build(true).toUriString();
  }
}
