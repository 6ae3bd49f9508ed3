package com.arenacrm.leads.forms;

import com.arenacrm.leads.LeadFormId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How often a form was shown each day. Nothing is kept of whom it was shown to. */
@Component
@Transactional
class FormViews {

  private static final Pattern MACHINE =
      Pattern.compile(
          "bot|crawl|spider|slurp|preview|scan|monitor|facebookexternalhit|whatsapp|curl|wget"
              + "|python|java/|okhttp|go-http|headless");

  private final JdbcClient jdbc;

  FormViews(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A browser has asked for what it needs to draw a page: what is sent from that page may be a
   * human's. Counts the showing, unless a machine looks.
   *
   * @param answer made for the page
   * @param counts whether whoever looks is a visitor
   */
  void seen(
      LeadFormId form,
      UUID answer,
      @Nullable String browser,
      boolean counts,
      LocalDate day,
      Instant now) {
    boolean counted =
        counts
            && browser != null
            && !browser.isBlank()
            && !MACHINE.matcher(browser.toLowerCase(Locale.ROOT)).find();
    int first =
        jdbc.sql(
                """
                insert into leads.form_seen (id, at, counted) values (:id, :at, :counted)
                on conflict do nothing
                """)
            .param("id", answer)
            .param("at", now.atOffset(ZoneOffset.UTC))
            .param("counted", counted)
            .update();
    if (first == 0 || !counted) {
      return;
    }
    jdbc.sql(
            """
            insert into leads.form_view (form_id, day, views) values (:form, :day, 1)
            on conflict (form_id, day) do update set views = form_view.views + 1
            """)
        .param("form", form.id())
        .param("day", day)
        .update();
  }
}
