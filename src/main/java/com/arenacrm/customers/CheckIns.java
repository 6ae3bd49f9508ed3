package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.customers.CheckIn.About;
import com.arenacrm.customers.CheckIn.Answer;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.Secret;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.pipeline.day.Weight;
import com.arenacrm.pipeline.tasks.Subject;
import com.arenacrm.pipeline.tasks.Tasks;
import com.arenacrm.pipeline.tasks.Tasks.Wanted;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to how happy customers are: asking them, taking or writing down what they say, and
 * seeing to it where they are not (R029).
 */
@Component
@Transactional
public class CheckIns {

  static final int PAGE = 25;

  /** So many people of a customer are offered to choose from. */
  private static final int MOST_PEOPLE = 100;

  /** Nobody is asked again before so many days, unless somebody of us means to. */
  static final int PEACE_DAYS = 60;

  private final CheckInRecords records;
  private final ContactBook contacts;
  private final Notices notices;
  private final UserNames userNames;
  private final Tasks tasks;
  private final Organizations organizations;
  private final MessageSource messages;
  private final JdbcClient jdbc;

  CheckIns(
      CheckInRecords records,
      ContactBook contacts,
      Notices notices,
      UserNames userNames,
      Tasks tasks,
      Organizations organizations,
      MessageSource messages,
      JdbcClient jdbc) {
    this.tasks = tasks;
    this.organizations = organizations;
    this.messages = messages;
    this.records = records;
    this.contacts = contacts;
    this.notices = notices;
    this.userNames = userNames;
    this.jdbc = jdbc;
  }

  /**
   * Asks somebody at a customer. An address that was made for them before and not answered no
   * longer works.
   *
   * @param secret of the new address, chosen by the caller, so that sending a form twice asks once
   * @param purchase what they are asked about; null for nothing in particular
   * @param actor null where the company's rule asks
   * @throws NotFoundException when there is no such person
   * @throws RefusedException when they do not want to hear from us, or that address has given way
   */
  public void ask(
      PersonId person,
      @Nullable CompanyId company,
      @Nullable PurchaseId purchase,
      Secret secret,
      @Nullable UserId actor,
      Instant now) {
    PersonCard card = contacts.cards(List.of(person)).get(person);
    if (card == null) {
      throw new NotFoundException();
    }
    if (card.consent() == ConsentState.WITHDRAWN) {
      throw new RefusedException("checkin.withdrawn", card.name());
    }
    // Of two who ask at once, the second sees what the first did.
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:person, 0))")
        .param("person", "asking " + person)
        .query((rs, n) -> true)
        .single();
    Optional<CheckIn> same = records.findByHash(secret.hash());
    if (same.isPresent()) {
      if (!same.get().person().equals(Optional.of(person))
          || same.get().state(now) == CheckIn.State.VOID) {
        throw new RefusedException("checkin.replaced");
      }
      return;
    }
    jdbc.sql(
            """
            select id from customers.check_in
            where person_id = :person and hash is not null and answered_at is null
              and voided_at is null
            """)
        .param("person", person.id())
        .query(UUID.class)
        .list()
        .forEach(
            id -> {
              CheckIn before = records.findById(new CheckInId(id)).orElseThrow();
              before.giveWay(now);
              records.save(before);
            });
    records.save(
        CheckIn.asked(
            CheckInId.next(),
            new About(company, person, card.name(), purchase),
            secret,
            actor,
            now));
  }

  boolean isThere(CheckInId id) {
    return records.findById(id).isPresent();
  }

  /** Writes down what a customer said; whoever is in charge is told where they are not happy. */
  public void note(
      CheckInId id,
      @Nullable CompanyId company,
      @Nullable PersonId person,
      Answer said,
      UserId actor,
      Instant at) {
    PersonCard card = person == null ? null : contacts.cards(List.of(person)).get(person);
    CheckIn noted =
        records.save(
            CheckIn.noted(
                id,
                new About(company, person, card == null ? null : card.name(), null),
                said,
                actor,
                at));
    keep(noted);
    tell(noted, actor, at);
  }

  /** The check-in at this address; empty for an address that we never made. */
  @Transactional(readOnly = true)
  Optional<CheckIn> at(Secret secret) {
    return records.findByHash(secret.hash());
  }

  /** What was bought, if they are asked about something in particular. */
  @Transactional(readOnly = true)
  Optional<String> what(CheckIn checkIn) {
    return checkIn
        .purchase()
        .flatMap(
            p ->
                jdbc.sql("select what from customers.purchase where id = :id")
                    .param("id", p.id())
                    .query(String.class)
                    .optional());
  }

  /** Whether it was answered by this very form. */
  @Transactional(readOnly = true)
  boolean isAnsweredBy(Secret secret, UUID form) {
    return at(secret).filter(c -> c.isAnsweredBy(form)).isPresent();
  }

  /**
   * Takes an answer, and tells whoever is in charge.
   *
   * @throws NotFoundException for an address that we never made
   * @throws RefusedException when it takes no answer, any more or again
   */
  void answer(Secret secret, UUID form, Answer said, Instant now) {
    CheckIn checkIn = at(secret).orElseThrow(NotFoundException::new);
    checkIn.answer(form, said, now);
    records.save(checkIn);
    keep(checkIn);
    tell(checkIn, null, now);
  }

  /** Keeps with the customer what they said last. */
  private void keep(CheckIn checkIn) {
    checkIn
        .customer()
        .ifPresent(
            customer ->
                jdbc.sql(
                        """
                        update customers.customer c set (score, scored_on) = (
                          select k.score, cast(k.answered_at as date) from customers.check_in k
                          where coalesce(k.company_id, k.person_id) = :customer
                            and k.answered_at is not null
                          order by k.answered_at desc, k.id desc limit 1)
                        where coalesce(c.company_id, c.person_id) = :customer
                        """)
                    .param("customer", customer)
                    .update());
  }

  /** Tells whoever is in charge, or where nobody is and they are not happy, the managers. */
  private void tell(CheckIn checkIn, @Nullable UserId actor, Instant now) {
    Answer said = checkIn.answer().orElseThrow();
    checkIn
        .customer()
        .flatMap(
            id ->
                jdbc.sql(
                        """
                        select c.name, c.owner_id, c.created_by from customers.customer c
                        where coalesce(c.company_id, c.person_id) = :id
                        """)
                    .param("id", id)
                    .query(
                        (rs, n) ->
                            new Charge(
                                id,
                                rs.getString("name"),
                                user(rs.getObject("owner_id", UUID.class)),
                                user(rs.getObject("created_by", UUID.class))))
                    .optional())
        .ifPresent(
            c -> {
              if (said.isLow() && c.owner() != null && c.isInCharge(userNames)) {
                open(checkIn, c.name(), c.owner(), actor, now);
              }
              String key =
                  said.isLow()
                      ? c.isInCharge(userNames) ? "checkin.told.low" : "checkin.told.nobody"
                      : said.isGood() ? "checkin.told.good" : "checkin.told";
              String path = "/customers/" + c.id() + "/satisfaction";
              whom(c, said).stream()
                  .filter(u -> !u.equals(actor))
                  .forEach(
                      u ->
                          notices.tellAtOnce(
                              u,
                              show ->
                                  new Line(
                                      "checkin",
                                      key,
                                      List.of(
                                          c.name(),
                                          show.number(said.score()),
                                          String.valueOf(CheckIn.BEST)),
                                      path),
                              now));
            });
  }

  /**
   * Makes it a task of whoever is in charge to see to a low score, or adds it to the one that is
   * open for the same customer, which speaks of the newest.
   */
  private void open(
      CheckIn checkIn, String customer, UserId owner, @Nullable UserId actor, Instant now) {
    Answer said = checkIn.answer().orElseThrow();
    UUID task =
        other(checkIn)
            .filter(
                before ->
                    tasks.add(before.task(), unhappy(customer, said.score()), above(said, before)))
            .map(Before::task)
            .orElseGet(() -> ask(checkIn, customer, owner, actor, now));
    checkIn.becomes(task);
    records.save(checkIn);
  }

  private UUID ask(
      CheckIn checkIn, String customer, UserId owner, @Nullable UserId actor, Instant now) {
    Answer said = checkIn.answer().orElseThrow();
    UUID task = TimeOrderedUuid.next();
    tasks.ask(
        task,
        new Wanted(
            unhappy(customer, said.score()),
            said.comment(),
            LocalDate.ofInstant(now, organizations.current().timeZone()),
            owner),
        Subject.of(
            checkIn.person().map(PersonId::id).orElse(null),
            // Without a person, it is a company.
            checkIn.customer().orElse(null),
            null),
        Weight.UNHAPPY,
        "/customers/check-ins/" + checkIn.id().id(),
        actor == null ? owner : actor,
        now);
    return task;
  }

  /** Another low score that nobody has seen to, and its task. */
  private record Before(UUID task, int score) {}

  private Optional<Before> other(CheckIn checkIn) {
    return jdbc.sql(
            """
            select task_id as task, score from customers.check_in
            where coalesce(company_id, person_id) = :customer and id <> :id
              and task_id is not null and settled_at is null
            order by answered_at desc, id desc limit 1
            """)
        .param("customer", checkIn.customer().orElse(null))
        .param("id", checkIn.id().id())
        .query(Before.class)
        .optional();
  }

  private String unhappy(String customer, int score) {
    return say("checkin.task", customer, score, CheckIn.BEST);
  }

  /** What stands above the note of a task from now on: what they said, and that it is not all. */
  private String above(Answer said, Before before) {
    String rest = say("checkin.task.before", before.score(), CheckIn.BEST);
    return said.comment() == null ? rest : said.comment() + "\n" + rest;
  }

  private String say(String key, Object... arguments) {
    return messages.getMessage(
        key, arguments, Locale.forLanguageTag(organizations.current().language()));
  }

  /**
   * The low scores of a customer that nobody has seen to go to whoever is in charge now.
   *
   * @param customer as they were
   * @param owner null for nobody
   */
  void follow(Customer customer, @Nullable UserId owner, UserId actor, Instant now) {
    UserId from = customer.owner() == null ? null : new UserId(customer.owner());
    if (Objects.equals(from, owner)) {
      return;
    }
    jdbc.sql(
            """
            select id from customers.check_in
            where coalesce(company_id, person_id) = :customer and score <= :low
              and settled_at is null
            order by answered_at
            """)
        .param("customer", customer.id())
        .param("low", CheckIn.LOW)
        .query(UUID.class)
        .list()
        .forEach(
            id ->
                follow(
                    records.findById(new CheckInId(id)).orElseThrow(),
                    customer,
                    owner,
                    actor,
                    now));
  }

  private void follow(
      CheckIn low, Customer customer, @Nullable UserId owner, UserId actor, Instant now) {
    UUID task = low.task().orElse(null);
    if (owner == null && task != null) {
      tasks.withdraw(task, now);
      low.becomes(null);
      records.save(low);
    } else if (owner != null && task == null) {
      open(low, customer.name(), owner, actor, now);
    } else if (owner != null && task != null && customer.owner() != null) {
      tasks.follow(task, new UserId(customer.owner()), owner);
    }
  }

  /**
   * Whoever ticks off the task and says what was said has seen to it; without a word, it is open.
   */
  @EventListener
  void on(Tasks.Done done) {
    jdbc
        .sql("select id from customers.check_in where task_id = :task and settled_at is null")
        .param("task", done.task())
        .query(UUID.class)
        .list()
        .stream()
        .map(id -> records.findById(new CheckInId(id)).orElseThrow())
        .forEach(
            low -> {
              String said = done.said();
              if (said == null || said.isBlank()) {
                low.becomes(null);
              } else {
                low.settle(said, done.by(), done.at());
              }
              records.save(low);
            });
  }

  /** What was seen to when the task was last ticked off is to be seen to again. */
  @EventListener
  void on(Tasks.Reopened reopened) {
    jdbc
        .sql(
            """
            select id from customers.check_in
            where task_id = :task and settled_at =
              (select max(settled_at) from customers.check_in where task_id = :task)
            """)
        .param("task", reopened.task())
        .query(UUID.class)
        .list()
        .stream()
        .map(id -> records.findById(new CheckInId(id)).orElseThrow())
        .forEach(
            low -> {
              low.reopen();
              records.save(low);
            });
  }

  private List<UserId> whom(Charge customer, Answer said) {
    if (customer.isInCharge(userNames) && customer.owner() != null) {
      return List.of(customer.owner());
    }
    UserId about = customer.owner() == null ? customer.maker() : customer.owner();
    if (!said.isLow()) {
      return List.of();
    }
    return about == null
        ? userNames.active(Role.MANAGER, Role.ADMINISTRATOR).stream()
            .map(UserNames.Colleague::id)
            .toList()
        : userNames.managersOf(customer.owner(), about);
  }

  private static @Nullable UserId user(@Nullable UUID id) {
    return id == null ? null : new UserId(id);
  }

  /**
   * Who is in charge of a customer.
   *
   * @param maker who made the customer known; null when nobody in person did
   */
  private record Charge(UUID id, String name, @Nullable UserId owner, @Nullable UserId maker) {

    boolean isInCharge(UserNames names) {
      return owner != null && names.isActive(owner);
    }
  }

  /**
   * Somebody has seen to a low score.
   *
   * @param how what was done about it
   * @throws NotFoundException when there is none, or not for this viewer
   */
  void settle(CheckInId id, String how, CurrentUser actor, Instant now) {
    CheckIn checkIn = get(id, actor);
    checkIn.settle(how, actor.id(), now);
    records.save(checkIn);
    checkIn.task().ifPresent(task -> settle(task, checkIn, how, actor.id(), now));
  }

  // The task is done, in these words, when nothing of it is open; until then it speaks of the
  // newest that is, and its note of what was done.
  private void settle(UUID task, CheckIn seenTo, String how, UserId actor, Instant now) {
    record Open(String name, int score) {}
    jdbc.sql(
            """
            select c.name, k.score from customers.check_in k
            join customers.customer c
              on coalesce(c.company_id, c.person_id) = coalesce(k.company_id, k.person_id)
            where k.task_id = :task and k.settled_at is null
            order by k.answered_at desc, k.id desc limit 1
            """)
        .param("task", task)
        .query(Open.class)
        .optional()
        .ifPresentOrElse(
            left ->
                tasks.add(
                    task,
                    unhappy(left.name(), left.score()),
                    say(
                        "checkin.task.seenTo",
                        seenTo.answer().orElseThrow().score(),
                        CheckIn.BEST,
                        how)),
            () -> tasks.settle(task, how, actor, now));
  }

  /** A low score that is still to be seen to, and when they gave it. */
  record Left(int score, Instant answeredAt) {}

  /** The newest low score of the same customer that is still to be seen to. */
  @Transactional(readOnly = true)
  Optional<Left> left(CheckIn seenTo) {
    return jdbc.sql(
            """
            select score, answered_at from customers.check_in
            where coalesce(company_id, person_id) = :customer and score <= :low
              and settled_at is null
            order by answered_at desc, id desc limit 1
            """)
        .param("customer", seenTo.customer().orElse(null))
        .param("low", CheckIn.LOW)
        .query(Left.class)
        .optional();
  }

  @Transactional(readOnly = true)
  CheckIn get(CheckInId id, CurrentUser viewer) {
    return find(id, viewer).orElseThrow(NotFoundException::new);
  }

  /** Whether it is a low score that nobody has seen to, and for this viewer to see. */
  @Transactional(readOnly = true)
  boolean isOpen(CheckInId id, CurrentUser viewer) {
    return find(id, viewer).filter(CheckIn::isOpen).isPresent();
  }

  private Optional<CheckIn> find(CheckInId id, CurrentUser viewer) {
    boolean seen =
        jdbc.sql(
                    "select count(*) from customers.check_in k where k.id = :id and "
                        + visible(viewer))
                .param("id", id.id())
                .param(Scope.PARAMETER, viewer.scope().owners())
                .query(Integer.class)
                .single()
            > 0;
    return Optional.of(id).filter(i -> seen).flatMap(records::findById);
  }

  /** Which check-ins, called {@code k}, somebody sees: those of the customers that they see. */
  private static String visible(CurrentUser viewer) {
    return viewer.scope().all()
        ? "true"
        : "exists (select from customers.customer c where coalesce(c.company_id, c.person_id)"
            + " = coalesce(k.company_id, k.person_id) and "
            + Customers.visible(viewer.scope())
            + ")";
  }

  /** Which check-ins are meant. */
  enum Which {
    LOW("k.score <= 6"),
    /** Low, and nobody has seen to it. */
    OPEN("k.score <= 6 and k.settled_at is null"),
    GOOD("k.score >= 9"),
    ANSWERED("k.answered_at is not null"),
    /** Asked and not answered, in time or ever. */
    UNANSWERED("k.answered_at is null");

    private final String condition;

    Which(String condition) {
      this.condition = condition;
    }

    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** One line of the list. */
  record Row(
      UUID id,
      @Nullable UUID customer,
      @Nullable String customerName,
      @Nullable UUID personId,
      @Nullable String personName,
      @Nullable String what,
      @Nullable Instant askedAt,
      @Nullable Instant expiresAt,
      @Nullable Instant answeredAt,
      @Nullable Integer score,
      @Nullable String comment,
      @Nullable Instant settledAt,
      @Nullable UUID settledBy,
      @Nullable String settledHow,
      @Nullable UUID createdBy,
      int version) {

    public boolean isLow() {
      return score != null && score <= CheckIn.LOW;
    }

    public boolean isGood() {
      return score != null && score >= CheckIn.GOOD;
    }

    /** Whether nobody has seen to it, though somebody has to. */
    public boolean isOpen() {
      return isLow() && settledAt == null;
    }
  }

  /**
   * Check-ins, those that were answered or asked last first.
   *
   * @param customer of one customer; null for all
   * @param which null for all
   * @param month answered in that month, by its first day; null for any
   * @param size so many of them
   */
  @Transactional(readOnly = true)
  Slice<Row> rows(
      @Nullable UUID customer,
      @Nullable Which which,
      @Nullable LocalDate month,
      @Nullable UUID after,
      int size,
      CurrentUser viewer) {
    ZoneId zone = viewer.company().zone();
    List<Row> rows =
        jdbc.sql(
                """
                select k.id, coalesce(k.company_id, k.person_id) as customer,
                  (select c.name from customers.customer c
                   where coalesce(c.company_id, c.person_id) = coalesce(k.company_id, k.person_id))
                    as customer_name,
                  k.person_id, k.person_name, p.what, k.asked_at, k.expires_at, k.answered_at, k.score,
                  k.comment, k.settled_at, k.settled_by, k.settled_how, k.created_by, k.version
                from customers.check_in k left join customers.purchase p on p.id = k.purchase_id
                where k.voided_at is null and %s and %s %s %s %s
                order by coalesce(k.answered_at, k.created_at) desc, k.id desc limit :limit
                """
                    .formatted(
                        visible(viewer),
                        which == null ? "true" : which.condition,
                        customer == null
                            ? ""
                            : "and coalesce(k.company_id, k.person_id) = :customer",
                        month == null
                            ? ""
                            : "and k.answered_at >= :from and k.answered_at < :until",
                        after == null
                            ? ""
                            : "and (coalesce(k.answered_at, k.created_at), k.id) < (select"
                                + " coalesce(a.answered_at, a.created_at), a.id"
                                + " from customers.check_in a where a.id = :after)"))
            .param(Scope.PARAMETER, viewer.scope().owners())
            .param("customer", customer)
            .param("from", month == null ? null : month.atStartOfDay(zone).toOffsetDateTime())
            .param(
                "until",
                month == null ? null : month.plusMonths(1).atStartOfDay(zone).toOffsetDateTime())
            .param("after", after)
            .param("limit", size + 1)
            .query(Row.class)
            .list();
    return Slice.of(rows, size, Row::id);
  }

  /**
   * What was said in a month.
   *
   * @param first its first day
   * @param mean null where nobody answered
   */
  record Month(LocalDate first, int answered, @Nullable BigDecimal mean, int good, int low) {}

  /** The last twelve months, the present one first, by one statement. */
  @Transactional(readOnly = true)
  List<Month> trend(CurrentUser viewer, LocalDate today) {
    return jdbc.sql(
            """
            select m.first, count(k.score) as answered, round(avg(k.score), 1) as mean,
              count(*) filter (where k.score >= 9) as good,
              count(*) filter (where k.score <= 6) as low
            from (select cast(:month as date) - make_interval(months => n) as first
                  from generate_series(0, 11) n) m
            left join customers.check_in k
              on date_trunc('month', k.answered_at at time zone :zone) = m.first and %s
            group by m.first order by m.first desc
            """
                .formatted(visible(viewer)))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("month", today.withDayOfMonth(1))
        .param("zone", viewer.company().zone().getId())
        .query(
            (rs, n) ->
                new Month(
                    rs.getObject("first", java.time.LocalDateTime.class).toLocalDate(),
                    rs.getInt("answered"),
                    rs.getBigDecimal("mean"),
                    rs.getInt("good"),
                    rs.getInt("low")))
        .list();
  }

  /**
   * Why somebody cannot be asked how happy a customer is: they neither bought there nor belong to
   * it.
   *
   * @return message key; null where they can
   */
  @Transactional(readOnly = true)
  @Nullable String stranger(PersonCard person, Customer customer) {
    boolean theirs =
        customer.company()
            ? person.companyId() == null || person.companyId().equals(customer.companyId())
            : person.id().equals(customer.personId());
    return theirs || people(customer).stream().anyMatch(p -> p.id().equals(person.id()))
        ? null
        : "checkin.person.elsewhere";
  }

  /**
   * The people of a customer whom one may ask: those who bought, and those known at the company.
   */
  @Transactional(readOnly = true)
  List<PersonCard> people(Customer customer) {
    List<PersonId> ids =
        jdbc
            .sql(
                """
                select distinct person_id from customers.purchase
                where coalesce(company_id, person_id) = :id and person_id is not null
                  and deleted_at is null
                limit 50
                """)
            .param("id", customer.id())
            .query(UUID.class)
            .list()
            .stream()
            .map(PersonId::new)
            .toList();
    return contacts.at(customer.companyId(), ids, MOST_PEOPLE);
  }
}
