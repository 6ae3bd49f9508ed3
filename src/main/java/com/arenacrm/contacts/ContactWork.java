package com.arenacrm.contacts;

import com.arenacrm.lists.Cell;
import com.arenacrm.lists.Cell.Part;
import com.arenacrm.lists.ListColumn;
import com.arenacrm.lists.WorkList;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Formats;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The lists of people and of companies: what can be asked of them, and what their columns say. */
final class ContactWork {

  static final String PEOPLE = "people";
  static final String COMPANIES = "companies";

  /** The column that asks what was said with somebody, and is read only where it is shown. */
  static final String SPOKEN = "spoken";

  private ContactWork() {}

  /**
   * What an address asks of one of the lists.
   *
   * @param consent null for any
   * @param segment null for everybody
   * @param risk whether only companies at risk
   */
  record Asked(String q, @Nullable ConsentState consent, @Nullable UUID segment, boolean risk) {

    static Asked of(Filters address) {
      return new Asked(
          address.words("q"),
          address.choice("consent", ConsentState.values()),
          address.id("segment"),
          address.is("risk"));
    }

    static Asked of(Map<String, String> address) {
      return of(Filters.of(address));
    }

    private Map<String, String> parameters(boolean people) {
      Map<String, String> said = new LinkedHashMap<>();
      if (!q.isEmpty()) {
        said.put("q", q);
      }
      if (people && consent != null) {
        said.put("consent", consent.name());
      }
      if (segment != null) {
        said.put("segment", segment.toString());
      }
      if (!people && risk) {
        said.put("risk", "true");
      }
      return said;
    }

    @Nullable String consentName() {
      return consent == null ? null : consent.name();
    }
  }

  /** One line of the list of people. */
  record PersonLine(
      UUID id,
      String name,
      @Nullable UUID companyId,
      @Nullable String companyName,
      @Nullable String jobTitle,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String region,
      @Nullable String city,
      @Nullable String country,
      String consent,
      boolean influencer,
      Instant createdAt,
      @Nullable Instant spokenAt) {}

  /** One line of the list of companies. */
  record CompanyLine(
      UUID id,
      String name,
      @Nullable String industry,
      @Nullable Integer employees,
      @Nullable String region,
      @Nullable String city,
      @Nullable String country,
      @Nullable String domain,
      @Nullable String phone,
      int people,
      Instant createdAt,
      @Nullable Instant spokenAt) {}

  /** How the reader says things. */
  private record Words(MessageSource messages, Locale locale, Formats show) {

    String say(String key) {
      return messages.getMessage(key, null, locale);
    }

    Cell day(String label, @Nullable Instant at) {
      return Cell.styled(
              "nowrap", say(label), at == null ? List.of() : List.of(Part.of(null, show.date(at))))
          .worth(at);
    }

    Cell phone(@Nullable String number) {
      return Cell.styled(
          "nowrap",
          null,
          number == null ? List.of() : List.of(new Part(null, number, "tel:" + number, null)));
    }
  }

  /**
   * What both lists have in common.
   *
   * @param <L> its lines
   */
  abstract static class Work<L> implements WorkList {

    private final String key;
    private final boolean people;
    private final List<ListColumn> columns;
    private final MessageSource messages;

    Work(String key, boolean people, List<ListColumn> columns, MessageSource messages) {
      this.key = key;
      this.people = people;
      this.columns = columns;
      this.messages = messages;
    }

    @Override
    public final String key() {
      return key;
    }

    @Override
    public final String path() {
      return "/contacts/" + key;
    }

    @Override
    public final String title() {
      return key + ".title";
    }

    @Override
    public final List<ListColumn> columns() {
      return columns;
    }

    @Override
    public final Map<String, String> read(Filters address) {
      return Asked.of(address).parameters(people);
    }

    /** What the columns say of each line. */
    final Map<UUID, List<Cell>> cells(
        List<L> rows, List<ListColumn> columns, Locale locale, Formats show) {
      Words words = new Words(messages, locale, show);
      return rows.stream()
          .collect(
              Collectors.toMap(
                  this::idOf,
                  row -> columns.stream().map(c -> cell(c.key(), row, words)).toList()));
    }

    abstract UUID idOf(L line);

    abstract Cell cell(String column, L line, Words words);
  }

  /** The list of people. */
  @Component
  static class PeopleWork extends Work<PersonLine> {

    private static final List<ListColumn> COLUMNS =
        List.of(
            ListColumn.usual("company", "person.company"),
            ListColumn.usual("jobTitle", "person.jobTitle"),
            ListColumn.usual("email", "person.email"),
            ListColumn.usual("phone", "person.phone"),
            ListColumn.usual("consent", "consent.title"),
            ListColumn.more("city", "person.city"),
            ListColumn.more("region", "person.region"),
            ListColumn.more("country", "person.country"),
            ListColumn.more("influencer", "person.influencer"),
            ListColumn.more("since", "person.import.since"),
            ListColumn.more(SPOKEN, "contacts.column.spoken"));

    PeopleWork(MessageSource messages) {
      super(PEOPLE, true, COLUMNS, messages);
    }

    @Override
    UUID idOf(PersonLine line) {
      return line.id();
    }

    @Override
    Cell cell(String column, PersonLine p, Words words) {
      return switch (column) {
        case "company" ->
            Cell.of(
                null,
                p.companyId() == null
                    ? null
                    : new Part(
                        null,
                        String.valueOf(p.companyName()),
                        "/contacts/companies/" + p.companyId(),
                        null));
        case "jobTitle" -> Cell.of(null, p.jobTitle());
        case "email" ->
            Cell.of(
                null,
                p.email() == null ? null : new Part(null, p.email(), "mailto:" + p.email(), null));
        case "phone" -> words.phone(p.phone());
        case "consent" ->
            Cell.of(
                words.say("consent.title"),
                p.consent().equals("UNKNOWN")
                    ? null
                    : Part.of(
                        p.consent().equals("GIVEN") ? "tag tag-good" : "tag tag-bad",
                        words.say("consent." + p.consent())));
        case "city" -> Cell.of(words.say("person.city"), p.city());
        case "region" -> Cell.of(words.say("person.region"), p.region());
        case "country" -> Cell.of(words.say("person.country"), p.country());
        case "influencer" ->
            Cell.of(
                null, p.influencer() ? Part.of("tag", words.say("person.influencer.tag")) : null);
        case "since" -> words.day("person.import.since", p.createdAt());
        case SPOKEN -> words.day("contacts.column.spoken", p.spokenAt());
        default -> throw new IllegalArgumentException(column);
      };
    }
  }

  /** The list of companies. */
  @Component
  static class CompaniesWork extends Work<CompanyLine> {

    private static final List<ListColumn> COLUMNS =
        List.of(
            ListColumn.usual("industry", "company.industry"),
            ListColumn.usual("employees", "company.employees").right(),
            ListColumn.usual("city", "person.city"),
            ListColumn.usual("website", "company.website"),
            ListColumn.usual("people", "people.title").right(),
            ListColumn.more("region", "person.region"),
            ListColumn.more("country", "person.country"),
            ListColumn.more("phone", "company.phone"),
            ListColumn.more("since", "person.import.since"),
            ListColumn.more(SPOKEN, "contacts.column.spoken"));

    CompaniesWork(MessageSource messages) {
      super(COMPANIES, false, COLUMNS, messages);
    }

    @Override
    UUID idOf(CompanyLine line) {
      return line.id();
    }

    @Override
    Cell cell(String column, CompanyLine c, Words words) {
      return switch (column) {
        case "industry" -> Cell.of(null, c.industry());
        case "employees" ->
            Cell.number(
                    words.say("company.employees"),
                    c.employees() == null ? null : words.show().number(c.employees()))
                .worth(c.employees());
        case "city" -> Cell.of(null, c.city());
        case "website" -> Cell.of(null, c.domain());
        case "people" ->
            Cell.number(words.say("people.title"), words.show().number(c.people()))
                .worth(c.people());
        case "region" -> Cell.of(words.say("person.region"), c.region());
        case "country" -> Cell.of(words.say("person.country"), c.country());
        case "phone" -> words.phone(c.phone());
        case "since" -> words.day("person.import.since", c.createdAt());
        case SPOKEN -> words.day("contacts.column.spoken", c.spokenAt());
        default -> throw new IllegalArgumentException(column);
      };
    }
  }
}
