package com.arenacrm.welcome;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Accounts;
import com.arenacrm.identity.Accounts.SamplePerson;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.Organizations;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.SampleContent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cafés Almendro: a coffee roaster whose last three months show a newcomer all three jobs, with
 * what went well and what did not. Its people are made up, so they cannot sign in; everything is
 * made through the front doors that real work takes, and one button takes all of it away.
 */
@Component
@Transactional
class SampleCompany {

  private final Accounts accounts;
  private final Organizations organizations;
  private final CurrentUsers users;
  private final Profiles profiles;
  private final ContactBook contacts;
  private final Planner planner;
  private final SampleDemand demand;
  private final List<SampleContent> contents;

  SampleCompany(
      Accounts accounts,
      Organizations organizations,
      CurrentUsers users,
      Profiles profiles,
      ContactBook contacts,
      Planner planner,
      SampleDemand demand,
      List<SampleContent> contents) {
    this.accounts = accounts;
    this.organizations = organizations;
    this.users = users;
    this.profiles = profiles;
    this.contacts = contacts;
    this.planner = planner;
    this.demand = demand;
    this.contents =
        contents.stream().sorted(Comparator.comparing(SampleContent::floor).reversed()).toList();
  }

  /** Its people, or none when it is not there. */
  @Transactional(readOnly = true)
  public List<SamplePerson> people() {
    return accounts.samplePeople();
  }

  /** Makes it in the language of our own company, unless it is there. */
  public void make(Instant now) {
    if (!accounts.samplePeople().isEmpty()) {
      return;
    }
    SampleWords words = SampleWords.in(organizations.current().language());
    SampleCast cast = SampleCast.hire(accounts, users, words);
    SampleTime time = new SampleTime(now, cast.lucia().company().zone());
    SampleProfiles wanted = SampleProfiles.define(profiles, cast, words, time);
    SampleContacts known = new SampleContacts(contacts, cast.lucia(), words, time);
    known.fill();
    SamplePlan plan = new SamplePlan(planner, cast, wanted, known, words, time);
    plan.plan();
    demand.tell(cast, wanted, known, plan, words, time);
    plan.tell();
  }

  /** Removes it with everything that its people made, so that no trace is left. */
  public void remove(CurrentUser administrator) {
    List<UUID> people = accounts.samplePeople().stream().map(p -> p.id().id()).toList();
    if (people.isEmpty()) {
      return;
    }
    contents.forEach(content -> content.removeMadeBy(people));
    accounts.removeSamplePeople(administrator);
  }
}
