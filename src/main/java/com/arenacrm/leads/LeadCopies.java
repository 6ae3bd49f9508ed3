package com.arenacrm.leads;

import com.arenacrm.contacts.CompaniesChanged;
import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PeopleChanged;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.platform.CopiedNames;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * What leads and signals copy of people and companies follows when those change, by a few
 * statements however many they are; the fit is due again, because it rests on them.
 */
@Component
class LeadCopies {

  private final ContactBook contacts;
  private final JdbcClient jdbc;

  LeadCopies(ContactBook contacts, JdbcClient jdbc) {
    this.contacts = contacts;
    this.jdbc = jdbc;
  }

  @ApplicationModuleListener
  void on(Person.Changed changed) {
    follow(List.of(changed.person()));
  }

  @ApplicationModuleListener
  void on(PeopleChanged changed) {
    follow(changed.people());
  }

  @ApplicationModuleListener
  void on(Company.Changed changed) {
    followCompanies(List.of(changed.company()));
  }

  @ApplicationModuleListener
  void on(CompaniesChanged changed) {
    followCompanies(changed.companies());
  }

  // Beside the aggregates on purpose: a copy must not make an open form stale.
  private void follow(List<PersonId> people) {
    Map<PersonId, PersonCard> cards = contacts.cards(people);
    if (cards.isEmpty()) {
      return;
    }
    // Whoever changes company takes the leads along that are still under way.
    jdbc.sql(
            """
            update leads.lead l set person_name = n.name, fit_due = true,
              company_id = case when l.stage = 'ENDED' then l.company_id else n.company end,
              company_name = case when l.stage = 'ENDED' then l.company_name else n.company_name end
            from unnest(cast(:ids as uuid[]), cast(:names as text[]), cast(:companies as uuid[]),
              cast(:companyNames as text[])) as n (id, name, company, company_name)
            where l.person_id = n.id
            """)
        .param("ids", texts(cards, card -> card.id().toString()))
        .param("names", texts(cards, PersonCard::name))
        .param(
            "companies", texts(cards, c -> c.companyId() == null ? null : c.companyId().toString()))
        .param("companyNames", texts(cards, PersonCard::company))
        .update();
    CopiedNames.follow(
        jdbc,
        cards.values().stream().collect(Collectors.toMap(c -> c.id().id(), PersonCard::name)),
        "leads.demand_signal",
        "person_id",
        "person_name");
  }

  private static @Nullable String[] texts(
      Map<PersonId, PersonCard> cards, Function<PersonCard, @Nullable String> part) {
    return cards.values().stream().map(part).toArray(String[]::new);
  }

  private void followCompanies(List<CompanyId> companies) {
    Map<UUID, String> names = contacts.companyNames(companies);
    jdbc.sql(
            """
            update leads.lead l set company_name = n.name, fit_due = true
            from unnest(cast(:ids as uuid[]), cast(:names as text[])) as n (id, name)
            where l.company_id = n.id
            """)
        .param("ids", names.keySet().stream().map(UUID::toString).toArray(String[]::new))
        .param("names", names.values().toArray(String[]::new))
        .update();
  }
}
