package com.arenacrm.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.testing.ArenaTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What would go, or lose its link, with a record that an import made. Of each kind of row somebody
 * has said whether it is a part of the record, or keeps an undo from deleting it.
 */
@ArenaTest
class UndoneRecordsTests {

  /** Arena writes these by itself, with the record or because of it: they go with it. */
  private static final Set<String> PARTS =
      Set.of(
          "contacts.duplicate.first_company",
          "contacts.duplicate.first_person",
          "contacts.duplicate.second_company",
          "contacts.duplicate.second_person",
          "customers.customer.company_id",
          "customers.customer.person_id",
          "customers.purchase.opportunity_id",
          "leads.captured.lead_id",
          "leads.lead_campaign.lead_id",
          "leads.lead_fit.lead_id",
          "leads.lead_fit_change.lead_id",
          "leads.pool_notice.lead_id",
          "leads.pool_return.lead_id",
          "leads.recontact.person_id",
          "pipeline.amount_change.opportunity_id",
          "pipeline.close_advance.opportunity_id",
          "pipeline.deal_rate.opportunity_id",
          "planner.audience_entry.person_id",
          "planner.audience_ground_person.person_id",
          "planner.audience_justification_person.person_id",
          "planner.touch_removal.person_id");

  /** Somebody wrote these: the record stays. */
  private static final Set<String> USES =
      Set.of(
          "contacts.alias.company_id",
          "contacts.alias.person_id",
          "contacts.consent.person_id",
          "contacts.interaction.company_id",
          "contacts.interaction.person_id",
          "contacts.relationship.from_company",
          "contacts.relationship.from_person",
          "contacts.relationship.to_company",
          "contacts.relationship.to_person",
          "customers.check_in.company_id",
          "customers.check_in.person_id",
          "customers.owner_change.company_id",
          "customers.owner_change.person_id",
          "customers.purchase.company_id",
          "customers.purchase.person_id",
          "customers.referral.company_id",
          "customers.referral.person_id",
          "customers.referral.referred_by",
          "customers.referral_ask.company_id",
          "customers.referral_ask.person_id",
          "customers.testimonial.company_id",
          "customers.testimonial.person_id",
          "leads.criterion_answer.lead_id",
          "leads.form_submission.lead_id",
          "leads.handoff.lead_id",
          "leads.qualification.lead_id",
          "leads.recontact.lead_id",
          "leads.same_demand.into_id",
          "leads.same_demand.lead_id",
          "leads.snooze.lead_id",
          "leads.trial.lead_id",
          "customers.referral.lead_id",
          "icp.research_note.company_id",
          "pipeline.acceptance.lead_id",
          "pipeline.acceptance.opportunity_id",
          "pipeline.acceptance.person_id",
          "pipeline.buyer_risk.opportunity_id",
          "pipeline.buying_role.opportunity_id",
          "pipeline.buying_role.person_id",
          "pipeline.comment.company_id",
          "pipeline.comment.lead_id",
          "pipeline.comment.opportunity_id",
          "pipeline.comment.person_id",
          "pipeline.cost_sheet.opportunity_id",
          "pipeline.criterion_met.opportunity_id",
          "pipeline.deal_file.opportunity_id",
          "pipeline.deal_forecast.opportunity_id",
          "pipeline.deal_line.opportunity_id",
          "pipeline.discount_change.opportunity_id",
          "pipeline.more_time.opportunity_id",
          "pipeline.opportunity.company_id",
          "pipeline.opportunity.lead_id",
          "pipeline.opportunity.person_id",
          "pipeline.owner_change.opportunity_id",
          "pipeline.postponement.opportunity_id",
          "pipeline.snooze.opportunity_id",
          "pipeline.stage_change.opportunity_id",
          "pipeline.step_done.opportunity_id",
          "pipeline.step_done.person_id",
          "pipeline.talk.opportunity_id",
          "pipeline.task.company_id",
          "pipeline.task.opportunity_id",
          "pipeline.task.person_id",
          "planner.audience_exclusion.person_id",
          "planner.mention.person_id",
          "planner.touch.person_id");

  @Autowired JdbcClient jdbc;

  @Test
  void ofEachRowThatHangsOnARecordSomebodyHasSaidWhatBecomesOfIt() {
    List<String> links =
        jdbc.sql(
                """
                select c.conrelid::regclass || '.' || a.attname
                from pg_constraint c
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                where c.contype = 'f' and c.confdeltype in ('c', 'n')
                  and c.confrelid in ('contacts.person'::regclass, 'contacts.company'::regclass,
                    'leads.lead'::regclass, 'pipeline.opportunity'::regclass)
                """)
            .query(String.class)
            .list();
    Set<String> said = new TreeSet<>(PARTS);
    said.addAll(USES);
    assertThat(new TreeSet<>(links)).isEqualTo(said);
  }
}
