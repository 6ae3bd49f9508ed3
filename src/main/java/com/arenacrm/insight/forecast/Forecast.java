package com.arenacrm.insight.forecast;

import com.arenacrm.platform.Slice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All numbers of a forecast, out of what each seller has of each kind in each column. */
final class Forecast {

  /** Stands for the currency where all of them are added up in the company's. */
  static final String WHOLE = "all";

  /** Sellers that a page tells of at once. */
  static final int SELLERS = 25;

  /** By whose they are; null stands for nobody. */
  private final Map<@Nullable UUID, List<Cell>> byOwner = new LinkedHashMap<>();

  /** The same of all sellers together, so that a number of all is not added up out of each. */
  private final List<Cell> ofAll;

  /**
   * @param cells what deals of one currency, column, seller and category add up to
   */
  Forecast(List<Cell> cells) {
    record Kind(String currency, String bucket, String category) {}
    Map<Kind, Cell> sums = new LinkedHashMap<>();
    for (Cell cell : cells) {
      byOwner.computeIfAbsent(cell.owner(), owner -> new ArrayList<>()).add(cell);
      sums.merge(
          new Kind(cell.currency(), cell.bucket(), cell.category()), cell.of(null), Cell::plus);
    }
    ofAll = List.copyOf(sums.values());
  }

  boolean isEmpty() {
    return ofAll.isEmpty();
  }

  /**
   * @param owner null for deals of nobody
   * @param worth in the company's currency, each deal at the rate at which it was entered
   * @param weightedWorth the same, by how likely each is won
   * @param bare how many of them have no amount, and so add nothing
   * @param without how many have an amount but no rate, and so add nothing to what they are worth
   */
  record Cell(
      String currency,
      String bucket,
      @Nullable UUID owner,
      String category,
      BigDecimal amount,
      BigDecimal weighted,
      BigDecimal worth,
      BigDecimal weightedWorth,
      int deals,
      int bare,
      int without) {

    private Cell of(@Nullable UUID other) {
      return new Cell(
          currency,
          bucket,
          other,
          category,
          amount,
          weighted,
          worth,
          weightedWorth,
          deals,
          bare,
          without);
    }

    private Cell plus(Cell other) {
      return new Cell(
          currency,
          bucket,
          owner,
          category,
          amount.add(other.amount),
          weighted.add(other.weighted),
          worth.add(other.worth),
          weightedWorth.add(other.weightedWorth),
          deals + other.deals,
          bare + other.bare,
          without + other.without);
    }
  }

  /**
   * An amount, of how many deals.
   *
   * @param bare how many of these have no amount
   * @param without how many have no rate where currencies are added up
   */
  record Sum(BigDecimal amount, int deals, int bare, int without) {

    static final Sum NONE = new Sum(BigDecimal.ZERO, 0, 0, 0);

    Sum plus(Sum other) {
      return new Sum(
          amount.add(other.amount),
          deals + other.deals,
          bare + other.bare,
          without + other.without);
    }

    public boolean isZero() {
      return amount.signum() == 0;
    }
  }

  /** The currencies, that of the company first and then the greatest. */
  List<String> currencies(String home) {
    List<String> found =
        new ArrayList<>(
            ofAll.stream()
                .map(Cell::currency)
                .distinct()
                .sorted(
                    Comparator.comparing((String c) -> !c.equals(home))
                        .thenComparing(c -> of(c, null, null, false, Part.HOPED).amount().negate())
                        .thenComparing(c -> c))
                .toList());
    return found.isEmpty() ? List.of(home) : found;
  }

  /** Whether any of these deals is in another currency than the company's. */
  boolean isMixed(String home) {
    return ofAll.stream().anyMatch(c -> !c.currency().equals(home));
  }

  /** Who has any of these deals; null stands for nobody. */
  List<@Nullable UUID> owners() {
    return new ArrayList<>(byOwner.keySet());
  }

  /**
   * What a part adds up to.
   *
   * @param currency {@link #WHOLE} for all of them, in the company's
   * @param bucket a column; null for all
   * @param owner whose, where {@code ofOwner} says so; null is nobody
   */
  Sum of(
      String currency, @Nullable String bucket, @Nullable UUID owner, boolean ofOwner, Part part) {
    boolean whole = currency.equals(WHOLE);
    return (ofOwner ? byOwner.getOrDefault(owner, List.of()) : ofAll)
        .stream()
            .filter(c -> whole || c.currency().equals(currency))
            .filter(c -> bucket == null || c.bucket().equals(bucket))
            .filter(c -> part.categories().contains(c.category()))
            .map(
                c ->
                    whole
                        ? new Sum(
                            part == Part.WEIGHTED ? c.weightedWorth() : c.worth(),
                            c.deals(),
                            c.bare(),
                            c.without())
                        : new Sum(
                            part == Part.WEIGHTED ? c.weighted() : c.amount(),
                            c.deals(),
                            c.bare(),
                            0))
            .reduce(Sum.NONE, Sum::plus);
  }

  /** A line of a table. */
  record Line(String key, List<Value> values) {}

  /** A number of a line, and the address of its rows. */
  record Value(String column, Sum sum, String rows) {}

  /**
   * One currency: when by what, and who by when.
   *
   * @param whole whether it adds up all of them, in the company's
   * @param without how many deals are not added up, because they have no rate
   * @param sellers so many of them as a page shows
   * @param several whether there is more than one
   */
  record Sheet(
      String currency,
      boolean whole,
      int without,
      List<Line> months,
      Line total,
      List<Line> sellers,
      boolean several,
      Line sellersTotal) {}

  /**
   * Those who have any of these deals, as one page shows them: by name, and nobody last.
   *
   * @param after the last one of the page before; null for the first page
   */
  Slice<Optional<UUID>> page(Map<UUID, String> names, @Nullable UUID after) {
    List<@Nullable UUID> owners = owners();
    owners.sort(
        Comparator.comparing((UUID o) -> o == null)
            .thenComparing(o -> o == null ? "" : names.getOrDefault(o, ""))
            .thenComparing(String::valueOf));
    int first = after == null ? 0 : owners.indexOf(after) + 1;
    return Slice.of(
        owners.subList(first, Math.min(owners.size(), first + SELLERS + 1)).stream()
            .map(Optional::ofNullable)
            .toList(),
        SELLERS,
        owner -> owner.orElse(Question.NOBODY));
  }

  /**
   * The tables of each currency, and before them that of all, where there are several.
   *
   * @param sellers of whom it says more than the total
   */
  List<Sheet> sheets(
      Question question,
      Columns columns,
      Part ofSellers,
      String home,
      List<Optional<UUID>> sellers) {
    return Stream.concat(
            isMixed(home) ? Stream.of(WHOLE) : Stream.empty(), currencies(home).stream())
        .map(currency -> sheet(currency, home, question, columns, ofSellers, sellers))
        .toList();
  }

  private Sheet sheet(
      String currency,
      String home,
      Question question,
      Columns columns,
      Part ofSellers,
      List<Optional<UUID>> shown) {
    List<Line> months =
        columns.keys().stream()
            .map(
                bucket ->
                    new Line(
                        bucket,
                        Part.ALL.stream()
                            .map(
                                part ->
                                    new Value(
                                        part.key(),
                                        of(currency, bucket, null, false, part),
                                        rows(question, part, bucket, currency)))
                            .toList()))
            .toList();
    Line total =
        new Line(
            "all",
            Part.ALL.stream()
                .map(
                    part ->
                        new Value(
                            part.key(),
                            of(currency, null, null, false, part),
                            rows(question, part, null, currency)))
                .toList());
    List<Line> sellers =
        shown.stream()
            .map(
                owner ->
                    new Line(
                        owner.map(UUID::toString).orElse(Question.NONE),
                        bySeller(
                            currency,
                            owner.orElse(null),
                            true,
                            new Question(
                                question.at(), owner.orElse(Question.NOBODY), question.track()),
                            columns,
                            ofSellers)))
            .toList();
    boolean whole = currency.equals(WHOLE);
    return new Sheet(
        whole ? home : currency,
        whole,
        whole ? ofAll.stream().mapToInt(Cell::without).sum() : 0,
        months,
        total,
        sellers,
        byOwner.size() > 1,
        new Line("all", bySeller(currency, null, false, question, columns, ofSellers)));
  }

  private List<Value> bySeller(
      String currency,
      @Nullable UUID owner,
      boolean ofOwner,
      Question question,
      Columns columns,
      Part part) {
    return Stream.concat(columns.keys().stream(), Stream.of("all"))
        .map(
            bucket -> {
              String of = bucket.equals("all") ? null : bucket;
              return new Value(
                  bucket,
                  of(currency, of, owner, ofOwner, part),
                  rows(question, part, of, currency));
            })
        .toList();
  }

  static String rows(Question question, Part part, @Nullable String bucket, String currency) {
    return question.path(
        "/reports/forecast/rows", "part", part.key(), "month", bucket, "currency", currency);
  }
}
