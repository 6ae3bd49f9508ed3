package com.arenacrm.identity;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All users. */
interface Users extends Repository<User, UserId> {

  User save(User user);

  Optional<User> findById(UserId id);

  /** By the address in lower case, as {@link com.arenacrm.shared.EmailAddress} keeps it. */
  Optional<User> findByEmail(String email);

  @Query("select u from User u order by u.enabled desc, u.name")
  List<User> findAllByName();

  long count();
}
