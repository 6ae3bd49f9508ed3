package com.arenacrm.pipeline.tasks;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.pipeline.day.DayItem;
import com.arenacrm.pipeline.day.DayWork;
import com.arenacrm.pipeline.day.Weight;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to tasks. Whoever has one and whoever gave it see it; so do those who see what its
 * owner does, where it is about a customer or they manage, and those who see the deal that it is
 * about.
 */
@Component
@Transactional
public class Tasks implements DayWork {

  static final int PAGE = 25;

  /** So many characters a note has at most. */
  static final int LONGEST_NOTE = 2000;

  /** So many stand on the page of what they are about. */
  static final int MOST_ON_A_PAGE = 20;

  /** So many stand on the page of all of them. */
  private static final int MOST_OF_ALL = 500;

  private static final String FROM =
      """
      from pipeline.task t
      left join pipeline.opportunity o on o.id = t.opportunity_id and %s
      """;

  private static final String COLUMNS =
      """
      select t.id, t.what, t.note, t.due_on, t.owner_id, t.created_by, t.created_at, t.done_at,
        t.done_by, t.person_id, t.company_id, o.id as deal, t.person_name, t.company_name,
        o.name as deal_name, coalesce(t.person_id, o.person_id) as reach_person,
        coalesce(t.company_id, o.company_id) as reach_company, t.deleted_at is not null as deleted,
        t.said, t.weight, t.page, t.version
      """;

  private final ContactBook contacts;
  private final UserNames userNames;
  private final Notices notices;
  private final ApplicationEventPublisher events;
  private final JdbcClient jdbc;

  Tasks(
      ContactBook contacts,
      UserNames userNames,
      Notices notices,
      ApplicationEventPublisher events,
      JdbcClient jdbc) {
    this.events = events;
    this.contacts = contacts;
    this.userNames = userNames;
    this.notices = notices;
    this.jdbc = jdbc;
  }

  /**
   * A task was ticked off.
   *
   * @param said what was said with it, or done; null for nothing
   */
  public record Done(UUID task, @Nullable String said, UserId by, Instant at) {}

  /**
   * A task that was ticked off turned out not to be done.
   *
   * @param by who says so
   */
  public record Reopened(UUID task, UserId by, Instant at) {}

  /** The tasks that somebody, {@code :doneBy}, ticked off in a time, for other modules to leave. */
  public static final String DONE_BY =
      """
      select d.id, d.done_at as at from pipeline.task d
      where d.done_by = :doneBy and d.done_at >= :doneFrom and d.done_at < :doneUntil
        and d.deleted_at is null
      """;

  /** What a task is to say. */
  public record Wanted(String what, @Nullable String note, @Nullable LocalDate due, UserId owner) {}

  /** Whom the SQL lets see tasks, called {@code t}, joined with their deals, called {@code o}. */
  static String visible(CurrentUser viewer) {
    return """
        (t.owner_id = :me or t.created_by = :me or o.id is not null
          or (%s and (:manages or t.person_id is not null or t.company_id is not null)))
        """
        .formatted(viewer.scope().condition("t.owner_id"));
  }

  static Map<String, Object> parameters(CurrentUser viewer) {
    return Map.of(
        "me",
        viewer.id().id(),
        "manages",
        viewer.isManager(),
        Scope.PARAMETER,
        viewer.scope().owners());
  }

  private static String from(CurrentUser viewer) {
    return FROM.formatted(viewer.scope().condition("o.owner_id"));
  }

  /**
   * One task.
   *
   * @throws NotFoundException when there is none, or not for this viewer
   */
  @Transactional(readOnly = true)
  public Task get(UUID id, CurrentUser viewer) {
    return jdbc.sql(COLUMNS + from(viewer) + "where t.id = :id and " + visible(viewer))
        .params(parameters(viewer))
        .param("id", id)
        .query(Task.class)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  /**
   * What is open on the page of somebody or something, and what was done in the last month; one
   * more than stand there, where there are more.
   *
   * @param all all of them instead, whenever they were done
   */
  @Transactional(readOnly = true)
  List<Task> about(Subject subject, boolean all, CurrentUser viewer, LocalDate today) {
    return jdbc.sql(
            COLUMNS
                + from(viewer)
                + """
                where %s and t.deleted_at is null and %s
                  and (:all or t.done_at is null or t.done_at >= cast(:today as date) - 30)
                order by t.done_at is not null, t.done_at desc,
                  coalesce(t.due_on, date '9999-12-31'), t.id limit :most
                """
                    .formatted(
                        subject.person() != null
                            ? "t.person_id = :person"
                            : subject.company() != null
                                ? "t.company_id = :company"
                                : "t.opportunity_id = :deal",
                        visible(viewer)))
        .params(parameters(viewer))
        .param("person", subject.person())
        .param("company", subject.company())
        .param("deal", subject.deal())
        .param("today", today)
        .param("all", all)
        .param("most", all ? MOST_OF_ALL : MOST_ON_A_PAGE + 1)
        .query(Task.class)
        .list();
  }

  /** A page of a list: what is open by its day, what is done the latest first. */
  @Transactional(readOnly = true)
  Slice<Task> page(TaskFilter filter, @Nullable UUID after, CurrentUser viewer, LocalDate today) {
    return Slice.of(rows(filter, after, viewer, today, PAGE + 1), PAGE, Task::id);
  }

  @Transactional(readOnly = true)
  List<Task> rows(
      TaskFilter filter, @Nullable UUID after, CurrentUser viewer, LocalDate today, int most) {
    String key = filter.isDone() ? "t.done_at" : "coalesce(t.due_on, date '9999-12-31')";
    String order = filter.isDone() ? " desc" : "";
    String next =
        after == null
            ? ""
            : "and (%s, t.id) %s (select %s, a.id from pipeline.task a where a.id = :after)"
                .formatted(key, filter.isDone() ? "<" : ">", key.replace("t.", "a."));
    return jdbc.sql(
            COLUMNS
                + from(viewer)
                + "where %s %s order by %s%s, t.id%s limit :most"
                    .formatted(filter.condition(viewer), next, key, order, order))
        .params(filter.parameters(viewer, today))
        .param("after", after)
        .param("most", most)
        .query(Task.class)
        .list();
  }

  /** How many a list has, up to {@link Slice#COUNTED} and one more. */
  @Transactional(readOnly = true)
  int count(TaskFilter filter, CurrentUser viewer, LocalDate today) {
    return jdbc.sql(
            "select count(*) from (select 1 %s where %s limit :most) x"
                .formatted(from(viewer), filter.condition(viewer)))
        .params(filter.parameters(viewer, today))
        .param("most", Slice.COUNTED + 1)
        .query(Integer.class)
        .single();
  }

  @Override
  @Transactional(readOnly = true)
  public List<DayItem> of(CurrentUser owner, CurrentUser viewer, LocalDate today, Formats show) {
    return jdbc
        .sql(
            COLUMNS
                + from(viewer)
                + """
                where t.owner_id = :owner and t.done_at is null and t.deleted_at is null
                  and coalesce(t.due_on, date '9999-12-31') <= :today and %s
                order by coalesce(t.due_on, date '9999-12-31'), t.id limit :most
                """
                    .formatted(visible(viewer)))
        .params(parameters(viewer))
        .param("owner", owner.id().id())
        .param("today", today)
        .param("most", MOST)
        .query(Task.class)
        .list()
        .stream()
        .map(t -> item(t, today, show))
        .toList();
  }

  private static DayItem item(Task t, LocalDate today, Formats show) {
    LocalDate due = t.dueOn() == null ? today : t.dueOn();
    boolean late = due.isBefore(today);
    if (t.weight() != null) {
      return new DayItem(
          "t-" + t.id(),
          t.weight(),
          due,
          "day.tag." + t.weight(),
          true,
          t.what(),
          t.page(),
          t.about(),
          "day.why.task." + t.weight(),
          List.of(),
          t.note(),
          t.id(),
          t.person(),
          t.company(),
          "moments.do." + t.weight(),
          t.page(),
          null);
    }
    return new DayItem(
        "t-" + t.id(),
        late ? Weight.OVERDUE : Weight.TODAY,
        due,
        "day.tag.task",
        late,
        t.what(),
        "/pipeline/tasks/" + t.id(),
        t.about(),
        late ? "day.why.ownTask.late" : "day.why.ownTask",
        List.of(show.shortDate(due)),
        t.note(),
        t.id(),
        t.person(),
        t.company(),
        null,
        null,
        null);
  }

  /**
   * Whether a subject is there, and for this person to see.
   *
   * @throws NotFoundException when it is not
   */
  @Transactional(readOnly = true)
  void requireVisible(Subject subject, CurrentUser viewer) {
    boolean there =
        subject.isNothing()
            || subject.person() != null && name(new PersonId(subject.person())) != null
            || subject.company() != null && name(new CompanyId(subject.company())) != null
            || subject.deal() != null
                && jdbc.sql(
                        "select exists (select from pipeline.opportunity o where o.id = :id and %s)"
                            .formatted(viewer.scope().condition("o.owner_id")))
                    .param("id", subject.deal())
                    .param(Scope.PARAMETER, viewer.scope().owners())
                    .query(Boolean.class)
                    .single();
    if (!there) {
      throw new NotFoundException();
    }
  }

  @Nullable String name(PersonId person) {
    PersonCard card = contacts.cards(List.of(person)).get(person);
    return card == null ? null : card.name();
  }

  @Nullable String name(CompanyId company) {
    return contacts.companyNames(List.of(company)).get(company.id());
  }

  @Transactional(readOnly = true)
  boolean isThere(UUID id) {
    return jdbc.sql("select exists (select from pipeline.task where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /**
   * Makes a task, and tells whoever gets it from somebody else.
   *
   * @throws NotFoundException when the actor may not see what it is about
   * @throws RefusedException when its owner works here no more
   */
  public void give(UUID id, Wanted wanted, Subject subject, CurrentUser actor, Instant now) {
    requireVisible(subject, actor);
    requireColleague(wanted.owner());
    write(id, wanted, subject, null, null, actor.id(), now);
    tell(id, wanted, actor, now);
  }

  /**
   * Makes a task that stands out in the day, and is settled on a page of its own. Whoever has it is
   * told by whoever asks.
   *
   * @param page where it is settled
   * @param by who caused it
   */
  public void ask(
      UUID id, Wanted wanted, Subject subject, Weight weight, String page, UserId by, Instant now) {
    write(id, wanted, subject, weight, page, by, now);
  }

  /** Makes a task that follows from something else that the actor did, and tells nobody. */
  public void keep(UUID id, Wanted wanted, Subject subject, UserId actor, Instant now) {
    write(id, wanted, subject, null, null, actor, now);
  }

  private void write(
      UUID id,
      Wanted wanted,
      Subject subject,
      @Nullable Weight weight,
      @Nullable String page,
      UserId actor,
      Instant now) {
    jdbc.sql(
            """
            insert into pipeline.task
              (id, what, note, due_on, owner_id, person_id, company_id, opportunity_id, person_name,
               company_name, weight, page, created_at, created_by, version)
            values (:id, :what, :note, :due, :owner, :person, :company, :deal, :personName,
               :companyName, :weight, :page, :now, :actor, 0)
            """)
        .param("id", id)
        .param("what", wanted.what())
        .param("note", wanted.note())
        .param("due", wanted.due())
        .param("owner", wanted.owner().id())
        .param("person", subject.person())
        .param("company", subject.company())
        .param("deal", subject.deal())
        .param("personName", subject.person() == null ? null : name(new PersonId(subject.person())))
        .param(
            "companyName",
            subject.company() == null ? null : name(new CompanyId(subject.company())))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("weight", weight == null ? null : weight.name())
        .param("page", page)
        .param("actor", actor.id())
        .update();
  }

  /** Gives an open task, as far as somebody still has it, to somebody else, who knows of it. */
  public void follow(UUID id, UserId from, UserId to) {
    jdbc.sql(
            """
            update pipeline.task set owner_id = :to, version = version + 1
            where id = :id and owner_id = :from and done_at is null and deleted_at is null
            """)
        .param("id", id)
        .param("from", from.id())
        .param("to", to.id())
        .update();
  }

  /**
   * Says anew what an open task is about, because there is more of it or less.
   *
   * @param more stands above what its note says; null for nothing
   * @return whether it was open
   */
  public boolean add(UUID id, String what, @Nullable String more) {
    return jdbc.sql(
                """
                update pipeline.task set what = :what, version = version + 1,
                  note = left(nullif(concat_ws(E'\\n', cast(:more as text), note), ''), :longest)
                where id = :id and done_at is null and deleted_at is null
                """)
            .param("what", what)
            .param("more", more)
            .param("longest", LONGEST_NOTE)
            .param("id", id)
            .update()
        > 0;
  }

  /**
   * Notes that a task is done, because what it was about is settled.
   *
   * @param how what was done, in words; null for no words
   */
  public void settle(UUID id, @Nullable String how, UserId by, Instant now) {
    jdbc.sql(
            """
            update pipeline.task set done_at = :at, done_by = :by, said = :how,
              version = version + 1
            where id = :id and done_at is null
            """)
        .param("how", how)
        .param("at", now.atOffset(ZoneOffset.UTC))
        .param("by", by.id())
        .param("id", id)
        .update();
  }

  /** Takes an open task away, because nobody is to do it any more. */
  public void withdraw(UUID id, Instant now) {
    jdbc.sql(
            """
            update pipeline.task set deleted_at = :at, version = version + 1
            where id = :id and done_at is null and deleted_at is null
            """)
        .param("at", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  /**
   * Changes what is to be done, by when and by whom.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  void change(Task task, Wanted wanted, int version, CurrentUser actor, Instant now) {
    if (!wanted.owner().id().equals(task.ownerId())) {
      requireColleague(wanted.owner());
    }
    int changed =
        jdbc.sql(
                """
                update pipeline.task set what = :what, note = :note, due_on = :due,
                  owner_id = :owner, version = version + 1
                where id = :id and version = :version and deleted_at is null
                """)
            .param("what", wanted.what())
            .param("note", wanted.note())
            .param("due", wanted.due())
            .param("owner", wanted.owner().id())
            .param("id", task.id())
            .param("version", version)
            .update();
    if (changed == 0) {
      throw new StaleVersionException();
    }
    if (!wanted.owner().id().equals(task.ownerId())) {
      tell(task.id(), wanted, actor, now);
      tellGone(task, wanted.owner(), actor, now);
    }
  }

  private void requireColleague(UserId owner) {
    if (userNames.active(Role.values()).stream().noneMatch(c -> c.id().equals(owner))) {
      throw new RefusedException("task.owner.gone");
    }
  }

  private void tell(UUID id, Wanted wanted, CurrentUser actor, Instant now) {
    if (!wanted.owner().equals(actor.id())) {
      notices.tell(
          wanted.owner(),
          show ->
              new Line(
                  "task",
                  wanted.due() == null ? "reminder.task.given.any" : "reminder.task.given",
                  wanted.due() == null
                      ? List.of(actor.name(), wanted.what())
                      : List.of(actor.name(), wanted.what(), show.shortDate(wanted.due())),
                  "/pipeline/tasks/" + id),
          now);
    }
  }

  /** Tells whoever had it, who may not see it any more. */
  private void tellGone(Task task, UserId heir, CurrentUser actor, Instant now) {
    notices.tellColleague(
        new UserId(task.ownerId()),
        actor.id(),
        show ->
            new Line(
                "task",
                "task.told.gone",
                List.of(actor.name(), userNames.all().getOrDefault(heir.id(), "—"), task.what()),
                "/pipeline/tasks"),
        now);
  }

  /**
   * Notes that it is done, or that it is not; sent twice, it is as it should be.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  public void tick(Task task, boolean done, int version, CurrentUser actor, Instant now) {
    tick(task, done, null, null, version, actor, now);
  }

  /**
   * The same, with what was said or done, which takes the place of what was said of it before.
   *
   * @param said in a talk, which keeps it; null for nothing
   * @param kept what was done without one, kept with the task; null for nothing
   */
  void tick(
      Task task,
      boolean done,
      @Nullable String said,
      @Nullable String kept,
      int version,
      CurrentUser actor,
      Instant now) {
    if (task.isDone() == done) {
      return;
    }
    int changed =
        jdbc.sql(
                """
                update pipeline.task set done_at = :at, done_by = :by, version = version + 1,
                  said = :said
                where id = :id and version = :version and deleted_at is null
                """)
            .param("at", done ? now.atOffset(ZoneOffset.UTC) : null)
            .param("by", done ? actor.id().id() : null)
            .param("said", done ? task.saidWhenDone(said, kept) : task.saidWhenReopened())
            .param("id", task.id())
            .param("version", version)
            .update();
    if (changed == 0) {
      throw new StaleVersionException();
    }
    if (done) {
      events.publishEvent(new Done(task.id(), kept == null ? said : kept, actor.id(), now));
    } else {
      events.publishEvent(new Reopened(task.id(), actor.id(), now));
    }
  }

  /** Takes it away, or brings it back. */
  void delete(Task task, boolean deleted, Instant now) {
    jdbc.sql("update pipeline.task set deleted_at = :at, version = version + 1 where id = :id")
        .param("at", deleted ? now.atOffset(ZoneOffset.UTC) : null)
        .param("id", task.id())
        .update();
  }
}
