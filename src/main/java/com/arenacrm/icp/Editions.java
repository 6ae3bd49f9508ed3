package com.arenacrm.icp;

import java.util.Collection;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All editions of all profiles. */
interface Editions extends Repository<Edition, EditionId> {

  Edition save(Edition edition);

  void delete(Edition edition);

  Optional<Edition> findByProfileAndNumber(ProfileId profile, int number);

  Optional<Edition> findByProfileAndStateIn(ProfileId profile, Collection<Edition.State> states);

  Optional<Edition> findFirstByProfileOrderByNumberDesc(ProfileId profile);

  int countByProfile(ProfileId profile);
}
