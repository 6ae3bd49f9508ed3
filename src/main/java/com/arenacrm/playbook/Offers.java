package com.arenacrm.playbook;

import com.arenacrm.platform.NotFoundException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** All offers. */
interface Offers extends Repository<Offer, OfferId> {

  Offer save(Offer changed);

  Optional<Offer> findById(OfferId id);

  /**
   * The one of that identifier.
   *
   * @throws NotFoundException when there is none
   */
  default Offer get(UUID id) {
    return findById(new OfferId(id)).orElseThrow(NotFoundException::new);
  }
}
