package com.arenacrm.contacts;

import java.util.List;
import org.springframework.stereotype.Component;

/** What contacts itself holds of people and companies. */
@Component
class ContactBelongings implements Belongings {

  private static final String RELATIONSHIP = "contacts.relationship";

  @Override
  public List<Belonging> belongings() {
    return List.of(
        Belonging.ofPerson("interaction", "contacts.interaction", "person_id"),
        Belonging.ofPerson("consent", "contacts.consent", "person_id"),
        Belonging.ofPerson("relationship", RELATIONSHIP, "from_person")
            .once("kind", "from_company", "to_person", "to_company")
            .neverItself("to_person"),
        Belonging.ofPerson("relationship", RELATIONSHIP, "to_person")
            .once("kind", "from_person", "from_company", "to_company")
            .neverItself("from_person"),
        Belonging.ofPerson(null, "contacts.alias", "person_id"),
        Belonging.ofCompany("person", "contacts.person", "company_id")
            .copying("company_name", Belonging.Part.NAME)
            .withVersion(),
        Belonging.ofCompany("interaction", "contacts.interaction", "company_id"),
        Belonging.ofCompany("relationship", RELATIONSHIP, "from_company")
            .once("kind", "from_person", "to_person", "to_company")
            .neverItself("to_company"),
        Belonging.ofCompany("relationship", RELATIONSHIP, "to_company")
            .once("kind", "from_person", "from_company", "to_person")
            .neverItself("from_company"),
        Belonging.ofCompany(null, "contacts.alias", "company_id"));
  }
}
