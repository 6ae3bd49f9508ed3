package com.arenacrm.leads;

import com.arenacrm.contacts.ContactImports;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Effect;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.integration.colleagues.Owners;
import com.arenacrm.integration.records.ImportTable;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.imports.PlanImports;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** How imports write leads, and how that is taken back. */
@Component
class LeadImports implements RecordKind {

  static final String LEAD = "lead";

  private static final List<String> COLUMNS =
      List.of(
          "person_id",
          "company_id",
          "person_name",
          "company_name",
          "profile_id",
          "origin",
          "source_activity_id",
          "source_occurrence_id",
          "phase",
          "first_touch_at",
          "first_touch_activity_id",
          "owner_id",
          "sales_owner_id",
          "stage",
          "need",
          "budget",
          "authority",
          "purchase_date",
          "outcome",
          "ended_at",
          "fit_due",
          "outside_source",
          "outside_id");

  private static final List<String> DERIVED =
      List.of(
          "person_name",
          "company_id",
          "company_name",
          "fit_score",
          "fit_grade",
          "fit_due",
          "likelihood",
          "likelihood_due",
          "engagement",
          "engagement_due");

  // What was done with a lead would go with it.
  private static final String USED =
      """
      exists (select 1 from leads.handoff h where h.lead_id = r.id)
      or exists (select 1 from leads.qualification q where q.lead_id = r.id)
      or exists (select 1 from leads.form_submission s where s.lead_id = r.id)
      or exists (select 1 from leads.criterion_answer a where a.lead_id = r.id)
      or exists (select 1 from leads.trial t where t.lead_id = r.id)
      or exists (select 1 from leads.snooze s where s.lead_id = r.id)
      or exists (select 1 from leads.recontact c where c.lead_id = r.id and c.made_by is not null)
      or exists (select 1 from leads.same_demand d where r.id in (d.lead_id, d.into_id))
      """;

  private final ContactImports contacts;
  private final Planner planner;
  private final PlanImports plan;
  private final UserNames userNames;
  private final Owners owners;
  private final JdbcClient jdbc;
  private final ImportTable table;

  LeadImports(
      ContactImports contacts,
      Planner planner,
      PlanImports plan,
      UserNames userNames,
      Owners owners,
      JdbcClient jdbc,
      JsonMapper json) {
    this.contacts = contacts;
    this.planner = planner;
    this.plan = plan;
    this.userNames = userNames;
    this.owners = owners;
    this.jdbc = jdbc;
    this.table = ImportTable.ofDated(jdbc, json, LEAD, "leads.lead", COLUMNS, DERIVED);
  }

  /** Whose an imported lead may be for this person, also of those who cannot sign in. */
  List<Colleague> caretakers(CurrentUser actor) {
    return Stream.concat(
            actor
                .scope()
                .among(
                    userNames.active(Role.MARKETING, Role.SALES, Role.MANAGER, Role.ADMINISTRATOR))
                .stream(),
            userNames.absent(actor).stream())
        .toList();
  }

  BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    return new LeadBatch(
            pass,
            contacts.batch(pass),
            table,
            this::used,
            planner,
            plan.batch(pass),
            owners.of(pass),
            pass.own() ? userNames.all() : Map.of())
        .plan(rows);
  }

  /** Those of these leads with whom something has been done. */
  private Set<UUID> used(Collection<UUID> leads) {
    return new HashSet<>(
        jdbc.sql(
                "select r.id from leads.lead r where r.id = any (cast(:ids as uuid[])) and (%s)"
                    .formatted(USED))
            .param("ids", ImportTable.texts(leads))
            .query(UUID.class)
            .list());
  }

  @Override
  public String kind() {
    return LEAD;
  }

  @Override
  public String page(UUID id) {
    return "/leads/" + id;
  }

  @Override
  public List<Left> undo(List<Effect> effects, UndoPass pass) {
    ImportTable.Undone undone = table.undo(effects, pass, USED);
    jdbc.sql("update leads.lead set fit_due = true where id = any (cast(:ids as uuid[]))")
        .param("ids", ImportTable.texts(undone.restored()))
        .update();
    return undone.left();
  }
}
