package com.arenacrm.playbook;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which material is a customer's own words, which floors above keep with what the customer agreed
 * to: nobody is offered what they may not show (R030).
 */
public interface OwnWords {

  /**
   * Where a customer lets their words be shown.
   *
   * @param saidBy who said them
   * @param places the keys of the places, such as {@code SALES}; none once they took it back
   * @param offered whether that covers showing them to other customers, so that kits offer them
   */
  record Consent(String saidBy, List<String> places, boolean offered) {

    /** Whether they may be shown nowhere any more. */
    public boolean isTakenBack() {
      return places.isEmpty();
    }
  }

  /**
   * The material that must not be shown to these people and companies: what may not be shown to
   * other customers at all, and what they said themselves.
   *
   * @param about identifiers of people and companies; none where it is for nobody in particular
   */
  Set<UUID> hiddenFrom(Collection<UUID> about);

  /** What a customer agreed to; empty where the material is nobody's words. */
  Optional<Consent> consent(UUID material);
}
