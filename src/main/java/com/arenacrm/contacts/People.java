package com.arenacrm.contacts;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All people. */
interface People extends Repository<Person, PersonId> {

  Person save(Person person);

  Optional<Person> findById(PersonId id);

  Optional<Person> findByEmail(String email);

  List<Person> findByPhoneOrderByCreatedAt(String phone);

  Optional<Person> findByOutsideSourceAndOutsideId(String source, String id);

  List<Person> findByCompany(CompanyId company);
}
