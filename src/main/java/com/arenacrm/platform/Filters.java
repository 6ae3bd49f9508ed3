package com.arenacrm.platform;

import com.arenacrm.shared.Quarter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * What the address of a page narrows it by. A value that says nothing is left out, and remembered,
 * so that the page tells which filter it did not understand and what it shows instead, and nobody
 * takes the whole list for the part that they asked for. A page that takes its filters from here
 * says so of parameters that it does not know at all, too.
 */
public final class Filters {

  /**
   * What nobody understood.
   *
   * @param name of the parameter
   * @param value as it stands in the address
   */
  public record Unread(String name, String value) {}

  private static final int LONGEST_WORDS = 100;
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final MultiValueMap<String, String> address;
  private final Set<String> asked = new HashSet<>();
  private final List<Unread> unread = new ArrayList<>();
  private boolean whole;

  private Filters(MultiValueMap<String, String> address) {
    this.address = address;
  }

  public static Filters of(MultiValueMap<String, String> address) {
    return new Filters(address);
  }

  /** Of parameters that each stand once. */
  public static Filters of(Map<String, String> address) {
    return new Filters(MultiValueMap.fromSingleValue(address));
  }

  static Filters ofParameters(Map<String, String[]> parameters) {
    MultiValueMap<String, String> address = new LinkedMultiValueMap<>();
    parameters.forEach((name, values) -> address.addAll(name, Arrays.asList(values)));
    return new Filters(address);
  }

  /** As typed, without blanks around it; empty where there is none. Any text will do. */
  public String text(String name) {
    asked.add(name);
    return FormReader.clean(address.getFirst(name));
  }

  /** Words to look for, a hundred characters at most. */
  public String words(String name) {
    String text = text(name);
    return text.substring(0, Math.min(LONGEST_WORDS, text.length()));
  }

  /** What the text says; empty where there is none, or none that can be read. */
  public <T> Optional<T> read(String name, Function<String, Optional<T>> parse) {
    String text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = parse.apply(text);
    if (value.isEmpty()) {
      unread(name);
    }
    return value;
  }

  /** One of these, by the key that an address says. */
  public <T> @Nullable T choice(String name, T[] values, Function<T, String> key) {
    return read(name, text -> Stream.of(values).filter(v -> key.apply(v).equals(text)).findFirst())
        .orElse(null);
  }

  /** One of these, by its name. */
  public <E extends Enum<E>> @Nullable E choice(String name, E[] values) {
    return choice(name, values, Enum::name);
  }

  /** The identifier of a record. */
  public @Nullable UUID id(String name) {
    return read(name, Filters::parseId).orElse(null);
  }

  /** A day, as people write it. */
  public @Nullable LocalDate date(String name) {
    return read(name, FormReader::parseDate).orElse(null);
  }

  /** A month, such as {@code 2026-11}. */
  public @Nullable YearMonth month(String name) {
    return read(name, Filters::parseMonth).orElse(null);
  }

  /** A quarter, such as {@code 2026-Q4}, neither before nor after these. */
  public Optional<Quarter> quarter(String name, Quarter earliest, Quarter latest) {
    return read(name, text -> Quarter.parse(text).filter(q -> q.isWithin(earliest, latest)));
  }

  /** A whole number that the pattern allows. */
  public @Nullable Integer whole(String name, String pattern) {
    return read(
            name,
            text -> text.matches(pattern) ? Optional.of(Integer.valueOf(text)) : Optional.empty())
        .orElse(null);
  }

  /** Whether something is asked for. */
  public boolean is(String name) {
    return read(name, Filters::parseBoolean).orElse(false);
  }

  /** Notes that the value of a parameter says nothing here. */
  public void unread(String name) {
    asked.add(name);
    note(name, text(name));
  }

  /**
   * For a file, which has no place to say that it holds something else than was asked for.
   *
   * @throws NotFoundException when something was not understood
   */
  public void orNoFile() {
    if (!unread.isEmpty()) {
      throw new NotFoundException();
    }
  }

  /** What was not understood, in the order in which it was asked for. */
  public List<Unread> unread() {
    return List.copyOf(unread);
  }

  /** All parameters are read from here, but for these. */
  void isAll(List<String> others) {
    whole = true;
    asked.addAll(others);
  }

  /** Whether a parameter that nobody asked for is one that the page does not know. */
  boolean isWhole() {
    return whole;
  }

  void note(String name, String value) {
    if (unread.stream().noneMatch(u -> u.name().equals(name))) {
      unread.add(new Unread(name, value));
    }
  }

  /** The parameters that say something and that nobody ever asked for. */
  List<Unread> unasked() {
    return address.entrySet().stream()
        .filter(e -> !asked.contains(e.getKey()))
        .map(e -> new Unread(e.getKey(), FormReader.clean(e.getValue().get(0))))
        .filter(u -> !u.value().isEmpty())
        .toList();
  }

  /** The identifier that a text says. */
  public static Optional<UUID> parseId(String text) {
    return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /** The month that a text such as {@code 2026-11} says. */
  public static Optional<YearMonth> parseMonth(String text) {
    try {
      return Optional.of(YearMonth.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> parseBoolean(String text) {
    return switch (text) {
      case "true", "on" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
