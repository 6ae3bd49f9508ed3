package com.arenacrm.planner;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All activities. */
interface Activities extends Repository<Activity, ActivityId> {

  Activity save(Activity activity);

  void delete(Activity activity);

  Optional<Activity> findById(ActivityId id);

  /**
   * The activity, for a change of its days: whoever else would store or remove some waits, so that
   * none is forgotten or left over.
   */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select a from Activity a where a.id = :id")
  Optional<Activity> lock(ActivityId id);
}
