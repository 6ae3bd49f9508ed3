package com.arenacrm.leads;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.ActivityCard;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes what visitors send: a human becomes a person, a touch and a lead, once; what a bot sends is
 * kept apart and counts nowhere. Nothing that is sent changes what we already know of somebody, and
 * nothing of what we know is shown.
 */
@Component
@Transactional
public class FormSubmissions {

  static final int MOST_FROM_ONE_PLACE = 10;
  private static final Duration PLACE_WINDOW = Duration.ofMinutes(10);

  /**
   * What was sent.
   *
   * @param id made when the page was opened, so that sending it twice counts once
   * @param trap what stands in the field that people do not see
   */
  public record Sent(
      UUID id,
      String name,
      @Nullable EmailAddress email,
      @Nullable PhoneNumber phone,
      @Nullable String company,
      @Nullable String answer,
      boolean consents,
      @Nullable String trap,
      Instant opened,
      String address) {}

  private enum Quarantine {
    TRAP,
    TOO_FAST,
    TOO_MANY
  }

  private final LeadForms forms;
  private final LeadIntake intake;
  private final ContactBook contacts;
  private final Planner planner;
  private final Organizations organizations;
  private final JdbcClient jdbc;

  FormSubmissions(
      LeadForms forms,
      LeadIntake intake,
      ContactBook contacts,
      Planner planner,
      Organizations organizations,
      JdbcClient jdbc) {
    this.forms = forms;
    this.intake = intake;
    this.contacts = contacts;
    this.planner = planner;
    this.organizations = organizations;
    this.jdbc = jdbc;
  }

  /** Whether this very form has arrived before. */
  @Transactional(readOnly = true)
  public boolean isKnown(UUID id) {
    return jdbc.sql("select exists (select 1 from leads.form_submission where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /**
   * Puts a form up for an activity.
   *
   * @param id chosen by the caller, so that sending a form twice puts one up
   */
  public LeadForm offer(LeadFormId id, LeadForm.Content content, UserId actor, Instant now) {
    return forms.save(new LeadForm(id, content, actor.id(), now));
  }

  /** Takes one; the visitor reads the same thanks whatever becomes of it. */
  public void take(LeadForm form, Sent sent, Instant now) {
    Quarantine quarantine = suspicion(form, sent, now);
    insert(form, sent, quarantine, now);
    if (quarantine == null) {
      welcome(form, sent, now);
    }
  }

  /**
   * Takes an answer that was set aside for what it is: a human's. Once; afterwards nothing happens.
   *
   * @throws NotFoundException when that form has no such answer
   */
  public void release(LeadForm form, UUID answer) {
    boolean known =
        jdbc.sql(
                "select exists (select 1 from leads.form_submission where id = :id and form_id = :form)")
            .param("id", answer)
            .param("form", form.id().id())
            .query(Boolean.class)
            .single();
    if (!known) {
      throw new NotFoundException();
    }
    jdbc.sql(
            """
            update leads.form_submission set quarantine = null
            where id = :id and quarantine is not null
            returning id, name, email, phone, company, answer, consents, at, address
            """)
        .param("id", answer)
        .query((rs, n) -> sent(rs))
        .optional()
        .ifPresent(sent -> welcome(form, sent, sent.opened()));
  }

  private static Sent sent(ResultSet rs) throws SQLException {
    String email = rs.getString("email");
    String phone = rs.getString("phone");
    return new Sent(
        rs.getObject("id", UUID.class),
        rs.getString("name"),
        email == null ? null : new EmailAddress(email),
        phone == null ? null : new PhoneNumber(phone),
        rs.getString("company"),
        rs.getString("answer"),
        rs.getBoolean("consents"),
        null,
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getString("address"));
  }

  private void welcome(LeadForm form, Sent sent, Instant now) {
    ActivityCard activity = planner.activity(form.activity()).orElseThrow(NotFoundException::new);
    Person person = person(sent, activity, now);
    LocalDate today = LocalDate.ofInstant(now, organizations.current().timeZone());
    Optional<OccurrenceId> occurrence = planner.occurrenceFor(activity.id(), today);
    occurrence.ifPresent(o -> planner.touch(o, person.id(), TouchKind.SUBMITTED, now, null));
    if (sent.consents()) {
      contacts.consent(
          person.id(), ConsentState.GIVEN, form.title(), form.content().consent(), null, now);
    }
    Lead lead =
        intake.submitted(form, activity, occurrence.orElse(null), person, sent.answer(), now);
    jdbc.sql("update leads.form_submission set lead_id = :lead where id = :id")
        .param("lead", lead.id().id())
        .param("id", sent.id())
        .update();
  }

  private @Nullable Quarantine suspicion(LeadForm form, Sent sent, Instant now) {
    if (sent.trap() != null) {
      return Quarantine.TRAP;
    }
    if (Duration.between(sent.opened(), now).compareTo(LeadForm.QUICKEST) < 0) {
      return Quarantine.TOO_FAST;
    }
    int lately =
        jdbc.sql(
                """
                select count(*) from leads.form_submission
                where address = :address and at > :since
                """)
            .param("address", form.blur(sent.address()))
            .param("since", now.minus(PLACE_WINDOW).atOffset(ZoneOffset.UTC))
            .query(Integer.class)
            .single();
    return lately >= MOST_FROM_ONE_PLACE ? Quarantine.TOO_MANY : null;
  }

  private Person person(Sent sent, ActivityCard activity, Instant now) {
    Optional<Person> known = contacts.find(sent.email(), sent.phone());
    if (known.isPresent()) {
      return known.get();
    }
    CompanyId company = contacts.companyNamed(sent.company(), activity.owner(), now);
    return contacts.addPerson(
        PersonId.next(),
        PersonDetails.of(sent.name(), sent.email(), sent.phone(), company),
        activity.owner(),
        now);
  }

  private void insert(LeadForm form, Sent sent, @Nullable Quarantine quarantine, Instant now) {
    jdbc.sql(
            """
            insert into leads.form_submission
              (id, form_id, at, name, email, phone, company, answer, consents, quarantine, address)
            values (:id, :form, :at, :name, :email, :phone, :company, :answer, :consents,
              :quarantine, :address)
            """)
        .param("id", sent.id())
        .param("form", form.id().id())
        .param("at", now.atOffset(ZoneOffset.UTC))
        .param("name", sent.name())
        .param("email", sent.email() == null ? null : sent.email().value())
        .param("phone", sent.phone() == null ? null : sent.phone().e164())
        .param("company", sent.company())
        .param("answer", sent.answer())
        .param("consents", sent.consents())
        .param("quarantine", quarantine == null ? null : quarantine.name())
        .param("address", form.blur(sent.address()))
        .update();
  }
}
