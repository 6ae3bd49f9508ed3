package com.arenacrm.leads.forms;

import com.arenacrm.leads.LeadFormId;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All forms. */
interface LeadForms extends Repository<LeadForm, LeadFormId> {

  LeadForm save(LeadForm form);

  Optional<LeadForm> findById(LeadFormId id);

  Optional<LeadForm> findBySlug(String slug);

  boolean existsBySlug(String slug);
}
