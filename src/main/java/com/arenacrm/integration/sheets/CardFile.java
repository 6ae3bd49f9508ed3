package com.arenacrm.integration.sheets;

import com.arenacrm.platform.RefusedException;
import ezvcard.VCard;
import ezvcard.io.text.VCardReader;
import ezvcard.parameter.EmailType;
import ezvcard.parameter.TelephoneType;
import ezvcard.property.Address;
import ezvcard.property.Email;
import ezvcard.property.Note;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.Title;
import ezvcard.property.Url;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Address cards (vCard 2.1, 3.0 and 4.0), as telephones and mail programs give them out: a row for
 * each card, with the same columns for all. Photographs, sounds and keys are left out.
 */
public final class CardFile {

  /** How many addresses and numbers of one person have a column. */
  private static final int SEVERAL = 3;

  private static final int LONGEST_CARD = 8_000_000;

  /** Names of the columns, which the mapping knows by these words. */
  private static final List<String> SPANISH =
      List.of(
          "Nombre completo",
          "Correo",
          "Correo 2",
          "Correo 3",
          "Teléfono",
          "Teléfono 2",
          "Teléfono 3",
          "Empresa",
          "Departamento",
          "Cargo",
          "Dirección",
          "Código postal",
          "Ciudad",
          "Provincia",
          "País",
          "Web",
          "Cumpleaños",
          "Grupos",
          "Notas");

  private static final List<String> ENGLISH =
      List.of(
          "Full name",
          "Email",
          "Email 2",
          "Email 3",
          "Phone",
          "Phone 2",
          "Phone 3",
          "Company",
          "Department",
          "Job title",
          "Address",
          "Postcode",
          "City",
          "Province",
          "Country",
          "Website",
          "Birthday",
          "Groups",
          "Notes");

  private CardFile() {}

  /** Whether a text starts as address cards do. */
  public static boolean isOne(String start) {
    return start.stripLeading().regionMatches(true, 0, "BEGIN:VCARD", 0, 11);
  }

  /** Whether these are the names of the columns that cards are given. */
  public static boolean isHeader(List<String> names) {
    return names.equals(SPANISH) || names.equals(ENGLISH);
  }

  /**
   * Reads the cards; each is numbered by the line on which it starts.
   *
   * @param language of the names of the columns
   * @throws RefusedException when a card has no end
   */
  public static void read(Reader text, RowSink sink, Locale language) throws IOException {
    sink.table("vCard");
    sink.row(1, language.getLanguage().equals("en") ? ENGLISH : SPANISH);
    BufferedReader lines = new BufferedReader(text);
    StringBuilder card = new StringBuilder();
    int depth = 0;
    long start = 0;
    long number = 0;
    String line;
    while ((line = lines.readLine()) != null) {
      number++;
      String plain = line.strip();
      if (plain.equalsIgnoreCase("BEGIN:VCARD")) {
        if (depth++ == 0) {
          start = number;
        }
      }
      if (depth > 0) {
        card.append(line).append("\r\n");
      }
      if (card.length() > LONGEST_CARD) {
        throw new RefusedException("imports.file.longCard", start);
      }
      if (plain.equalsIgnoreCase("END:VCARD") && depth > 0 && --depth == 0) {
        take(start, card.toString(), sink);
        card.setLength(0);
      }
    }
    if (depth > 0) {
      throw new RefusedException("imports.file.openCard", start);
    }
  }

  private static void take(long number, String text, RowSink sink) throws IOException {
    VCard card;
    try (VCardReader reader = new VCardReader(text)) {
      card = reader.readNext();
    }
    List<String> row = card == null ? List.of() : row(card);
    if (row.stream().anyMatch(cell -> !cell.isEmpty())) {
      sink.row(number, row);
    }
  }

  private static List<String> row(VCard card) {
    List<String> emails = emails(card);
    List<String> phones = phones(card);
    Address address = address(card);
    List<String> units =
        card.getOrganization() == null ? List.of() : card.getOrganization().getValues();
    List<String> row = new ArrayList<>();
    row.add(nameOf(card));
    several(row, emails);
    several(row, phones);
    row.add(units.isEmpty() ? "" : plain(units.get(0)));
    row.add(units.size() < 2 ? "" : plain(String.join(", ", units.subList(1, units.size()))));
    row.add(
        card.getTitles().stream().map(Title::getValue).findFirst().map(CardFile::plain).orElse(""));
    row.add(address == null ? "" : plain(address.getStreetAddressFull()));
    row.add(address == null ? "" : plain(address.getPostalCode()));
    row.add(address == null ? "" : plain(address.getLocality()));
    row.add(address == null ? "" : plain(address.getRegion()));
    row.add(address == null ? "" : plain(address.getCountry()));
    row.add(card.getUrls().stream().map(Url::getValue).findFirst().map(CardFile::plain).orElse(""));
    row.add(birthday(card));
    row.add(
        card.getCategoriesList().stream()
            .flatMap(c -> c.getValues().stream())
            .map(CardFile::plain)
            .collect(Collectors.joining(", ")));
    row.add(
        card.getNotes().stream()
            .map(Note::getValue)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\n"))
            .strip());
    return row;
  }

  private static String nameOf(VCard card) {
    StructuredName parts = card.getStructuredName();
    String built =
        parts == null
            ? ""
            : Stream.of(
                    Stream.ofNullable(parts.getGiven()),
                    parts.getAdditionalNames().stream(),
                    Stream.ofNullable(parts.getFamily()))
                .flatMap(s -> s)
                .map(CardFile::plain)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    String whole = card.getFormattedName() == null ? "" : plain(card.getFormattedName().getValue());
    return whole.isEmpty() ? built : whole;
  }

  private static List<String> emails(VCard card) {
    Set<String> emails = new LinkedHashSet<>();
    card.getEmails().stream()
        .sorted(
            Comparator.comparing(
                (Email e) -> !(e.getTypes().contains(EmailType.PREF) || e.getPref() != null)))
        .map(e -> plain(e.getValue()))
        .filter(e -> !e.isEmpty())
        .forEach(emails::add);
    return List.copyOf(emails);
  }

  /**
   * The mobile first, then what is preferred, then the others, and last what can be no number; no
   * fax and no pager.
   */
  private static List<String> phones(VCard card) {
    Set<String> phones = new LinkedHashSet<>();
    card.getTelephoneNumbers().stream()
        .filter(
            t ->
                !t.getTypes().contains(TelephoneType.FAX)
                    && !t.getTypes().contains(TelephoneType.PAGER))
        .sorted(
            Comparator.comparing((Telephone t) -> !isLikely(numberOf(t)))
                .thenComparing((Telephone t) -> !t.getTypes().contains(TelephoneType.CELL))
                .thenComparing(
                    t -> !(t.getTypes().contains(TelephoneType.PREF) || t.getPref() != null)))
        .map(CardFile::numberOf)
        .filter(t -> !t.isEmpty())
        .forEach(phones::add);
    return List.copyOf(phones);
  }

  /** Whether it has as many digits as a number of some country. */
  private static boolean isLikely(String number) {
    long digits = number.chars().filter(Character::isDigit).count();
    long letters = number.chars().filter(Character::isLetter).count();
    return digits >= 7 && digits <= 20 && letters <= 4;
  }

  private static String numberOf(Telephone telephone) {
    return telephone.getUri() == null
        ? plain(telephone.getText())
        : plain(telephone.getUri().getNumber());
  }

  private static @Nullable Address address(VCard card) {
    return card.getAddresses().stream()
        .min(
            Comparator.comparing(
                (Address a) -> !a.getTypes().contains(ezvcard.parameter.AddressType.WORK)))
        .orElse(null);
  }

  private static String birthday(VCard card) {
    if (card.getBirthday() == null) {
      return "";
    }
    Temporal date = card.getBirthday().getDate();
    if (date != null && date.isSupported(ChronoField.EPOCH_DAY)) {
      return LocalDate.from(date).toString();
    }
    if (card.getBirthday().getPartialDate() != null) {
      return card.getBirthday().getPartialDate().toISO8601(true);
    }
    return plain(card.getBirthday().getText());
  }

  private static void several(List<String> row, List<String> values) {
    for (int i = 0; i < SEVERAL; i++) {
      row.add(i < values.size() ? values.get(i) : "");
    }
  }

  private static String plain(@Nullable String text) {
    return text == null ? "" : text.replaceAll("\\s+", " ").strip();
  }
}
