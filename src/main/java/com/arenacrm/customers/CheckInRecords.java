package com.arenacrm.customers;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Stores check-ins. */
interface CheckInRecords extends Repository<CheckIn, CheckInId> {

  CheckIn save(CheckIn checkIn);

  Optional<CheckIn> findById(CheckInId id);

  Optional<CheckIn> findByHash(byte[] hash);
}
