package com.arenacrm.customers;

import com.arenacrm.contacts.Belonging;
import com.arenacrm.contacts.Belonging.Part;
import com.arenacrm.contacts.Belongings;
import java.util.List;
import org.springframework.stereotype.Component;

/** What was bought by people and companies; who is in charge of the survivor stays so. */
@Component
class CustomerBelongings implements Belongings {

  @Override
  public List<Belonging> belongings() {
    return List.of(
        Belonging.ofPerson("purchase", "customers.purchase", "person_id")
            .copying("person_name", Part.NAME)
            .withVersion(),
        Belonging.ofPerson("checkin", "customers.check_in", "person_id")
            .copying("person_name", Part.NAME)
            .withVersion(),
        Belonging.ofPerson("referral", "customers.referral", "person_id")
            .keyed("lead_id")
            .copying("person_name", Part.NAME)
            .withVersion(),
        Belonging.ofPerson("referral", "customers.referral", "referred_by")
            .keyed("lead_id")
            .copying("referrer_name", Part.NAME)
            .withVersion(),
        Belonging.ofPerson("referralAsk", "customers.referral_ask", "person_id")
            .copying("person_name", Part.NAME)
            .withVersion(),
        Belonging.ofPerson("testimonial", "customers.testimonial", "person_id").withVersion(),
        Belonging.ofPerson(null, "customers.owner_change", "person_id"),
        Belonging.ofPerson(null, "customers.customer", "person_id")
            .once("company_id")
            .copying("name", Part.NAME)
            .withVersion(),
        Belonging.ofCompany("purchase", "customers.purchase", "company_id")
            .copying("company_name", Part.NAME)
            .withVersion(),
        Belonging.ofCompany("checkin", "customers.check_in", "company_id").withVersion(),
        Belonging.ofCompany(null, "customers.referral", "company_id")
            .keyed("lead_id")
            .withVersion(),
        Belonging.ofCompany("referralAsk", "customers.referral_ask", "company_id").withVersion(),
        Belonging.ofCompany("testimonial", "customers.testimonial", "company_id").withVersion(),
        Belonging.ofCompany(null, "customers.owner_change", "company_id"),
        Belonging.ofCompany(null, "customers.customer", "company_id")
            .once("person_id")
            .copying("name", Part.NAME)
            .withVersion());
  }
}
