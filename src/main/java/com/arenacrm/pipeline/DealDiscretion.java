package com.arenacrm.pipeline;

import com.arenacrm.contacts.Discretion;
import com.arenacrm.identity.Scope;
import org.springframework.stereotype.Component;

/** What may be read of what belongs to deals. */
@Component
class DealDiscretion implements Discretion {

  @Override
  public String mayRead(String interaction, Scope scope) {
    return scope.all()
        ? "true"
        : """
          not exists (
            select from pipeline.step_done said
            join pipeline.opportunity d on d.id = said.opportunity_id
            where said.interaction_id = %s and (%s) is not true)
          """
            .formatted(interaction, scope.condition("d.owner_id"));
  }

  @Override
  public String worked(String person, Scope scope) {
    return openDeal(person, scope.condition("d.owner_id"));
  }

  @Override
  public String workedByOthers(String person, Scope scope) {
    return openDeal(
        person, "d.owner_id is not null and not (%s)".formatted(scope.condition("d.owner_id")));
  }

  private static String openDeal(String person, String whose) {
    return """
        exists (
          select from pipeline.opportunity d
          where d.kind = 'OPEN' and %1$s and d.id in (
            select o.id from pipeline.opportunity o where o.person_id = %2$s
            union all
            select b.opportunity_id from pipeline.buying_role b where b.person_id = %2$s))
        """
        .formatted(whose, person);
  }
}
