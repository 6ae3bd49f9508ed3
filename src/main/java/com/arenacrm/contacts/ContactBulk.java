package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactWork.Asked;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.lists.BulkEdit;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What can be changed on many people or companies in one go: where they are, what they do, and any
 * further field. Never what somebody allows us to send them, which is theirs to say, nor what only
 * one can have.
 */
abstract class ContactBulk implements BulkEdit {

  static final String CITY = "CITY";
  static final String REGION = "REGION";
  static final String COUNTRY = "COUNTRY";
  static final String INDUSTRY = "INDUSTRY";
  static final String JOB_TITLE = "JOB_TITLE";
  static final String INFLUENCER = "INFLUENCER";
  static final String ATTRIBUTE = "ATTRIBUTE";

  private static final String WORD = "value";
  private static final String FIELD = "field";

  /** The columns of the changes that are one text. */
  private static final Map<String, String> COLUMNS =
      Map.of(
          CITY,
          "city",
          REGION,
          "region",
          COUNTRY,
          "country",
          INDUSTRY,
          "industry",
          JOB_TITLE,
          "job_title",
          INFLUENCER,
          "influencer");

  private record Present(UUID id, String name, int version, @Nullable String value, int fields) {}

  final MessageSource messages;
  private final boolean companies;
  private final ContactLists lists;
  private final ContactPlaces places;
  private final JdbcClient jdbc;

  ContactBulk(
      boolean companies,
      ContactLists lists,
      ContactPlaces places,
      JdbcClient jdbc,
      MessageSource messages) {
    this.companies = companies;
    this.lists = lists;
    this.places = places;
    this.jdbc = jdbc;
    this.messages = messages;
  }

  static Kind text(String kind, String field, int longest) {
    return Kind.of(kind, "contacts.bulk." + kind, () -> List.of(Field.text(WORD, field, longest)));
  }

  static Kind further() {
    return Kind.of(
        ATTRIBUTE,
        "contacts.bulk." + ATTRIBUTE,
        () ->
            List.of(
                Field.text(FIELD, "contacts.bulk.field", 60).hint("contacts.bulk.field.hint"),
                Field.text(WORD, "contacts.bulk.value", 500)
                    .orNot()
                    .hint("contacts.bulk.value.hint")));
  }

  @Override
  public String list() {
    return companies ? ContactWork.COMPANIES : ContactWork.PEOPLE;
  }

  @Override
  public List<UUID> all(Map<String, String> query, CurrentUser viewer, Instant now, int most) {
    Asked asked = Asked.of(query);
    ContactPlaces.Within within = places.within(companies, asked, viewer, now);
    return within.gone() ? List.of() : lists.ids(companies, asked, within, most);
  }

  @Override
  public List<Line> preview(
      Change change, Collection<UUID> ids, boolean hold, CurrentUser viewer, Instant now) {
    if (ids.isEmpty()) {
      return List.of();
    }
    String column = COLUMNS.get(change.kind());
    List<Present> present =
        jdbc.sql(
                """
                select p.id, p.name, p.version, %s as value,
                       (select count(*) from jsonb_object_keys(p.attributes)) as fields
                from %s p where p.id in (:ids)%s"""
                    .formatted(
                        column == null
                            ? "p.attributes ->> :field"
                            : "cast(p." + column + " as text)",
                        companies ? "contacts.company" : "contacts.person",
                        " order by p.id" + (hold ? " for update" : "")))
            .param("ids", ids)
            .param(FIELD, change.value(FIELD))
            .query(Present.class)
            .list();
    return present.stream()
        .sorted(java.util.Comparator.comparing(Present::name))
        .map(
            p ->
                new Line(
                    p.id(),
                    p.name(),
                    (companies ? "/contacts/companies/" : "/contacts/people/") + p.id(),
                    p.version(),
                    change.kind().equals(INFLUENCER) ? yes(p.value()) : p.value(),
                    objection(change, p)))
        .toList();
  }

  private static @Nullable String objection(Change change, Present p) {
    if (Objects.equals(p.value(), change.value(WORD))) {
      return "changes.not.same";
    }
    boolean more = change.kind().equals(ATTRIBUTE) && p.value() == null;
    return more && p.fields() >= Attributes.MOST ? "contacts.bulk.not.full" : null;
  }

  /** The name of a further field is written before a colon, one a line. */
  @Override
  public void check(Change change, FormReader reader, CurrentUser actor, Instant now) {
    String field = change.value(FIELD);
    if (field != null && field.matches("(?s).*[:\\n].*")) {
      reader.refuse(FIELD, "contacts.bulk.field.invalid");
    }
  }

  private @Nullable String yes(@Nullable String value) {
    return messages.getMessage(
        "true".equals(value) ? "ui.yes" : "ui.no", null, LocaleContextHolder.getLocale());
  }

  @Override
  public Applied apply(Change change, UUID id, CurrentUser actor, Instant now) {
    Map<String, String> before = new HashMap<>();
    String was = set(id, change, change.value(WORD));
    if (was != null) {
      before.put(WORD, was);
    }
    return new Applied(version(id), before);
  }

  @Override
  public boolean restore(
      Change change, UUID id, Applied applied, Instant at, CurrentUser actor, Instant now) {
    if (version(id) != applied.version()) {
      return false;
    }
    set(id, change, applied.before().get(WORD));
    return true;
  }

  private int version(UUID id) {
    return jdbc.sql(
            "select version from %s where id = :id"
                .formatted(companies ? "contacts.company" : "contacts.person"))
        .param("id", id)
        .query(Integer.class)
        .optional()
        .orElse(-1);
  }

  /** Makes a field of one of them that, and answers what it was. */
  abstract @Nullable String set(UUID id, Change change, @Nullable String value);

  /** Further fields with one of them changed; gone where it has no value. */
  static Map<String, String> with(
      Map<String, String> attributes, Change change, @Nullable String value) {
    Map<String, String> changed = new TreeMap<>(attributes);
    String field = Objects.requireNonNull(change.value(FIELD));
    if (value == null) {
      changed.remove(field);
    } else {
      changed.put(field, value);
    }
    return changed;
  }

  static @Nullable String further(Map<String, String> attributes, Change change) {
    return attributes.get(Objects.requireNonNull(change.value(FIELD)));
  }

  /** Of people. */
  @Component
  static class PeopleBulk extends ContactBulk {

    private final ContactBook book;

    PeopleBulk(
        ContactBook book,
        ContactLists lists,
        ContactPlaces places,
        JdbcClient jdbc,
        MessageSource messages) {
      super(false, lists, places, jdbc, messages);
      this.book = book;
    }

    @Override
    public List<Kind> kinds(CurrentUser viewer) {
      return List.of(
          further(),
          text(JOB_TITLE, "person.jobTitle", 200),
          text(CITY, "person.city", 100),
          text(REGION, "person.region", 100),
          text(COUNTRY, "person.country", 100),
          Kind.of(
              INFLUENCER,
              "contacts.bulk." + INFLUENCER,
              () ->
                  List.of(
                      Field.choice(
                          WORD,
                          "person.influencer",
                          List.of(
                              new Option("true", said("ui.yes")),
                              new Option("false", said("ui.no")))))));
    }

    private String said(String key) {
      return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }

    @Override
    @Nullable String set(UUID id, Change change, @Nullable String value) {
      Person person = book.person(new PersonId(id));
      PersonDetails d = person.details();
      String kind = change.kind();
      book.change(
          person,
          new PersonDetails(
              d.name(),
              d.email(),
              d.phone(),
              d.company(),
              kind.equals(JOB_TITLE) ? value : d.jobTitle(),
              kind.equals(REGION) ? value : d.region(),
              kind.equals(CITY) ? value : d.city(),
              kind.equals(COUNTRY) ? value : d.country(),
              kind.equals(INFLUENCER) ? "true".equals(value) : d.influencer(),
              d.links(),
              d.notes(),
              kind.equals(ATTRIBUTE) ? with(d.attributes(), change, value) : d.attributes()));
      return switch (kind) {
        case JOB_TITLE -> d.jobTitle();
        case REGION -> d.region();
        case CITY -> d.city();
        case COUNTRY -> d.country();
        case INFLUENCER -> String.valueOf(d.influencer());
        case ATTRIBUTE -> further(d.attributes(), change);
        default -> throw new NotFoundException();
      };
    }
  }

  /** Of companies. */
  @Component
  static class CompaniesBulk extends ContactBulk {

    private final ContactBook book;

    CompaniesBulk(
        ContactBook book,
        ContactLists lists,
        ContactPlaces places,
        JdbcClient jdbc,
        MessageSource messages) {
      super(true, lists, places, jdbc, messages);
      this.book = book;
    }

    @Override
    public List<Kind> kinds(CurrentUser viewer) {
      return List.of(
          further(),
          text(INDUSTRY, "company.industry", 100),
          text(CITY, "person.city", 100),
          text(REGION, "person.region", 100),
          text(COUNTRY, "person.country", 100));
    }

    @Override
    @Nullable String set(UUID id, Change change, @Nullable String value) {
      Company company = book.company(new CompanyId(id));
      CompanyDetails d = company.details();
      String kind = change.kind();
      book.change(
          company,
          new CompanyDetails(
              d.name(),
              d.website(),
              kind.equals(INDUSTRY) ? value : d.industry(),
              d.employees(),
              kind.equals(REGION) ? value : d.region(),
              kind.equals(CITY) ? value : d.city(),
              kind.equals(COUNTRY) ? value : d.country(),
              d.phone(),
              d.links(),
              d.notes(),
              kind.equals(ATTRIBUTE) ? with(d.attributes(), change, value) : d.attributes()));
      return switch (kind) {
        case INDUSTRY -> d.industry();
        case REGION -> d.region();
        case CITY -> d.city();
        case COUNTRY -> d.country();
        case ATTRIBUTE -> further(d.attributes(), change);
        default -> throw new NotFoundException();
      };
    }
  }
}
