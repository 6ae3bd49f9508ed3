package com.arenacrm.leads.forms;

import com.arenacrm.platform.FormReader;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * By which campaign somebody came, as the address of the page said ({@code utm_source} and so on).
 *
 * @param referrer the host of the page they came from
 */
public record Campaign(
    @Nullable String source,
    @Nullable String medium,
    @Nullable String campaign,
    @Nullable String term,
    @Nullable String content,
    @Nullable String referrer) {

  private static final int LONGEST = 100;
  public static final Campaign NONE = new Campaign(null, null, null, null, null, null);

  /** What an address or a page said; what is too long is cut. */
  static Campaign of(UnaryOperator<@Nullable String> parameter, @Nullable String referrer) {
    return new Campaign(
        cut(parameter.apply("utm_source")),
        cut(parameter.apply("utm_medium")),
        cut(parameter.apply("utm_campaign")),
        cut(parameter.apply("utm_term")),
        cut(parameter.apply("utm_content")),
        cut(referrer));
  }

  /** Whether nothing is known of it. */
  public boolean none() {
    return equals(NONE);
  }

  /** The same as a part of an address, so that it is not lost with the language of the page. */
  String query() {
    UriComponentsBuilder query = UriComponentsBuilder.newInstance();
    Map<String, String> named = parameters();
    if (referrer != null) {
      named.put("referrer", referrer);
    }
    named.keySet().forEach(name -> query.queryParam(name, "{" + name + "}"));
    String text = query.encode().buildAndExpand(named).toUriString();
    return text.isEmpty() ? "" : "&" + text.substring(1);
  }

  /** What an address says of it. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "utm_source", source);
    put(parameters, "utm_medium", medium);
    put(parameters, "utm_campaign", campaign);
    put(parameters, "utm_term", term);
    put(parameters, "utm_content", content);
    return parameters;
  }

  private static void put(Map<String, String> to, String name, @Nullable String value) {
    if (value != null) {
      to.put(name, value);
    }
  }

  /** In one line: {@code boletín · correo · otoño}. */
  public String line() {
    return Stream.of(source, medium, campaign, term, content, referrer)
        .filter(Objects::nonNull)
        .reduce((a, b) -> a + " · " + b)
        .orElse("");
  }

  /** The host of a page's address; null for none, and for our own. */
  static @Nullable String hostOf(@Nullable String address, String own) {
    if (address == null || address.isBlank()) {
      return null;
    }
    try {
      String host = URI.create(address.strip()).getHost();
      return host == null || host.equalsIgnoreCase(own) ? null : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String cut(@Nullable String text) {
    String clean = FormReader.clean(text).replaceAll("\\p{Cntrl}", " ");
    String kept = clean.substring(0, Math.min(LONGEST, clean.length()));
    return kept.isEmpty() ? null : kept;
  }
}
