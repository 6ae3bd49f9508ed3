package com.arenacrm.insight.results;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What somebody asks of the results; all of it stands in the address.
 *
 * @param from the first day
 * @param until the last day, included
 * @param profile of the activities; null for all
 * @param window how many days before the event a touch still counts
 * @param answered whether invitations that nobody answered are left out of the credit
 * @param sort by which number the lines stand, the largest first
 */
record Question(
    Grouping by,
    LocalDate from,
    LocalDate until,
    @Nullable UUID profile,
    AttributionModel model,
    int window,
    boolean answered,
    Measure sort) {

  /** In the address: without invitations that nobody answered. */
  static final String ANSWERED = "answered";

  /** As in the address; null where all touches count. */
  public @Nullable String touches() {
    return answered ? ANSWERED : null;
  }

  /** The address of a page that answers this question. */
  String at(String path) {
    return at(path, by, model, sort).toUriString();
  }

  public String results() {
    return at("/reports/results");
  }

  /** The same results as a file. */
  public String file() {
    return at("/reports/results/export");
  }

  public String by(Grouping other) {
    return at("/reports/results", other, model, sort).toUriString();
  }

  public String sortedBy(Measure other) {
    return at("/reports/results", by, model, other).toUriString();
  }

  /**
   * The rows behind a number.
   *
   * @param line null for the total
   */
  public String rows(Measure measure, @Nullable String line) {
    return rows("/reports/results/rows", measure, line);
  }

  /** The same rows as a file. */
  public String rowsFile(Measure measure, @Nullable String line) {
    return rows("/reports/results/rows/export", measure, line);
  }

  private String rows(String path, Measure measure, @Nullable String line) {
    UriComponentsBuilder address = at(path, by, model, sort).queryParam("measure", measure.key());
    return line == null
        ? address.toUriString()
        : address.queryParam("line", "{line}").encode().buildAndExpand(line).toUriString();
  }

  /** The lines after this one. */
  public String after(String line) {
    return at("/reports/results", by, model, sort)
        .queryParam("after", "{line}")
        .encode()
        .buildAndExpand(line)
        .toUriString();
  }

  private UriComponentsBuilder at(
      String path, Grouping grouping, AttributionModel attribution, Measure order) {
    UriComponentsBuilder address =
        UriComponentsBuilder.fromPath(path)
            .queryParam("by", grouping.word())
            .queryParam("from", from)
            .queryParam("until", until)
            .queryParam("model", attribution.key())
            .queryParam("window", window)
            .queryParam("sort", order.key());
    if (answered) {
      address.queryParam("touches", ANSWERED);
    }
    if (profile != null) {
      address.queryParam("profile", profile);
    }
    return address;
  }
}
