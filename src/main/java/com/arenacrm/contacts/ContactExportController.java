package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactExports.Listed;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** People, companies and the members of a segment as files, as their lists are filtered. */
@Controller
class ContactExportController {

  private static final List<Column> PEOPLE =
      List.of(
          Exports.ID,
          Column.of("person.name"),
          Column.of("person.company"),
          Column.of("person.jobTitle"),
          Column.of("person.email"),
          Column.of("person.phone"),
          Column.of("person.city"),
          Column.of("person.region"),
          Column.of("person.country"),
          Column.of("consent.title"),
          Column.of("person.influencer"),
          Column.of("person.import.link"),
          Column.of("person.import.since"),
          Column.of("person.notes"));

  private static final List<Column> COMPANIES =
      List.of(
          Exports.ID,
          Column.of("company.name.label"),
          Column.of("company.website"),
          Column.of("company.industry"),
          Column.of("company.employees"),
          Column.of("company.phone"),
          Column.of("person.city"),
          Column.of("person.region"),
          Column.of("person.country"),
          Column.of("person.import.link"),
          Column.of("person.import.since"),
          Column.of("person.notes"));

  private final ContactExports lists;
  private final SavedFilters filters;
  private final AccountRisks risks;
  private final Clock clock;
  private final Exports exports;
  private final MessageSource messages;

  ContactExportController(
      ContactExports lists,
      SavedFilters filters,
      AccountRisks risks,
      Clock clock,
      Exports exports,
      MessageSource messages) {
    this.risks = risks;
    this.clock = clock;
    this.lists = lists;
    this.filters = filters;
    this.exports = exports;
    this.messages = messages;
  }

  @GetMapping("/contacts/people/export")
  void people(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable ConsentState consent,
      @RequestParam(required = false) @Nullable UUID segment,
      Locale locale,
      HttpServletResponse response) {
    Saved within =
        segment == null ? null : filters.find(segment).orElseThrow(NotFoundException::new);
    Listed list = lists.people(q, consent, within);
    send(response, viewer, locale, format, "people.title", PEOPLE, list);
  }

  @GetMapping("/contacts/companies/export")
  void companies(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable UUID segment,
      @RequestParam(defaultValue = "false") boolean risk,
      Locale locale,
      HttpServletResponse response) {
    Saved within =
        segment == null
            ? null
            : filters.find(segment).filter(Saved::companies).orElseThrow(NotFoundException::new);
    Listed list =
        lists.companies(q, within, risk ? risks.companies(viewer, clock.instant()) : null);
    send(response, viewer, locale, format, "companies.title", COMPANIES, list);
  }

  private void send(
      HttpServletResponse response,
      CurrentUser viewer,
      Locale locale,
      ListFile.Format format,
      String name,
      List<Column> columns,
      Listed list) {
    List<String> attributes = lists.attributes(list.companies());
    Map<String, String> words =
        Map.of(
            "GIVEN", messages.getMessage("consent.GIVEN", null, locale),
            "WITHDRAWN", messages.getMessage("consent.WITHDRAWN", null, locale),
            "true", messages.getMessage("ui.yes", null, locale),
            "false", messages.getMessage("ui.no", null, locale));
    exports.send(
        response,
        viewer,
        locale,
        format,
        name,
        columns,
        attributes,
        lists.count(list),
        file -> lists.write(list, attributes, words, file));
  }
}
