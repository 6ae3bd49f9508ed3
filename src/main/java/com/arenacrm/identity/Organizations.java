package com.arenacrm.identity;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The company's own settings; one row. */
public interface Organizations extends Repository<Organization, Integer> {

  Organization save(Organization organization);

  Optional<Organization> findById(Integer id);

  /**
   * The company as it is now.
   *
   * @throws IllegalStateException before set-up
   */
  default Organization current() {
    return findById(Organization.ONLY)
        .orElseThrow(() -> new IllegalStateException("Arena is not set up yet"));
  }
}
