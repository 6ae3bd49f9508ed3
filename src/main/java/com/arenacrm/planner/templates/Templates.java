package com.arenacrm.planner.templates;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All activities to start from that the company keeps itself. */
interface Templates extends Repository<Template, TemplateId> {

  Template save(Template template);

  Optional<Template> findById(TemplateId id);

  /** Those offered, at most two hundred. */
  @Query("select t from Template t where t.retiredAt is null order by t.title limit 200")
  List<Template> offered();
}
