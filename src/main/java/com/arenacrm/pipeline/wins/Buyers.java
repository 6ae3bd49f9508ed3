package com.arenacrm.pipeline.wins;

import com.arenacrm.contacts.PeopleQuery;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Who has bought: declared here and known on a higher floor, which keeps the purchases that are won
 * deals together with those that are not.
 */
public interface Buyers {

  /**
   * The people who bought, themselves or the company where they work.
   *
   * @param times at least so often
   * @param since only what was bought on this day or later; null for all
   * @param prefix of the names of the query's parameters
   */
  PeopleQuery people(int times, @Nullable LocalDate since, String prefix);

  /**
   * A query without parameters of what people did as customers: that they bought, and that they
   * said how content they are; columns {@code person_id} and {@code at}. Of a purchase that names
   * its company alone nobody knows who bought, so each of its people may have.
   */
  String deeds();

  /**
   * The SQL condition that a customer bought something that is no deal on a day before a moment; it
   * reads {@code :zone}, the company's time zone.
   *
   * @param customer an SQL expression for the company, or the person without one; a constant of the
   *     code, never input
   * @param moment an SQL expression for the moment, likewise
   */
  String boughtElsewhere(String customer, String moment);
}
