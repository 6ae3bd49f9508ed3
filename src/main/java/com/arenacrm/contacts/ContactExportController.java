package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactExports.Listed;
import com.arenacrm.contacts.ContactPlaces.Within;
import com.arenacrm.contacts.ContactWork.Asked;
import com.arenacrm.contacts.ContactWork.CompaniesWork;
import com.arenacrm.contacts.ContactWork.PeopleWork;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.lists.Cell;
import com.arenacrm.lists.ListDesk;
import com.arenacrm.lists.OpenList;
import com.arenacrm.platform.Filters;
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
  private final ContactLists lines;
  private final PeopleWork people;
  private final CompaniesWork companies;
  private final ContactPlaces places;
  private final ListDesk desk;
  private final SavedFilters filters;
  private final AccountRisks risks;
  private final Clock clock;
  private final Exports exports;
  private final MessageSource messages;

  ContactExportController(
      ContactExports lists,
      ContactLists lines,
      PeopleWork people,
      CompaniesWork companies,
      ContactPlaces places,
      ListDesk desk,
      SavedFilters filters,
      AccountRisks risks,
      Clock clock,
      Exports exports,
      MessageSource messages) {
    this.risks = risks;
    this.clock = clock;
    this.lists = lists;
    this.lines = lines;
    this.people = people;
    this.companies = companies;
    this.places = places;
    this.desk = desk;
    this.filters = filters;
    this.exports = exports;
    this.messages = messages;
  }

  @GetMapping("/contacts/people/export")
  void people(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters address,
      Locale locale,
      HttpServletResponse response) {
    Asked asked = Asked.of(address);
    address.orNoFile();
    Listed list = lists.people(asked.q(), asked.consent(), within(asked, false));
    if (!address.is(OpenList.SHOWN)) {
      send(response, viewer, locale, format, "people.title", PEOPLE, list);
      return;
    }
    OpenList open = desk.open(people, address, viewer);
    Within within = places.within(false, asked, viewer, clock.instant());
    exports.send(
        response,
        viewer,
        locale,
        format,
        "people.title",
        OpenList.names("person.name", open.columns()).stream().map(Column::of).toList(),
        List.of(),
        lists.count(list),
        Exports.pieces(
            after ->
                lines.personLines(
                    asked,
                    within,
                    after,
                    Exports.PIECE,
                    open.shows(ContactWork.SPOKEN),
                    viewer.scope()),
            (rows, file) -> {
              Map<UUID, List<Cell>> cells =
                  people.cells(rows, open.columns(), locale, viewer.formats(locale));
              rows.forEach(row -> file.row(OpenList.row(row.name(), cells.get(row.id()))));
            }));
  }

  @GetMapping("/contacts/companies/export")
  void companies(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters address,
      Locale locale,
      HttpServletResponse response) {
    Asked asked = Asked.of(address);
    address.orNoFile();
    Listed list =
        lists.companies(
            asked.q(),
            within(asked, true),
            asked.risk() ? risks.companies(viewer, clock.instant()) : null);
    if (!address.is(OpenList.SHOWN)) {
      send(response, viewer, locale, format, "companies.title", COMPANIES, list);
      return;
    }
    OpenList open = desk.open(companies, address, viewer);
    Within within = places.within(true, asked, viewer, clock.instant());
    exports.send(
        response,
        viewer,
        locale,
        format,
        "companies.title",
        OpenList.names("company.name.label", open.columns()).stream().map(Column::of).toList(),
        List.of(),
        lists.count(list),
        Exports.pieces(
            after ->
                lines.companyLines(
                    asked,
                    within,
                    after,
                    Exports.PIECE,
                    open.shows(ContactWork.SPOKEN),
                    viewer.scope()),
            (rows, file) -> {
              Map<UUID, List<Cell>> cells =
                  companies.cells(rows, open.columns(), locale, viewer.formats(locale));
              rows.forEach(row -> file.row(OpenList.row(row.name(), cells.get(row.id()))));
            }));
  }

  private @Nullable Saved within(Asked asked, boolean ofCompanies) {
    return asked.segment() == null
        ? null
        : filters
            .find(asked.segment())
            .filter(s -> !ofCompanies || s.companies())
            .orElseThrow(NotFoundException::new);
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
