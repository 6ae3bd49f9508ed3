package com.arenacrm.identity;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be chosen for a company: zones, currencies, countries, named in a language. */
public record Choices(List<Choice> zones, List<Choice> currencies, List<Choice> regions) {

  /** One option of a list. */
  public record Choice(String value, String label) {}

  private static final Set<String> CONTINENTS =
      Set.of(
          "Africa",
          "America",
          "Antarctica",
          "Asia",
          "Atlantic",
          "Australia",
          "Europe",
          "Indian",
          "Pacific");

  /** All choices, sorted as a reader of the language expects. */
  public static Choices in(Locale locale) {
    Comparator<Choice> byLabel =
        Comparator.comparing(Choice::label, java.text.Collator.getInstance(locale));
    return new Choices(
        zoneIds().sorted().map(id -> new Choice(id, id.replace('_', ' '))).toList(),
        Currency.getAvailableCurrencies().stream()
            .filter(c -> c.getDefaultFractionDigits() >= 0)
            .map(
                c ->
                    new Choice(
                        c.getCurrencyCode(),
                        c.getCurrencyCode() + " · " + c.getDisplayName(locale)))
            .sorted(Comparator.comparing(Choice::value))
            .toList(),
        Stream.of(Locale.getISOCountries())
            .map(
                code ->
                    new Choice(
                        code,
                        new Locale.Builder().setRegion(code).build().getDisplayCountry(locale)))
            .sorted(byLabel)
            .toList());
  }

  public static Optional<ZoneId> zone(@Nullable String text) {
    return zoneIds().filter(id -> id.equals(text)).findFirst().map(ZoneId::of);
  }

  public static Optional<Currency> currency(@Nullable String text) {
    return Currency.getAvailableCurrencies().stream()
        .filter(c -> c.getCurrencyCode().equals(text))
        .findFirst();
  }

  public static Optional<String> region(@Nullable String text) {
    return Stream.of(Locale.getISOCountries()).filter(code -> code.equals(text)).findFirst();
  }

  private static Stream<String> zoneIds() {
    return Stream.concat(
        Stream.of("UTC"),
        ZoneId.getAvailableZoneIds().stream()
            .filter(id -> id.contains("/") && CONTINENTS.contains(id.split("/")[0])));
  }
}
