package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.Alike;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.TypedNumber;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Search over people, companies, deals, tasks, purchases, activities and the playbook: accents and
 * case ignored, and when nothing has the text to the letter, what is much like it. A viewer finds
 * only what they may see.
 */
@Controller
class SearchController {

  private static final int SUGGESTED = 3;
  private static final int LISTED = 20;
  private static final int SHORTEST = 2;

  /** Something that was found. */
  record Hit(String target, UUID id, String title, @Nullable String detail) {}

  private final JdbcClient jdbc;

  SearchController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping("/search")
  String page(CurrentUser viewer, @RequestParam(defaultValue = "") String q, Model model) {
    model.addAttribute("q", q);
    model.addAttribute("hits", find(q, LISTED, viewer));
    return "insight/search";
  }

  @GetMapping("/search/suggestions")
  String suggestions(CurrentUser viewer, @RequestParam(defaultValue = "") String q, Model model) {
    model.addAttribute("q", q);
    model.addAttribute("hits", find(q, SUGGESTED, viewer));
    return "insight/search :: suggestions";
  }

  private List<Hit> find(String q, int each, CurrentUser viewer) {
    String text = FormReader.clean(q);
    if (text.length() < SHORTEST || text.length() > 100) {
      return List.of();
    }
    List<Hit> exact = find(text, each, viewer, false);
    return exact.isEmpty() ? find(text, each, viewer, true) : exact;
  }

  private List<Hit> find(String text, int each, CurrentUser viewer, boolean alike) {
    String order = alike ? Alike.nearness("x") + " desc," : "";
    return jdbc.sql(
            ("""
            (select 'person' as target, x.id, x.name as title, x.company_name as detail
             from contacts.person x where %1$s order by %5$s x.name, x.id limit :each)
            union all
            (select 'company', x.id, x.name, x.city from contacts.company x
             where %2$s order by %5$s x.name, x.id limit :each)
            union all
            (select 'deal', x.id, x.name, x.company_name from pipeline.opportunity x
             where %3$s and %6$s order by %5$s x.opened_at desc, x.id limit :each)
            union all
            (select 'activity', x.id, x.title, x.channel from planner.activity x
             where %4$s order by %5$s x.created_at desc, x.id limit :each)
            union all
            (select 'story', x.id, x.title, null from playbook.story x
             where %7$s order by %5$s x.title, x.id limit :each)
            union all
            (select 'script', x.id, x.title, null from playbook.script x
             where %8$s order by %5$s x.title, x.id limit :each)
            union all
            (select 'offer', x.id, x.name, x.product_line from playbook.offer x
             where %9$s order by %5$s x.name, x.id limit :each)
            union all
            (select 'task', x.id, x.what, coalesce(x.person_name, x.company_name)
             from pipeline.task x
             where %10$s and x.deleted_at is null and %12$s
             order by %5$s x.done_at is not null, x.created_at desc, x.id limit :each)
            union all
            (select 'purchase', x.customer, x.what, x.who
             from (select distinct on (coalesce(x.company_id, x.person_id), x.what)
                     coalesce(x.company_id, x.person_id) as customer, x.what,
                     coalesce(x.company_name, x.person_name) as who, x.search, x.bought_on, x.id
                   from customers.purchase x
                   where %11$s and %14$s and x.deleted_at is null
                     and coalesce(x.company_id, x.person_id) is not null and %13$s
                   order by coalesce(x.company_id, x.person_id), x.what, x.bought_on desc) x
             order by %5$s x.bought_on desc, x.id limit :each)
            """)
                .formatted(
                    alike
                        ? Alike.condition("contacts.person", "x")
                        : TypedNumber.condition("x.search", text),
                    matching("contacts.company", alike),
                    matching("pipeline.opportunity", alike),
                    matching("planner.activity", alike),
                    order,
                    viewer.scope().condition("x.owner_id"),
                    matching("playbook.story", alike),
                    matching("playbook.script", alike),
                    matching("playbook.offer", alike),
                    matching("pipeline.task", alike),
                    matching("customers.purchase", alike),
                    tasks(viewer.scope()),
                    purchases(viewer.scope()),
                    // Who bought is found as a company or a person; a purchase is what was bought.
                    alike ? "true" : "platform.fold(x.what) like platform.fold(:pattern)"))
        .param("me", viewer.id().id())
        .param("manages", viewer.isManager())
        .param("text", text)
        .param("pattern", Slice.containing(text))
        .param("each", each)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Hit.class)
        .list();
  }

  /** Which tasks, called {@code x}, somebody sees: as in the list of tasks. */
  private static String tasks(Scope scope) {
    return """
    (x.owner_id = :me or x.created_by = :me
      or (%1$s and (:manages or x.person_id is not null or x.company_id is not null))
      or exists (select from pipeline.opportunity o where o.id = x.opportunity_id and %2$s))
    """
        .formatted(scope.condition("x.owner_id"), scope.condition("o.owner_id"));
  }

  /** Which purchases, called {@code x}, somebody sees: as in the list of purchases. */
  private static String purchases(Scope scope) {
    return """
    (%1$s
      or exists (select from customers.customer own
        where coalesce(own.company_id, own.person_id) = coalesce(x.company_id, x.person_id)
          and %2$s)
      or exists (select from customers.task step where step.purchase_id = x.id and %3$s))
    """
        .formatted(
            scope.condition("x.owner_id"),
            scope.condition("own.owner_id"),
            scope.condition("step.owner_id"));
  }

  private static String matching(String table, boolean alike) {
    return alike ? Alike.condition(table, "x") : "x.search like platform.fold(:pattern)";
  }
}
