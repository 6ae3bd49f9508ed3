package com.arenacrm.pipeline;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Makes sellers, customers, deals and handoffs of a test's own, and asks for pages as somebody. */
final class Desk {

  private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime() % 1_000_000);
  private static final Currency EUR = Currency.getInstance("EUR");

  private final MockMvcTester mvc;
  private final Cast cast;
  private final Deals deals;
  private final ContactBook book;
  private final JdbcClient jdbc;
  private final Clock clock;

  Desk(MockMvcTester mvc, Cast cast, Deals deals, ContactBook book, JdbcClient jdbc, Clock clock) {
    this.mvc = mvc;
    this.cast = cast;
    this.deals = deals;
    this.book = book;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  LocalDate today() {
    return cast.lucia().today(clock);
  }

  /** Somebody in sales whom no other test knows. */
  CurrentUser seller(String name) {
    cast.marcos(); // whose team it is
    UserId id = UserId.next();
    jdbc.sql(
            """
            insert into identity.user_account
              (id, email, name, team_id, enabled, credential_era, created_at, version)
            values (:id, :email, :name, (select id from identity.team where name = 'Norte'), true,
                    0, now(), 0)
            """)
        .param("id", id.id())
        .param("email", id + "@almendro.example")
        .param("name", name)
        .update();
    jdbc.sql("insert into identity.user_role values (:id, 'SALES')").param("id", id.id()).update();
    return cast.reread(id);
  }

  Company company(String name) {
    return book.addCompany(CompanyId.next(), CompanyDetails.named(name), cast.lucia().id(), now());
  }

  Person person(String name, @Nullable CompanyId company) {
    long n = NUMBER.incrementAndGet();
    return book.addPerson(
        PersonId.next(),
        PersonDetails.of(
            name,
            new EmailAddress("p" + n + "@cliente.example"),
            new PhoneNumber("+3461" + String.format("%07d", n % 10_000_000)),
            company),
        cast.lucia().id(),
        now());
  }

  /** A deal of a company of its own, with a step today. */
  OpportunityId deal(CurrentUser owner, String name) {
    return deal(owner, name, company("Empresa " + name).id(), Plan.step("Llamar", today()));
  }

  OpportunityId deal(CurrentUser owner, String name, CompanyId company, Plan plan) {
    return deal(owner, name, company, null, plan, new BigDecimal("1000"), now());
  }

  OpportunityId deal(
      CurrentUser owner,
      String name,
      @Nullable CompanyId company,
      @Nullable PersonId person,
      Plan plan,
      @Nullable BigDecimal amount,
      Instant openedAt) {
    return deals.open(
        Deals.NewDeal.of(
            DealDetails.of(name, person, company, owner.id(), amount, EUR, today().plusDays(30)),
            plan,
            openedAt),
        owner.id(),
        openedAt);
  }

  StageId stage(String name) {
    return deals.stages().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  LeadId lead(Person person, @Nullable String phase) {
    LeadId id = LeadId.next();
    jdbc.sql(
            """
            insert into leads.lead
              (id, person_id, company_id, person_name, company_name, origin, phase, stage, need,
               purchase_date, created_at, created_by, version)
            values (:id, :person, :company, :name, :companyName, 'MANUAL', :phase, 'ACCEPTED',
                    'Café para 40 camas', :date, now(), :by, 0)
            """)
        .param("id", id.id())
        .param("person", person.id().id())
        .param("company", person.company().map(CompanyId::id).orElse(null))
        .param("name", person.name())
        .param("companyName", person.companyName().orElse(null))
        .param("phase", phase)
        .param("date", today().plusDays(45))
        .param("by", cast.lucia().id().id())
        .update();
    return id;
  }

  HandoffId handoff(LeadId lead, CurrentUser to, Instant dueAt) {
    jdbc.sql("update leads.lead set stage = 'HANDED_OVER' where id = :id")
        .param("id", lead.id())
        .update();
    HandoffId id = HandoffId.next();
    jdbc.sql(
            """
            insert into leads.handoff
              (id, lead_id, from_user, to_user, why, first_step, handed_at, due_at, version)
            values (:id, :lead, :from, :to, 'Pidió precio en la cata', 'Proponer una prueba',
                    :at, :due, 0)
            """)
        .param("id", id.id())
        .param("lead", lead.id())
        .param("from", cast.lucia().id().id())
        .param("to", to.id().id())
        .param("at", now().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
        .param("due", dueAt.atOffset(ZoneOffset.UTC))
        .update();
    return id;
  }

  /** The lead of a handoff was taken on, and its customer spoken with, an hour ago. */
  void taken(HandoffId handoff) {
    jdbc.sql(
            """
            with h as (update leads.handoff set accepted_at = :at, first_contact_at = :at
              where id = :id returning lead_id, to_user)
            update leads.lead l set stage = 'ACCEPTED', sales_owner_id = h.to_user
            from h where l.id = h.lead_id
            """)
        .param("at", now().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
        .param("id", handoff.id())
        .update();
  }

  /** Its customer asked something half an hour ago, and waits. */
  void asks(HandoffId handoff, Instant dueAt) {
    jdbc.sql(
            """
            insert into leads.following_clock (id, handoff_id, asked_at, target_minutes, due_at)
            values (:id, :handoff, :at, 240, :due)
            """)
        .param("id", UUID.randomUUID())
        .param("handoff", handoff.id())
        .param("at", now().minus(Duration.ofMinutes(30)).atOffset(ZoneOffset.UTC))
        .param("due", dueAt.atOffset(ZoneOffset.UTC))
        .update();
  }

  MvcTestResult get(CurrentUser as, String path) {
    return get(cast.as(as), path);
  }

  /** What a page asks the database. */
  List<String> statements(CurrentUser as, String path) {
    RequestPostProcessor signedIn = cast.as(as);
    return SqlCount.during(() -> get(signedIn, path));
  }

  private MvcTestResult get(RequestPostProcessor signedIn, String path) {
    return mvc.get().uri(URI.create(path.replace(" ", "%20"))).with(signedIn).exchange();
  }

  MvcTestResult post(CurrentUser as, String path, String... fields) {
    return post(as, path, false, fields);
  }

  /** As a page with scripts sends it. */
  MvcTestResult htmx(CurrentUser as, String path, String... fields) {
    return post(as, path, true, fields);
  }

  private MvcTestResult post(CurrentUser as, String path, boolean htmx, String... fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(as));
    if (htmx) {
      request.header("HX-Request", "true");
    }
    for (int i = 0; i < fields.length; i += 2) {
      request.param(fields[i], fields[i + 1]);
    }
    return request.exchange();
  }

  int count(String sql, UUID id) {
    return jdbc.sql(sql).param("id", id).query(Integer.class).single();
  }

  /** Column values of a row or rows, as texts. */
  List<String> values(String sql, UUID id) {
    return jdbc.sql(sql).param("id", id).query(String.class).list();
  }
}
