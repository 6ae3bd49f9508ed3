package com.arenacrm.pipeline.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a purchase costs the customer in all, with us and with an alternative (R087). All amounts
 * are in one currency.
 *
 * @param alternative what they would do instead: another supplier, or what they do today
 * @param years over how many years, from 1 to 20
 * @param forCustomer what the customer reads below it; null for nothing
 * @param innerNote what only we read; null for nothing
 */
public record CostSheet(
    String alternative,
    int years,
    Currency currency,
    List<Row> rows,
    @Nullable String forCustomer,
    @Nullable String innerNote) {

  /**
   * Something that costs.
   *
   * @param ours what it costs with us
   * @param theirs what it costs with the alternative
   * @param innerNote what only we read, such as where a number comes from; null for nothing
   */
  public record Row(String label, Cost ours, Cost theirs, @Nullable String innerNote) {}

  /**
   * What something costs.
   *
   * @param once at the beginning
   * @param yearly each year, the first included
   */
  public record Cost(BigDecimal once, BigDecimal yearly) {

    /** Nothing. */
    public static final Cost NONE = new Cost(BigDecimal.ZERO, BigDecimal.ZERO);

    /** What it comes to over so many years. */
    public BigDecimal over(int years) {
      return once.add(yearly.multiply(BigDecimal.valueOf(years)));
    }

    Cost plus(Cost other) {
      return new Cost(once.add(other.once), yearly.add(other.yearly));
    }
  }

  public CostSheet {
    rows = List.copyOf(rows);
  }

  /** All of it with us. */
  public Cost ours() {
    return sum(Row::ours);
  }

  /** All of it with the alternative. */
  public Cost theirs() {
    return sum(Row::theirs);
  }

  /** What the customer saves with us over all years; negative where the alternative costs less. */
  public BigDecimal saved() {
    return theirs().over(years).subtract(ours().over(years));
  }

  /** The absolute difference. */
  public BigDecimal difference() {
    return saved().abs();
  }

  /**
   * Whether the alternative costs nothing at all, as where nobody has written down what it does.
   */
  public boolean isTheirsFree() {
    return theirs().over(1).signum() == 0;
  }

  /**
   * Whether one of our costs, or all together, is this amount, once, each year or in all years. A
   * sheet that does not say what the deal comes to was written before its price changed.
   *
   * @param amount in the currency of the sheet
   */
  public boolean says(BigDecimal amount) {
    return Stream.concat(rows.stream().map(Row::ours), Stream.of(ours()))
        .flatMap(c -> Stream.of(c.once(), c.yearly(), c.over(1), c.over(years)))
        .anyMatch(c -> c.compareTo(amount) == 0);
  }

  /**
   * The sheet with another price of ours.
   *
   * @param label the cost that has it
   * @param before what it was
   */
  record Repriced(CostSheet sheet, String label, BigDecimal before) {}

  /**
   * The same sheet with what the deal comes to now, where one of our costs is what it came to
   * before; empty where none is, since then nobody can tell which one is the price.
   *
   * @param amount what the deal comes to, in the currency of the sheet
   * @param former what it came to before, the last one first
   */
  Optional<Repriced> repriced(BigDecimal amount, List<BigDecimal> former) {
    for (BigDecimal before : former) {
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        Cost ours = row.ours();
        boolean once = ours.once().compareTo(before) == 0;
        if (once || ours.yearly().compareTo(before) == 0) {
          Cost priced = once ? new Cost(amount, ours.yearly()) : new Cost(ours.once(), amount);
          List<Row> changed = new ArrayList<>(rows);
          changed.set(i, new Row(row.label(), priced, row.theirs(), row.innerNote()));
          return Optional.of(
              new Repriced(
                  new CostSheet(alternative, years, currency, changed, forCustomer, innerNote),
                  row.label(),
                  before));
        }
      }
    }
    return Optional.empty();
  }

  /** The rows that cost something, with us or with the alternative. */
  public List<Row> told() {
    return rows.stream()
        .filter(r -> r.ours().over(1).signum() != 0 || r.theirs().over(1).signum() != 0)
        .toList();
  }

  /** By the end of which year we have cost less, although we cost more at first; else empty. */
  public OptionalInt paysOffIn() {
    Cost ours = ours();
    Cost theirs = theirs();
    if (ours.once().compareTo(theirs.once()) <= 0) {
      return OptionalInt.empty();
    }
    return IntStream.rangeClosed(1, years)
        .filter(year -> ours.over(year).compareTo(theirs.over(year)) < 0)
        .findFirst();
  }

  private Cost sum(Function<Row, Cost> side) {
    return rows.stream().map(side).reduce(Cost.NONE, Cost::plus);
  }
}
