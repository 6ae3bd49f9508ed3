package com.arenacrm.contacts;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All companies. */
interface Companies extends Repository<Company, CompanyId> {

  Company save(Company company);

  Optional<Company> findById(CompanyId id);

  Optional<Company> findByOutsideSourceAndOutsideId(String source, String id);
}
