package com.arenacrm.playbook;

import com.arenacrm.identity.CurrentUser;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of using scripts and material: with one customer, and what came of it in all deals
 * (R028, R046). Declared here, known on a higher floor, which reads deals and uses together.
 */
public interface UseHistory {

  /**
   * That an item was used with a customer.
   *
   * @param by who used it
   * @param about with whom else of the customer, or in which other deal; null for the record that
   *     was asked about
   */
  record Use(UUID id, Instant at, UUID by, String byName, @Nullable String about) {}

  /**
   * What is known of one item.
   *
   * @param uses with the customer, the last first, a few at most
   * @param won of the decided deals in which it was used in the last year, those that were won
   * @param decided those won or lost
   */
  record Past(List<Use> uses, int won, int decided) {

    /** Whether there is anything to say. */
    public boolean isKnown() {
      return !uses.isEmpty() || decided > 0;
    }
  }

  /**
   * What is known of these items, as far as the viewer may see it; nothing of the others.
   *
   * @param kind of the record whose kit it is
   * @param about that record; its customer is the company, or the person without one
   */
  Map<UUID, Past> of(Collection<UUID> items, Kit.About kind, UUID about, CurrentUser viewer);
}
