package com.arenacrm.contacts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Who somebody became that was merged with another, so that old addresses lead on. */
@Component
class Successors {

  private final JdbcClient jdbc;

  Successors(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The record whose page is to be shown instead; what the page had to say of the last action is
   * said there.
   */
  Optional<UUID> instead(
      UUID merged, boolean companies, HttpServletRequest request, RedirectAttributes next) {
    String table = companies ? "contacts.company" : "contacts.person";
    boolean there =
        jdbc.sql("select exists (select 1 from %s where id = :id)".formatted(table))
            .param("id", merged)
            .query(Boolean.class)
            .single();
    Optional<UUID> successor = there ? Optional.empty() : of(merged, companies);
    if (successor.isPresent() && RequestContextUtils.getInputFlashMap(request) != null) {
      RequestContextUtils.getInputFlashMap(request).forEach(next::addFlashAttribute);
    }
    return successor;
  }

  /** The record that stands for this one today; empty where it was never merged. */
  Optional<UUID> of(UUID merged, boolean companies) {
    return jdbc.sql(
            """
            with recursive way (id, steps) as (
              select m.survivor_id, 1 from contacts.merge m
              where m.merged_id = :id and m.companies = :companies and m.undone_at is null
              union all
              select m.survivor_id, w.steps + 1 from way w
              join contacts.merge m on m.merged_id = w.id and m.undone_at is null
              where w.steps < 100)
            select id from way order by steps desc limit 1
            """)
        .param("id", merged)
        .param("companies", companies)
        .query(UUID.class)
        .optional();
  }
}
