package com.arenacrm.integration;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that a column of a file can mean.
 *
 * @param key names it in mappings and rows; never changes
 * @param label message key of its name
 * @param type how a cell of it is read
 * @param required whether the file must have a column for it
 * @param longest how many characters a text may have
 * @param synonyms headers under which files carry it, in any language, the likeliest first; case,
 *     accents and everything but letters and digits are ignored
 */
public record ImportField(
    String key, String label, Type type, boolean required, int longest, List<String> synonyms) {

  /** How a cell is read. What cannot be read refuses the row, in words. */
  public enum Type {
    /** A short text, without the blanks around it. */
    TEXT,
    /** A text as it stands, with its line breaks and blanks. */
    LONG_TEXT,
    EMAIL,
    /** A telephone number; without a prefix it belongs to the country chosen for the file. */
    PHONE,
    /** A web address; {@code https://} is added where there is no scheme. */
    WEB,
    /** A whole number from 0 to 2,000,000,000. */
    WHOLE,
    /** An amount that is not negative, with the decimal sign chosen for the file. */
    AMOUNT,
    /** A day, with the date style chosen for the file; a time of day is left out. */
    DATE,
    /** A day and time; without a zone it is meant in the company's. */
    MOMENT,
    YES_NO,
    /** One of the importer's choices, by the value mapping that the person makes. */
    CHOICE,
    /**
     * A text that may name one of the importer's choices, such as a product of the list, by the
     * value mapping; what names none of them stays a text.
     */
    NAMED
  }

  public static ImportField text(String key, String label, int longest) {
    return new ImportField(key, label, Type.TEXT, false, longest, List.of());
  }

  /** A text that may name something of a list of ours. */
  public static ImportField named(String key, String label, int longest) {
    return new ImportField(key, label, Type.NAMED, false, longest, List.of());
  }

  public static ImportField of(String key, String label, Type type) {
    return new ImportField(
        key, label, type, false, type == Type.LONG_TEXT ? 10_000 : 2_000, List.of());
  }

  /** The same field, without a column for which nothing can be imported. */
  public ImportField must() {
    return new ImportField(key, label, type, true, longest, synonyms);
  }

  /** The same field with the headers under which it is known. */
  public ImportField called(String... headers) {
    return new ImportField(key, label, type, required, longest, List.of(headers));
  }

  /** The same field, known by these headers after those by which it is known. */
  public ImportField alsoCalled(Collection<String> headers) {
    return new ImportField(
        key,
        label,
        type,
        required,
        longest,
        Stream.concat(synonyms.stream(), headers.stream()).toList());
  }
}
