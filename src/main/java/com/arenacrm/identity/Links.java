package com.arenacrm.identity;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Makes absolute addresses. Those that leave by mail use the configured base address only, never
 * what a request claims to be (Q29).
 */
@Component
public class Links {

  private final String baseUrl;

  Links(@Value("${arena.base-url:}") String baseUrl, @Value("${server.port:8080}") int port) {
    String trimmed = baseUrl.strip().replaceAll("/+$", "");
    this.baseUrl = trimmed.isEmpty() ? "http://localhost:" + port : trimmed;
    this.configured = !trimmed.isEmpty();
  }

  private final boolean configured;

  /** Whether somebody has said under which address people reach Arena. */
  public boolean isConfigured() {
    return configured;
  }

  /** The address to send by mail. */
  public String forMail(String path) {
    return baseUrl + path;
  }

  /** The address to show to the person who makes this request, who knows under which name. */
  public String forViewer(HttpServletRequest request, String path) {
    return configured
        ? baseUrl + path
        : ServletUriComponentsBuilder.fromContextPath(request).path(path).toUriString();
  }
}
