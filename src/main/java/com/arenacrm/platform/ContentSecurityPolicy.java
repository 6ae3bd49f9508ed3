package com.arenacrm.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.stereotype.Component;

/**
 * Tells the browser to run only our own scripts: files of this server, and the few inline ones that
 * carry this reply's nonce. Stored text can therefore never become a script (Q24).
 */
@Component
public class ContentSecurityPolicy implements HeaderWriter {

  private static final String NONCE = ContentSecurityPolicy.class.getName() + ".nonce";
  private static final String FRAMES = ContentSecurityPolicy.class.getName() + ".frames";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** This request's nonce, the same however often it is asked for; 128 random bits. */
  public static String nonceOf(HttpServletRequest request) {
    if (request.getAttribute(NONCE) instanceof String nonce) {
      return nonce;
    }
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    String nonce = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    request.setAttribute(NONCE, nonce);
    return nonce;
  }

  /** These pages, as {@code https://host}, may show the present one in a frame; no others may. */
  public static void mayBeFramedBy(HttpServletRequest request, List<String> hosts) {
    request.setAttribute(FRAMES, hosts.isEmpty() ? "'none'" : String.join(" ", hosts));
  }

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    String frames = request.getAttribute(FRAMES) instanceof String named ? named : "'none'";
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self' 'nonce-"
            + nonceOf(request)
            + "'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
            + frames);
    // For browsers that know nothing of frame-ancestors; it cannot name pages.
    if ("'none'".equals(frames)) {
      response.setHeader("X-Frame-Options", "DENY");
    }
  }
}
