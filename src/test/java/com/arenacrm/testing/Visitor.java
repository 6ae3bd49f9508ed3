package com.arenacrm.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Somebody who asks a running Arena for pages, keeps its cookies and sends its forms. */
public final class Visitor {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BOUNDARY = "between-the-parts-of-a-form";

  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(PATIENCE)
          .build();

  public Visitor(String address) {
    this.address = address;
  }

  /** The page behind the path, where the redirects lead. */
  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** Opens the page of a form and sends the form to its path, filled in so. */
  public HttpResponse<String> submit(String page, String path, Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("_csrf", Jsoup.parse(get(page).body()).select("[name=_csrf]").attr("value"));
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    all.entrySet().stream()
                        .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), UTF_8))
                        .collect(Collectors.joining("&")))));
  }

  /**
   * Opens a page and sends its form as it is filled in there, but for what is said otherwise, and
   * with a file if one is named.
   *
   * @param form a selector of the form
   * @param file what stands in the field for a file; null for a form without one
   */
  public HttpResponse<String> fillIn(
      String page, String form, Map<String, String> fields, byte @Nullable [] file) {
    Element filled = Jsoup.parse(get(page).body(), address + page).selectFirst(form);
    if (filled == null) {
      throw new IllegalStateException("No form " + form + " on " + page);
    }
    List<Map.Entry<String, String>> all = new ArrayList<>();
    for (Element field : filled.select("input, select, textarea")) {
      String name = field.attr("name");
      boolean off = field.is("[type=radio], [type=checkbox]") && !field.hasAttr("checked");
      if (!name.isEmpty() && !off && !fields.containsKey(name) && !field.is("[type=file]")) {
        all.add(Map.entry(name, field.is("select") ? selected(field) : field.val()));
      }
    }
    all.addAll(fields.entrySet());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(filled.hasAttr("action") ? filled.absUrl("action") : address + page))
            .timeout(PATIENCE);
    return send(
        file == null
            ? request
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(all)))
            : request
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        parts(all, filled.select("[type=file]").attr("name"), file))));
  }

  private static String encoded(List<Map.Entry<String, String>> fields) {
    return fields.stream()
        .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static byte[] parts(
      List<Map.Entry<String, String>> fields, String fileField, byte[] file) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map.Entry<String, String> field : fields) {
      part(body, field.getKey(), "", field.getValue().getBytes(UTF_8));
    }
    part(body, fileField, "; filename=\"file.csv\"", file);
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return body.toByteArray();
  }

  private static void part(ByteArrayOutputStream body, String name, String more, byte[] content) {
    body.writeBytes(
        ("--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n")
            .formatted(BOUNDARY, name, more)
            .getBytes(UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(UTF_8));
  }

  private static String selected(Element select) {
    Element chosen = select.selectFirst("option[selected]");
    return chosen == null ? select.select("option").val() : chosen.val();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
