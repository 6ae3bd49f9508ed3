package com.arenacrm.insight.results;

import com.arenacrm.identity.Scope;

/**
 * What of leads, deals and signals a viewer's numbers are made of: only what they may open, so that
 * no number tells of a record that they may not see (Q21).
 *
 * @param leads a condition on leads {@code l}
 * @param deals a condition on deals {@code d}
 * @param signals a condition on signals {@code s}
 */
record Visible(String leads, String deals, String signals) {

  static Visible to(Scope scope) {
    if (scope.all()) {
      return new Visible("true", "true", "true");
    }
    return new Visible(
        scope.condition("l.sales_owner_id"),
        scope.condition("d.owner_id"),
        """
        (exists (select from leads.lead v where v.person_id = s.person_id and %1$s)
         or exists (select from pipeline.opportunity v where v.person_id = s.person_id and %2$s)
         or not (exists (select from leads.lead v where v.person_id = s.person_id
                   and v.sales_owner_id is not null)
                 or exists (select from pipeline.opportunity v where v.person_id = s.person_id
                   and v.owner_id is not null)))\
        """
            .formatted(scope.condition("v.sales_owner_id"), scope.condition("v.owner_id")));
  }
}
