package com.arenacrm.pipeline.tasks;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Everybody;
import com.arenacrm.pipeline.QuickPick;
import com.arenacrm.pipeline.tasks.Tasks.Wanted;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Tasks: the list, those of one customer or deal, writing them down and ticking them off. */
@Controller
@RequestMapping("/pipeline/tasks")
class TaskController {

  /** Who has tasks, of those who cannot sign in. */
  private static final String HAVE_TASKS =
      "exists (select from pipeline.task t where t.owner_id = u.id and t.deleted_at is null)";

  private static final int PIECE = 1_000;

  private static final List<Column> COLUMNS =
      List.of(
          Exports.ID,
          Column.of("task.what"),
          Column.of("task.due"),
          Column.of("task.state"),
          Column.of("task.owner"),
          Column.of("task.person"),
          Column.of("task.company"),
          Column.readOnly("task.deal"),
          Column.of("task.note"),
          Column.readOnly("task.said"),
          Column.readOnly("task.createdBy"),
          Column.readOnly("task.createdAt"),
          Column.readOnly("task.doneAt"),
          Column.readOnly("task.doneBy.name"));

  private final Tasks tasks;
  private final ContactBook contacts;
  private final UserNames userNames;
  private final Organizations organizations;
  private final Exports exports;
  private final MessageSource messages;
  private final Clock clock;

  TaskController(
      Tasks tasks,
      ContactBook contacts,
      UserNames userNames,
      Organizations organizations,
      Exports exports,
      MessageSource messages,
      Clock clock) {
    this.tasks = tasks;
    this.contacts = contacts;
    this.userNames = userNames;
    this.organizations = organizations;
    this.exports = exports;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping
  String list(
      CurrentUser viewer,
      Filters address,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    TaskFilter filter = TaskFilter.of(address);
    LocalDate today = viewer.today(clock);
    Everybody everybody = userNames.everybody(HAVE_TASKS, Role.values());
    model.addAttribute("page", tasks.page(filter, after, viewer, today));
    model.addAttribute("total", tasks.count(filter, viewer, today));
    model.addAttribute("filter", filter);
    model.addAttribute("states", TaskFilter.State.values());
    model.addAttribute("userNames", everybody.names());
    model.addAttribute(
        "others",
        everybody.owners(viewer.scope()).stream()
            .filter(c -> !c.id().equals(viewer.id()))
            .toList());
    model.addAttribute("today", today);
    model.addAttribute("after", after);
    model.addAttribute("form", blank(viewer, Subject.NONE, "/pipeline/tasks"));
    return page("pipeline/tasks", viewer, everybody, model);
  }

  private TaskForm blank(CurrentUser viewer, Subject subject, String back) {
    return new TaskForm(
        TimeOrderedUuid.next().toString(),
        "",
        "",
        QuickPick.usual(picks(viewer)).toString(),
        "",
        viewer.id().toString(),
        Objects.toString(subject.person(), ""),
        "",
        Objects.toString(subject.company(), ""),
        Objects.toString(subject.deal(), ""),
        back,
        0);
  }

  private List<QuickPick> picks(CurrentUser viewer) {
    return QuickPick.from(viewer.today(clock), organizations.current().calendar());
  }

  private String page(String name, CurrentUser viewer, Everybody everybody, Model model) {
    model.addAttribute("picks", picks(viewer));
    model.addAttribute("colleagues", everybody.active());
    return name;
  }

  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters address,
      Locale locale,
      HttpServletResponse response) {
    LocalDate today = viewer.today(clock);
    TaskFilter filter = TaskFilter.of(address);
    address.orNoFile();
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "tasks.title",
        COLUMNS,
        List.of(),
        tasks.count(filter, viewer, today),
        file -> {
          UUID after = null;
          List<Task> piece;
          do {
            piece = tasks.rows(filter, after, viewer, today, PIECE);
            piece.forEach(task -> write(task, names, locale, file));
            after = piece.isEmpty() ? null : piece.get(piece.size() - 1).id();
          } while (piece.size() == PIECE);
        });
  }

  private void write(Task t, Map<UUID, String> names, Locale locale, ListFile file) {
    file.row(
        Arrays.asList(
            t.id().toString(),
            t.what(),
            t.dueOn(),
            messages.getMessage(t.isDone() ? "task.is.done" : "task.is.open", null, locale),
            names.get(t.ownerId()),
            t.personName(),
            t.companyName(),
            t.dealName(),
            t.note(),
            t.said(),
            names.get(t.createdBy()),
            t.createdAt(),
            t.doneAt(),
            t.doneBy() == null ? null : names.get(t.doneBy())));
  }

  /** The tasks about somebody or something; a part of their page, or a page. */
  @GetMapping("/of")
  String of(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(required = false) @Nullable UUID deal,
      @RequestParam(required = false) @Nullable String back,
      @RequestParam(defaultValue = "false") boolean all,
      HtmxRequest htmx,
      Model model) {
    Subject subject = Subject.of(person, company, deal);
    if (subject.isNothing()) {
      throw new NotFoundException();
    }
    tasks.requireVisible(subject, viewer);
    Everybody everybody = userNames.everybody(Role.values());
    LocalDate today = viewer.today(clock);
    List<Task> found = tasks.about(subject, all, viewer, today);
    boolean more = !all && found.size() > Tasks.MOST_ON_A_PAGE;
    model.addAttribute("tasks", more ? found.subList(0, Tasks.MOST_ON_A_PAGE) : found);
    model.addAttribute("more", more);
    model.addAttribute("subject", subject);
    model.addAttribute("today", today);
    model.addAttribute("userNames", everybody.names());
    model.addAttribute("home", home(subject));
    model.addAttribute("form", blank(viewer, subject, back(back, home(subject))));
    return page(
        htmx.isHtmxRequest() ? "pipeline/task-part :: part" : "pipeline/task-part",
        viewer,
        everybody,
        model);
  }

  private static String home(Subject subject) {
    return subject.person() != null
        ? "/contacts/people/" + subject.person()
        : subject.company() != null
            ? "/contacts/companies/" + subject.company()
            : "/pipeline/opportunities/" + subject.deal();
  }

  /**
   * Where a page wants to go back to: one of ours, or the other one.
   *
   * @param asked what the request says; never trusted
   */
  static String back(@Nullable String asked, String otherwise) {
    return asked != null
            && asked.matches(
                "/(pipeline|leads|contacts|customers)/[\\w/-]*(\\?[\\w%&=+.-]*)?(#[\\w-]*)?")
        ? asked
        : otherwise;
  }

  @GetMapping("/new")
  String blank(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(required = false) @Nullable UUID deal,
      @RequestParam(required = false) @Nullable String back,
      Model model) {
    Subject subject = Subject.of(person, company, deal);
    tasks.requireVisible(subject, viewer);
    model.addAttribute(
        "form",
        blank(
            viewer, subject, back(back, subject.isNothing() ? "/pipeline/tasks" : home(subject))));
    return page("pipeline/task-form", viewer, userNames.everybody(Role.values()), model);
  }

  @PostMapping
  ModelAndView give(
      CurrentUser actor,
      @ModelAttribute("form") TaskForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Wanted wanted = read(form, reader, actor, null);
    Subject subject = subject(form, reader);
    if (id == null || wanted == null || reader.failed()) {
      return invalid(errors, actor, null);
    }
    try {
      Once.make(
          () -> tasks.isThere(id), () -> tasks.give(id, wanted, subject, actor, clock.instant()));
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
      return invalid(errors, actor, null);
    }
    Flash.done(next, "task.given", wanted.what());
    return new ModelAndView("redirect:" + back(form.back(), "/pipeline/tasks"));
  }

  private @Nullable Wanted read(
      TaskForm form, FormReader reader, CurrentUser actor, @Nullable Task present) {
    String what = reader.text("what", form.what(), 300);
    reader.require("what", what, "task.what.required");
    String note = reader.text("note", form.note(), Tasks.LONGEST_NOTE);
    LocalDate today = actor.today(clock);
    LocalDate day =
        present == null
            ? form.planFields().day(reader, today)
            : form.planFields().changedDay(reader, today, present.dueOn());
    UUID owner = reader.id("owner", form.owner());
    if (what == null || day == null || reader.failed()) {
      return null;
    }
    return new Wanted(what, note, day, owner == null ? actor.id() : new UserId(owner));
  }

  private Subject subject(TaskForm form, FormReader reader) {
    UUID person = reader.id("person", form.person());
    String name = FormReader.clean(form.personName());
    if (!name.isEmpty()) {
      Optional<PersonId> found = contacts.meant(person, name);
      if (found.isEmpty()) {
        reader.refuse("personName", "task.person.unknown");
      }
      person = found.map(PersonId::id).orElse(null);
    }
    return Subject.of(person, reader.id("company", form.company()), reader.id("deal", form.deal()));
  }

  private ModelAndView invalid(BindingResult errors, CurrentUser actor, @Nullable Task task) {
    ModelAndView page = edit(actor, task);
    page.addAllObjects(errors.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private ModelAndView edit(CurrentUser viewer, @Nullable Task task) {
    ModelAndView page = new ModelAndView("pipeline/task-form");
    Everybody everybody = userNames.everybody(Role.values());
    page.addObject("picks", picks(viewer));
    page.addObject("colleagues", everybody.active());
    if (task != null) {
      page.addObject("task", task);
      page.addObject("userNames", everybody.names());
      page.addObject("mayChange", task.mayChange(viewer));
    }
    return page;
  }

  @GetMapping("/{id}")
  ModelAndView one(CurrentUser viewer, @PathVariable UUID id) {
    Task task = there(id, viewer);
    ModelAndView page = edit(viewer, task);
    page.addObject("form", opened(task));
    return page;
  }

  private Task there(UUID id, CurrentUser viewer) {
    Task task = tasks.get(id, viewer);
    if (task.deleted()) {
      throw new NotFoundException();
    }
    return task;
  }

  private static TaskForm opened(Task t) {
    return new TaskForm(
        t.id().toString(),
        t.what(),
        Objects.toString(t.note(), ""),
        "date",
        Objects.toString(t.dueOn(), ""),
        t.ownerId().toString(),
        "",
        "",
        "",
        "",
        "",
        t.version());
  }

  private Task mine(UUID id, CurrentUser actor) {
    Task task = there(id, actor);
    if (!task.mayChange(actor)) {
      throw new NotFoundException();
    }
    return task;
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") TaskForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Task task = mine(id, actor);
    FormReader reader = new FormReader(errors, locale);
    Wanted wanted = read(form, reader, actor, task);
    if (wanted == null) {
      return invalid(errors, actor, task);
    }
    if (Meanwhile.changed(form.version(), task.version())) {
      return Meanwhile.show(one(actor, id), form, opened(task));
    }
    try {
      tasks.change(task, wanted, task.version(), actor, clock.instant());
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
      return invalid(errors, actor, task);
    }
    Flash.done(next, "task.changed", wanted.what());
    return new ModelAndView("redirect:/pipeline/tasks");
  }

  @PostMapping("/{id}/tick")
  String tick(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "true") boolean done,
      @RequestParam(required = false) @Nullable String back,
      RedirectAttributes next) {
    Task task = mine(id, actor);
    if (done && task.isWaitingForWords()) {
      Flash.refused(next, "talk.words.required");
      next.addAttribute("task", id);
      next.addAttribute("back", back(back, "/pipeline/tasks"));
      return "redirect:/pipeline/tasks/talk";
    }
    tasks.tick(task, done, version, actor, clock.instant());
    Flash.done(next, done ? "task.done" : "task.undone", task.what());
    return "redirect:" + back(back, "/pipeline/tasks");
  }

  @PostMapping("/{id}/deletion")
  String delete(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Task task = mine(id, actor);
    tasks.delete(task, true, clock.instant());
    Flash.done(next, "task.deleted", task.what());
    Flash.undo(next, "/pipeline/tasks/" + id + "/restoring");
    return "redirect:/pipeline/tasks";
  }

  @PostMapping("/{id}/restoring")
  String restore(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Task task = tasks.get(id, actor);
    if (!task.mayChange(actor)) {
      throw new NotFoundException();
    }
    if (task.deleted()) {
      tasks.delete(task, false, clock.instant());
    }
    Flash.done(next, "task.restored", task.what());
    return "redirect:/pipeline/tasks";
  }
}
