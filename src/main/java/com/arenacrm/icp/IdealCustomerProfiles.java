package com.arenacrm.icp;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All profiles. */
interface IdealCustomerProfiles extends Repository<IdealCustomerProfile, ProfileId> {

  IdealCustomerProfile save(IdealCustomerProfile profile);

  Optional<IdealCustomerProfile> findById(ProfileId id);

  Optional<IdealCustomerProfile> findByNameIgnoreCase(String name);

  /** The profile, which nobody else writes upon until this work is done. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select p from IdealCustomerProfile p where p.id = :id")
  Optional<IdealCustomerProfile> hold(ProfileId id);
}
