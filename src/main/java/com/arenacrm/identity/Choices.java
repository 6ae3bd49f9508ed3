package com.arenacrm.identity;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

  private static final List<String> SPANISH_SPEAKING =
      List.of(
          "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GQ", "GT", "HN", "MX", "NI", "PA",
          "PE", "PR", "PY", "SV", "UY", "VE");

  /** All choices, sorted as a reader of the language expects. */
  public static Choices in(Locale locale) {
    Comparator<Choice> byLabel =
        Comparator.comparing(Choice::label, java.text.Collator.getInstance(locale));
    return new Choices(
        zoneIds().sorted().map(id -> new Choice(id, id.replace('_', ' '))).toList(),
        tenders()
            .map(
                c ->
                    new Choice(
                        c.getCurrencyCode(),
                        c.getCurrencyCode() + " · " + c.getDisplayName(locale)))
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
    return tenders().filter(c -> c.getCurrencyCode().equals(text)).findFirst();
  }

  public static Optional<String> region(@Nullable String text) {
    return Stream.of(Locale.getISOCountries()).filter(code -> code.equals(text)).findFirst();
  }

  // Those in which somebody can be paid today: the tender of some country. First the euro, then
  // those of the countries where Spanish is spoken, each group by its code.
  private static Stream<Currency> tenders() {
    Currency euro = Currency.getInstance("EUR");
    Set<Currency> spanish = tender(SPANISH_SPEAKING.stream()).collect(Collectors.toSet());
    return tender(Stream.of(Locale.getISOCountries()))
        .distinct()
        .sorted(
            Comparator.comparing((Currency c) -> !c.equals(euro))
                .thenComparing(c -> !spanish.contains(c))
                .thenComparing(Currency::getCurrencyCode));
  }

  private static Stream<Currency> tender(Stream<String> countries) {
    return countries
        .map(code -> Currency.getInstance(new Locale.Builder().setRegion(code).build()))
        .filter(Objects::nonNull);
  }

  private static Stream<String> zoneIds() {
    return Stream.concat(
        Stream.of("UTC"),
        ZoneId.getAvailableZoneIds().stream()
            .filter(id -> id.contains("/") && CONTINENTS.contains(id.split("/")[0])));
  }
}
