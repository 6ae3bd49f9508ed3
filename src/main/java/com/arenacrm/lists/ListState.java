package com.arenacrm.lists;

import com.arenacrm.platform.Filters;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Where somebody is in a list: its filter and order, the view they took it from, and how far down
 * they have paged. Travels as one parameter, and is read by the list's own rules wherever it comes
 * back, so that whatever somebody wrote into it is a filter of that list or nothing.
 *
 * @param list key of the list
 * @param path of the list
 * @param query filter and order in the list's own spelling
 * @param view the saved view, as the address says; it may be nobody's
 * @param plain whether the list itself is asked for, rather than the view that somebody begins with
 * @param after the record after which the page begins; null at the beginning
 */
public record ListState(
    String list,
    String path,
    Map<String, String> query,
    @Nullable UUID view,
    boolean plain,
    @Nullable UUID after) {

  /** The parameter by which it travels to the page of a record. */
  public static final String PARAMETER = "list";

  /** The parameter that names the view. */
  static final String VIEW = "saved";

  private static final String NO_VIEW = "none";
  private static final int LONGEST = 2_000;

  /** As the address of the list says. */
  public static ListState of(WorkList list, Filters address) {
    boolean plain = address.text(VIEW).equals(NO_VIEW);
    return new ListState(
        list.key(),
        list.path(),
        list.read(address),
        plain ? null : address.id(VIEW),
        plain,
        address.id("after"));
  }

  /** As {@link #text} wrote it; nothing is asked of the list where it cannot be read. */
  public static ListState parse(WorkList list, @Nullable String text) {
    return of(list, Filters.of(parameters(text)));
  }

  /** The parameters of a query string, whoever wrote it. */
  static MultiValueMap<String, String> parameters(@Nullable String text) {
    MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
    if (text == null || text.length() > LONGEST) {
      return parameters;
    }
    for (String part : text.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        try {
          parameters.add(
              URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
              URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          // Not ours: nobody who follows links meets it.
          continue;
        }
      }
    }
    return parameters;
  }

  /** Filter and order alone, as a view keeps them. */
  public String filter() {
    return write(query);
  }

  /** All of it in one text, for {@link #PARAMETER}. */
  public String text() {
    Map<String, String> all = all();
    if (after != null) {
      all.put("after", after.toString());
    }
    return write(all);
  }

  /** The same from the beginning of the list. */
  ListState fromTheTop() {
    return new ListState(list, path, query, view, plain, null);
  }

  /** The same place of a list that is asked for something else. */
  ListState asking(Map<String, String> otherwise) {
    return new ListState(list, path, otherwise, view, plain, after);
  }

  /** The address of the list from its beginning. */
  public String address() {
    return address(path, write(all()));
  }

  /** The address of the page that begins after a record. */
  public String after(@Nullable UUID record) {
    Map<String, String> all = all();
    if (record != null) {
      all.put("after", record.toString());
    }
    return address(path, write(all));
  }

  /** The address of the same in another order. */
  public String sorted(String by) {
    Map<String, String> all = all();
    all.put("sort", by);
    return address(path, write(all));
  }

  /** The address of the whole list. */
  public String whole() {
    return address(path, VIEW + "=" + NO_VIEW);
  }

  /** The address of a page about this place in the list. */
  public String about(String page) {
    return page
        + (page.indexOf('?') < 0 ? "?" : "&")
        + PARAMETER
        + "="
        + URLEncoder.encode(text(), StandardCharsets.UTF_8);
  }

  /** What is added to the address of a record that is opened from here. */
  public String carried() {
    return about("");
  }

  /** Whether nothing narrows the list or orders it otherwise. */
  public boolean isWhole() {
    return query.isEmpty();
  }

  static String address(String path, String query) {
    return query.isEmpty() ? path : path + (path.indexOf('?') < 0 ? "?" : "&") + query;
  }

  private Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>(query);
    if (view != null) {
      all.put(VIEW, view.toString());
    } else if (plain || query.isEmpty()) {
      all.put(VIEW, NO_VIEW);
    }
    return all;
  }

  /** The identifier that a parameter holds, or null. */
  public static @Nullable UUID id(@Nullable String text) {
    return text == null ? null : Filters.parseId(text).orElse(null);
  }

  static String write(Map<String, String> parameters) {
    List<String> parts = new ArrayList<>();
    parameters.forEach(
        (name, value) -> parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return parts.stream().collect(Collectors.joining("&"));
  }
}
