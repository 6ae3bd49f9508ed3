package com.arenacrm.leads.forms;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.Lead;
import com.arenacrm.leads.LeadFormId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.Secret;
import com.arenacrm.leads.Trials;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.ActivityCard;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.playbook.Offer;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes what visitors send: a human becomes a person, a touch and a lead, once; what a bot sends is
 * kept apart and counts nowhere. Nothing that is sent changes what we already know of somebody, and
 * nothing of what we know is shown.
 */
@Component
@Transactional
public class FormSubmissions {

  /** For so long the same answer of the same person is the same answer. */
  private static final Duration SAME = Duration.ofHours(24);

  /** For so long what bots sent, and what nobody confirmed, is kept. */
  static final Duration KEPT = Duration.ofDays(30);

  /** What is to be shown to whoever sent it. */
  public enum Taken {
    /** Thanks, whatever became of it. */
    DONE,
    /** It looks odd: they are asked to look at it and press the button once more. */
    LOOK_AGAIN
  }

  private final LeadForms forms;
  private final LeadIntake intake;
  private final Trials trials;
  private final ContactBook contacts;
  private final Planner planner;
  private final Playbook playbook;
  private final Organizations organizations;
  private final Confirmations confirmations;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  FormSubmissions(
      LeadForms forms,
      LeadIntake intake,
      Trials trials,
      ContactBook contacts,
      Planner planner,
      Playbook playbook,
      Organizations organizations,
      Confirmations confirmations,
      JdbcClient jdbc,
      JsonMapper json) {
    this.forms = forms;
    this.intake = intake;
    this.trials = trials;
    this.contacts = contacts;
    this.planner = planner;
    this.playbook = playbook;
    this.organizations = organizations;
    this.confirmations = confirmations;
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Puts a form up for an activity.
   *
   * @param id chosen by the caller, so that sending a form twice puts one up
   */
  public LeadForm offer(LeadFormId id, LeadForm.Content content, UserId actor, Instant now) {
    LeadForm form = forms.save(new LeadForm(id, content, actor.id(), now));
    keepWording(form, actor, now);
    return form;
  }

  /** Changes a form; what was agreed to before stays as it was. */
  void change(LeadForm form, LeadForm.Content content, UserId actor, Instant now) {
    int before = form.consentVersion();
    form.change(content);
    forms.save(form);
    if (form.consentVersion() != before) {
      keepWording(form, actor, now);
    }
  }

  private void keepWording(LeadForm form, UserId actor, Instant now) {
    jdbc.sql(
            """
            insert into leads.form_consent (form_id, number, wordings, since, created_by)
            values (:form, :number, cast(:wordings as jsonb), :since, :actor)
            """)
        .param("form", form.id().id())
        .param("number", form.consentVersion())
        .param("wordings", json.writeValueAsString(form.wordings()))
        .param("since", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }

  /** Whether this very answer has arrived before and counts, or is sure not to. */
  @Transactional(readOnly = true)
  public boolean isKnown(UUID id) {
    return jdbc.sql("select exists (select 1 from leads.form_submission where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** Takes one. */
  public Taken take(LeadForm form, Sent sent, Instant now) {
    hold(sent);
    Optional<Stored> here = stored(sent.id());
    if (here.isPresent()) {
      boolean aside = here.get().quarantine() != null;
      if (aside && sent.looked() && suspicion(form, sent, now).filter(Suspicion::sure).isEmpty()) {
        if (here.get().formId().equals(form.id().id())) {
          countIn(form, here.get(), now);
        }
      } else if (aside && !sent.looked() && mayLookAgain(form, sent, now)) {
        return Taken.LOOK_AGAIN;
      }
      return Taken.DONE;
    }
    String fingerprint = fingerprint(form, sent);
    Optional<Stored> same = same(form, fingerprint, now);
    if (same.isPresent()) {
      if (same.get().waiting()) {
        confirmations.again(form, same.get().id(), now);
      }
      return Taken.DONE;
    }
    Optional<Suspicion> suspicion =
        suspicion(form, sent, now).filter(s -> s.sure() || !sent.looked());
    boolean waits = suspicion.isEmpty() && form.content().doubleOptIn();
    insert(form, sent, suspicion.map(Suspicion::reason).orElse(null), waits, fingerprint, now);
    if (suspicion.isPresent()) {
      return suspicion.get().sure() ? Taken.DONE : Taken.LOOK_AGAIN;
    }
    if (waits) {
      confirmations.ask(form, sent.id(), now);
    } else {
      welcome(form, stored(sent.id()).orElseThrow(NotFoundException::new), now);
    }
    return Taken.DONE;
  }

  /**
   * Takes an answer that was set aside for what it is: a human's. Once; afterwards nothing happens.
   *
   * @throws NotFoundException when that form has no such answer
   */
  public void release(LeadForm form, UUID answer, Instant now) {
    Stored stored =
        stored(answer)
            .filter(s -> s.formId().equals(form.id().id()))
            .orElseThrow(NotFoundException::new);
    hold(stored.email(), stored.phone(), stored.company());
    countIn(form, stored, now);
  }

  private void countIn(LeadForm form, Stored stored, Instant now) {
    boolean waits = form.content().doubleOptIn() && stored.email() != null;
    int changed =
        jdbc.sql(
                """
                update leads.form_submission set quarantine = null, waiting = :waits
                where id = :id and quarantine is not null
                """)
            .param("id", stored.id())
            .param("waits", waits)
            .update();
    if (changed == 0) {
      return;
    }
    jdbc.sql(
            """
            delete from leads.form_submission
            where form_id = :form and fingerprint = :fingerprint and quarantine is not null
            """)
        .param("form", stored.formId())
        .param("fingerprint", stored.fingerprint())
        .update();
    if (waits) {
      confirmations.ask(form, stored.id(), now);
    } else {
      welcome(form, stored, stored.at());
    }
  }

  /**
   * They pressed the button in the letter: from now on they are a lead.
   *
   * @return whether they are one now; not so when the link is unknown, too old, or another form's
   */
  boolean confirm(LeadForm form, Secret secret, Instant now) {
    Optional<UUID> id = confirmations.redeem(form, secret, now);
    if (id.isEmpty()) {
      return confirmations.confirmedBy(form, secret).isPresent();
    }
    Stored stored = stored(id.get()).orElseThrow(NotFoundException::new);
    hold(stored.email(), stored.phone(), stored.company());
    welcome(form, stored, now);
    return true;
  }

  /** Whether a link waits to be used, or was used by the one who opens it again. */
  @Transactional(readOnly = true)
  boolean isOpenTo(LeadForm form, Secret secret, Instant now) {
    return confirmations
        .waitingFor(form, secret, now)
        .or(() -> confirmations.confirmedBy(form, secret))
        .isPresent();
  }

  private Optional<LeadForm> formOf(UUID answer) {
    return stored(answer).map(s -> new LeadFormId(s.formId())).flatMap(forms::findById);
  }

  /** Throws one answer away, for good, where it was set aside. */
  void discard(LeadFormId form, UUID answer) {
    jdbc.sql(
            """
            delete from leads.form_submission
            where form_id = :form and id = :id and quarantine is not null
            """)
        .param("form", form.id())
        .param("id", answer)
        .update();
  }

  /** Throws what bots sent to a form away, for good. */
  int clear(LeadFormId form) {
    return jdbc.sql(
            "delete from leads.form_submission where form_id = :form and quarantine is not null")
        .param("form", form.id())
        .update();
  }

  /**
   * Sends the letters that could not be sent when people answered, since no mail server was set up
   * then; a hundred at a time.
   *
   * @return how many
   */
  int sendWaitingLetters(Instant now) {
    if (!confirmations.isPossible()) {
      return 0;
    }
    List<UUID> waiting =
        jdbc.sql(
                """
                select id from leads.form_submission
                where waiting and letters = 0 and email is not null order by at limit 100
                """)
            .query(UUID.class)
            .list();
    waiting.forEach(id -> formOf(id).ifPresent(form -> confirmations.ask(form, id, now)));
    return waiting.size();
  }

  /** Whether letters can be sent, so that an answer can be confirmed. */
  boolean canWrite() {
    return confirmations.isPossible();
  }

  /** Throws away what bots sent, and what nobody confirmed, once it is old. */
  int forget(Instant now) {
    jdbc.sql("delete from leads.form_seen where at < :before")
        .param(
            "before", now.minus(LeadForm.LONGEST).minus(LeadForm.LONGEST).atOffset(ZoneOffset.UTC))
        .update();
    return jdbc.sql(
            """
            delete from leads.form_submission
            where (quarantine is not null or waiting) and at < :before
            """)
        .param("before", now.minus(KEPT).atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * Takes over what somebody typed in place of what we knew: their name, telephone, company or one
   * of their attributes.
   *
   * @param what {@code name}, {@code phone}, {@code company} or {@code PERSON:} and an attribute
   * @throws RefusedException when the number is somebody else's
   */
  void adopt(LeadForm form, UUID answer, PersonId of, String what, UserId actor, Instant now) {
    Stored stored =
        stored(answer)
            .filter(s -> s.formId().equals(form.id().id()) && s.quarantine() == null)
            .orElseThrow(NotFoundException::new);
    Person person = contacts.person(of);
    PersonDetails d = person.details();
    Map<String, String> attributes = new TreeMap<>(d.attributes());
    if (what.startsWith(FormDesign.PERSON_ATTRIBUTE)) {
      form.design()
          .kept(what)
          .map(f -> stored.answers().get(f.id()))
          .ifPresent(
              said -> attributes.put(what.substring(FormDesign.PERSON_ATTRIBUTE.length()), said));
    }
    contacts.change(
        person,
        new PersonDetails(
            "name".equals(what) ? stored.name() : d.name(),
            d.email(),
            "phone".equals(what) && stored.phone() != null
                ? new PhoneNumber(stored.phone())
                : d.phone(),
            "company".equals(what) ? company(form, stored, actor, now) : d.company(),
            d.jobTitle(),
            d.region(),
            d.city(),
            d.country(),
            d.influencer(),
            d.links(),
            d.notes(),
            attributes));
  }

  private void welcome(LeadForm form, Stored sent, Instant now) {
    ActivityCard activity = planner.activity(form.activity()).orElseThrow(NotFoundException::new);
    Person person = person(form, sent, activity, now);
    LocalDate today = LocalDate.ofInstant(now, organizations.current().timeZone());
    Optional<OccurrenceId> occurrence = planner.occurrenceFor(activity.id(), today);
    occurrence.ifPresent(o -> planner.touch(o, person.id(), TouchKind.SUBMITTED, now, null));
    if (sent.wording() != null) {
      contacts.consent(person.id(), ConsentState.GIVEN, form.title(), sent.wording(), null, now);
    }
    boolean fresh = intake.openLeadOf(person.id()).isEmpty();
    Lead lead =
        intake.submitted(
            form.id(), activity, occurrence.orElse(null), person, facts(form, sent), now);
    if (fresh && !sent.came().none()) {
      remember(lead, sent.came(), now);
    }
    OfferId offer = form.content().offer();
    if (offer != null
        && playbook
            .offer(offer, today)
            .filter(o -> o.content().kind() != Offer.Kind.SALE)
            .isPresent()) {
      trials.requestedByForm(lead.id(), offer, today, now);
    }
    jdbc.sql("update leads.form_submission set lead_id = :lead where id = :id")
        .param("lead", lead.id().id())
        .param("id", sent.id())
        .update();
  }

  private void remember(Lead lead, Campaign came, Instant now) {
    jdbc.sql(
            """
            insert into leads.lead_campaign
              (lead_id, source, medium, campaign, term, content, referrer, at)
            values (:lead, :source, :medium, :campaign, :term, :content, :referrer, :at)
            on conflict (lead_id) do nothing
            """)
        .param("lead", lead.id().id())
        .param("source", came.source())
        .param("medium", came.medium())
        .param("campaign", came.campaign())
        .param("term", came.term())
        .param("content", came.content())
        .param("referrer", came.referrer())
        .param("at", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static Facts facts(LeadForm form, Stored sent) {
    Function<String, @Nullable String> said =
        where ->
            form.design().fields().stream()
                .filter(f -> where.equals(f.kept()))
                .map(f -> sent.answers().get(f.id()))
                .filter(Objects::nonNull)
                .reduce((a, b) -> a + "\n" + b)
                .orElse(null);
    String day = said.apply(FormDesign.PURCHASE_DATE);
    return new Facts(
        said.apply(FormDesign.NEED),
        said.apply(FormDesign.BUDGET),
        null,
        day == null ? null : FormReader.parseDate(day).orElse(null));
  }

  private Person person(LeadForm form, Stored sent, ActivityCard activity, Instant now) {
    EmailAddress email = sent.email() == null ? null : new EmailAddress(sent.email());
    PhoneNumber phone = sent.phone() == null ? null : new PhoneNumber(sent.phone());
    Optional<Person> known = contacts.find(email, phone, sent.name());
    if (known.isPresent()) {
      return known.get();
    }
    PersonDetails usual =
        PersonDetails.of(sent.name(), email, phone, company(form, sent, activity.owner(), now));
    PersonDetails details =
        new PersonDetails(
            usual.name(),
            usual.email(),
            usual.phone(),
            usual.company(),
            null,
            null,
            null,
            null,
            false,
            List.of(),
            null,
            attributes(form, sent, false));
    return contacts.addPerson(PersonId.next(), details, activity.owner(), now);
  }

  // What is known of a company stays as it is, too.
  private @Nullable CompanyId company(LeadForm form, Stored sent, UserId actor, Instant now) {
    String name = sent.company();
    if (name == null || name.isBlank()) {
      return null;
    }
    Optional<CompanyId> known = contacts.findCompany(name);
    if (known.isPresent()) {
      return known.get();
    }
    CompanyDetails details =
        new CompanyDetails(
            name.strip(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            attributes(form, sent, true));
    return contacts.addCompany(CompanyId.next(), details, actor, now).id();
  }

  private static Map<String, String> attributes(LeadForm form, Stored sent, boolean ofCompany) {
    Map<String, String> attributes = new TreeMap<>();
    for (FormDesign.Field field : form.design().fields()) {
      String attribute = field.attribute(ofCompany);
      String said = sent.answers().get(field.id());
      if (attribute != null && said != null) {
        attributes.put(attribute, said.lines().findFirst().orElse(said));
      }
    }
    return attributes;
  }

  // Two answers of one person at the same moment, or two people of one new company, wait for one
  // another: each person and each company is made once.
  private void hold(Sent sent) {
    hold(
        sent.email() == null ? null : sent.email().value(),
        sent.phone() == null ? null : sent.phone().e164(),
        sent.company());
  }

  private void hold(@Nullable String email, @Nullable String phone, @Nullable String company) {
    Stream.of(
            email == null ? null : "1 " + email,
            phone == null ? null : "2 " + phone,
            company == null ? null : "3 " + company.strip().toLowerCase(Locale.ROOT))
        .filter(Objects::nonNull)
        .forEach(
            who ->
                jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:who, 20261123))::text")
                    .param("who", who)
                    .query(String.class)
                    .list());
  }

  private boolean mayLookAgain(LeadForm form, Sent sent, Instant now) {
    return suspicion(form, sent, now).filter(s -> !s.sure()).isPresent();
  }

  private Optional<Suspicion> suspicion(LeadForm form, Sent sent, Instant now) {
    List<String> shortTexts =
        Stream.concat(
                Optional.ofNullable(sent.company()).stream(),
                said(form, sent, FormDesign.Kind.SHORT_TEXT).stream())
            .toList();
    List<String> longTexts = said(form, sent, FormDesign.Kind.LONG_TEXT);
    Suspicion.Before before =
        jdbc.sql(
                """
                select
                  exists (select 1 from leads.form_seen where id = :id) as seen,
                  (select count(*) from leads.form_submission
                   where address = :address and at > :since and id <> :id) as from_here,
                  (select count(*) from leads.form_submission
                   where form_id = :form and at > :since and quarantine is null and id <> :id)
                    as for_form,
                  (select count(*) from leads.form_submission
                   where long_text = :text and at > :yesterday and id <> :id
                     and coalesce(email, phone, '') <> :who) as same_text
                """)
            .param("address", form.blur(sent.address()))
            .param("since", now.minus(Suspicion.WINDOW).atOffset(ZoneOffset.UTC))
            .param("yesterday", now.minus(SAME).atOffset(ZoneOffset.UTC))
            .param("form", form.id().id())
            .param("id", sent.id())
            .param("text", longText(form, sent))
            .param("who", who(sent))
            .query(Suspicion.Before.class)
            .single();
    return Suspicion.of(
        new Suspicion.Look(
            // Whoever looks a second time has typed it before.
            sent.looked() ? Duration.ofMinutes(1) : Duration.between(sent.opened(), now),
            sent.trap(),
            sent.name(),
            sent.email(),
            shortTexts,
            longTexts),
        before);
  }

  private static List<String> said(LeadForm form, Sent sent, FormDesign.Kind kind) {
    return form.design().ownFields().stream()
        .filter(f -> f.kind() == kind)
        .map(f -> sent.answers().get(f.id()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static String who(Sent sent) {
    return sent.email() != null
        ? sent.email().value()
        : sent.phone() == null ? "" : sent.phone().e164();
  }

  private static @Nullable String longText(LeadForm form, Sent sent) {
    String text =
        String.join(" ", said(form, sent, FormDesign.Kind.LONG_TEXT))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}]+", " ")
            .strip();
    return text.length() < Suspicion.LONG_TEXT ? null : form.fingerprint(text);
  }

  private static String fingerprint(LeadForm form, Sent sent) {
    Collection<String> said = new TreeMap<>(sent.answers()).values();
    return form.fingerprint(
        String.join(
            "\u0001",
            who(sent),
            String.valueOf(sent.name()),
            String.valueOf(sent.company()),
            String.valueOf(sent.phone()),
            String.join("\u0002", said)));
  }

  /** An answer as it was kept. */
  record Stored(
      UUID id,
      UUID formId,
      Instant at,
      String language,
      String name,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String company,
      Map<String, String> answers,
      @Nullable String wording,
      @Nullable String quarantine,
      boolean waiting,
      @Nullable String fingerprint,
      Campaign came) {}

  private static final TypeReference<Map<String, String>> ANSWERS = new TypeReference<>() {};

  private static final String STORED =
      """
      select id, form_id, at, language, name, email, phone, company, answers::text as answers,
        wording, quarantine, waiting, fingerprint, source, medium, campaign, term, content, referrer
      from leads.form_submission where %s
      """;

  @Transactional(readOnly = true)
  Optional<Stored> stored(UUID id) {
    return one(jdbc.sql(STORED.formatted("id = :id")).param("id", id));
  }

  private Optional<Stored> same(LeadForm form, String fingerprint, Instant now) {
    return one(
        jdbc.sql(
                STORED.formatted(
                    """
                    form_id = :form and fingerprint = :fingerprint and quarantine is null
                      and at > :since order by at desc limit 1\
                    """))
            .param("form", form.id().id())
            .param("fingerprint", fingerprint)
            .param("since", now.minus(SAME).atOffset(ZoneOffset.UTC)));
  }

  private Optional<Stored> one(JdbcClient.StatementSpec sql) {
    return sql.query(
            (rs, n) ->
                new Stored(
                    rs.getObject("id", UUID.class),
                    rs.getObject("form_id", UUID.class),
                    rs.getObject("at", OffsetDateTime.class).toInstant(),
                    rs.getString("language"),
                    rs.getString("name"),
                    rs.getString("email"),
                    rs.getString("phone"),
                    rs.getString("company"),
                    json.readValue(rs.getString("answers"), ANSWERS),
                    rs.getString("wording"),
                    rs.getString("quarantine"),
                    rs.getBoolean("waiting"),
                    rs.getString("fingerprint"),
                    new Campaign(
                        rs.getString("source"),
                        rs.getString("medium"),
                        rs.getString("campaign"),
                        rs.getString("term"),
                        rs.getString("content"),
                        rs.getString("referrer"))))
        .optional();
  }

  private void insert(
      LeadForm form,
      Sent sent,
      Suspicion.@Nullable Reason quarantine,
      boolean waits,
      String fingerprint,
      Instant now) {
    jdbc.sql(
            """
            insert into leads.form_submission
              (id, form_id, at, language, name, email, phone, company, answers, consents,
               consent_version, wording, quarantine, waiting, address, fingerprint, long_text,
               source, medium, campaign, term, content, referrer, visited)
            values (:id, :form, :at, :language, :name, :email, :phone, :company,
              cast(:answers as jsonb), :consents, :version, :wording, :quarantine, :waits, :address,
              :fingerprint, :text, :source, :medium, :campaign, :term, :content, :referrer,
              exists (select 1 from leads.form_seen v where v.id = :id and v.counted))
            """)
        .param("id", sent.id())
        .param("form", form.id().id())
        .param("at", now.atOffset(ZoneOffset.UTC))
        .param("language", sent.language())
        .param("name", called(sent))
        .param("email", sent.email() == null ? null : sent.email().value())
        .param("phone", sent.phone() == null ? null : sent.phone().e164())
        .param("company", sent.company())
        .param("answers", json.writeValueAsString(sent.answers()))
        .param("consents", sent.wording() != null)
        .param("version", sent.wording() == null ? null : form.consentVersion())
        .param("wording", sent.wording())
        .param("quarantine", quarantine == null ? null : quarantine.name())
        .param("waits", waits)
        .param("address", form.blur(sent.address()))
        .param("fingerprint", fingerprint)
        .param("text", longText(form, sent))
        .param("source", sent.campaign().source())
        .param("medium", sent.campaign().medium())
        .param("campaign", sent.campaign().campaign())
        .param("term", sent.campaign().term())
        .param("content", sent.campaign().content())
        .param("referrer", sent.campaign().referrer())
        .update();
    for (Sent.Attachment file : sent.files()) {
      jdbc.sql(
              """
              insert into leads.form_attachment (id, submission_id, field, name, type, content)
              values (:id, :submission, :field, :name, :type, :content)
              """)
          .param("id", TimeOrderedUuid.next())
          .param("submission", sent.id())
          .param("field", file.field())
          .param("name", file.name())
          .param("type", file.type())
          .param("content", file.content())
          .update();
    }
  }

  // Somebody who was not asked their name is called by their address.
  private static String called(Sent sent) {
    if (sent.name() != null) {
      return sent.name();
    }
    return sent.email() != null
        ? sent.email().value().split("@")[0]
        : sent.phone() != null ? sent.phone().e164() : "?";
  }
}
