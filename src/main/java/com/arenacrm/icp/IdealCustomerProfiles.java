package com.arenacrm.icp;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All profiles. */
interface IdealCustomerProfiles extends Repository<IdealCustomerProfile, ProfileId> {

  IdealCustomerProfile save(IdealCustomerProfile profile);

  Optional<IdealCustomerProfile> findById(ProfileId id);

  Optional<IdealCustomerProfile> findByNameIgnoreCase(String name);
}
