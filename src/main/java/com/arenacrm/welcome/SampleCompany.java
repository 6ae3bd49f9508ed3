package com.arenacrm.welcome;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Lookout;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Accounts;
import com.arenacrm.identity.Accounts.SamplePerson;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.SampleHeritage;
import com.arenacrm.identity.SampleHeritage.Kept;
import com.arenacrm.planner.ActivityKits;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.playbook.Playbook;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
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

  /** What people would miss, by the tables that hold it. */
  private static final Map<String, String> KINDS = kinds();

  private final Accounts accounts;
  private final Organizations organizations;
  private final CurrentUsers users;
  private final Profiles profiles;
  private final ContactBook contacts;
  private final Lookout lookout;
  private final Planner planner;
  private final ActivityKits kits;
  private final Playbook playbook;
  private final SampleRouting routing;
  private final SampleDemand demand;
  private final SampleResearch research;
  private final SampleAudiences audiences;
  private final SampleMoney money;
  private final SampleCustomers customers;
  private final SampleViews views;
  private final SampleDesk desk;
  private final SampleHeritage heritage;
  private final List<SampleContent> contents;

  SampleCompany(
      Accounts accounts,
      Organizations organizations,
      CurrentUsers users,
      Profiles profiles,
      ContactBook contacts,
      Lookout lookout,
      Planner planner,
      ActivityKits kits,
      Playbook playbook,
      SampleRouting routing,
      SampleDemand demand,
      SampleResearch research,
      SampleAudiences audiences,
      SampleMoney money,
      SampleCustomers customers,
      SampleViews views,
      SampleDesk desk,
      SampleHeritage heritage,
      List<SampleContent> contents) {
    this.accounts = accounts;
    this.organizations = organizations;
    this.users = users;
    this.profiles = profiles;
    this.contacts = contacts;
    this.lookout = lookout;
    this.planner = planner;
    this.kits = kits;
    this.playbook = playbook;
    this.routing = routing;
    this.demand = demand;
    this.research = research;
    this.audiences = audiences;
    this.money = money;
    this.customers = customers;
    this.views = views;
    this.desk = desk;
    this.heritage = heritage;
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
    SamplePlaybook told = new SamplePlaybook(playbook, kits, cast, wanted, words, time);
    told.write();
    SamplePlan plan = new SamplePlan(planner, cast, wanted, known, told, words, time);
    plan.plan();
    told.pack(plan.tasting().id(), plan.visit().id());
    routing.tell(cast, wanted, words, time);
    desk.stock(cast, words);
    customers.promise(words);
    demand.tell(cast, wanted, known, plan, told, words, time);
    audiences.tell(cast, known, plan, words, time);
    money.tell(cast, plan, time);
    customers.tell(cast, known, told, words, time);
    plan.tell();
    research.tell(cast, wanted, known, plan, words, time);
    desk.note(cast, known, words, time);
    views.share(cast, words, time);
    lookout.lookAt(now);
  }

  /**
   * What its removal comes to.
   *
   * @param going how many of each kind go, without those of which none does
   * @param staying how many of each kind stay because real people's work names them
   */
  record Removal(List<Count> going, List<Count> staying) {}

  /** So many of a kind, such as {@code profile}. */
  record Count(String kind, int number) {}

  /** What its removal would come to now. */
  @Transactional(readOnly = true)
  public Removal removal() {
    List<UUID> people = accounts.samplePeople().stream().map(p -> p.id().id()).toList();
    if (people.isEmpty()) {
      return new Removal(List.of(), List.of());
    }
    Kept kept = heritage.neededByRealWork(people, workedOut());
    Map<String, Integer> made = heritage.made(people, KINDS.keySet());
    return new Removal(
        counts(table -> made.getOrDefault(table, 0) - kept.count(table)), counts(kept::count));
  }

  private static List<Count> counts(ToIntFunction<String> rows) {
    return KINDS.entrySet().stream()
        .map(kind -> new Count(kind.getValue(), rows.applyAsInt(kind.getKey())))
        .filter(count -> count.number() > 0)
        .toList();
  }

  /**
   * Removes it with everything that its people made. What real people did stays, and so does what
   * their work names of the sample: it becomes the administrator's.
   */
  public void remove(CurrentUser administrator) {
    List<UUID> people = accounts.samplePeople().stream().map(p -> p.id().id()).toList();
    if (people.isEmpty()) {
      return;
    }
    Kept kept = heritage.neededByRealWork(people, workedOut());
    heritage.pass(kept, people, administrator.id());
    contents.forEach(content -> content.removeMadeBy(people, kept.ids()));
    contents.forEach(SampleContent::settle);
    accounts.removeSamplePeople(administrator);
  }

  private Set<String> workedOut() {
    return contents.stream()
        .flatMap(content -> content.workedOut().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("icp.profile", "profile");
    kinds.put("planner.activity", "activity");
    kinds.put("contacts.person", "person");
    kinds.put("contacts.company", "company");
    kinds.put("leads.lead", "lead");
    kinds.put("pipeline.opportunity", "deal");
    kinds.put("customers.purchase", "purchase");
    return kinds;
  }
}
