package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.integration.ImportSets.State;
import com.arenacrm.integration.ImportSets.Together;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Several files at once, which refer to one another. */
@Controller
class ImportSetController {

  private static final int MOST_FILES = 12;

  /**
   * Files as sent.
   *
   * @param source whose identifiers they hold
   * @param files only a name for what is wrong with the files
   */
  record SetForm(String id, String source, String files) {}

  /**
   * One of the files as the page shows it.
   *
   * @param columns what its columns were taken for
   * @param leftOut values that mean nothing here
   * @param tellings what is to be known of it
   * @param result what the run counted, before it the rehearsal
   */
  record FileLine(
      ImportRun run,
      List<String> columns,
      int of,
      List<ValueScan.LeftOut> leftOut,
      List<ReasonWords.Telling> tellings,
      @Nullable Progress result,
      @Nullable Progress undo,
      boolean working) {}

  /**
   * A file that was left out since this person may not import what it brings.
   *
   * @param why who may, in words
   */
  record Forbidden(String file, String why) {}

  private final ImportSets sets;
  private final ImportDesk desk;
  private final ImportPasses passes;
  private final Importers importers;
  private final ImportMemory memory;
  private final ReasonWords words;
  private final MessageSource messages;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final DataSize maxSize;

  ImportSetController(
      ImportSets sets,
      ImportDesk desk,
      ImportPasses passes,
      Importers importers,
      ImportMemory memory,
      ReasonWords words,
      MessageSource messages,
      org.springframework.transaction.PlatformTransactionManager transactions,
      Clock clock,
      @Value("${arena.import.max-size}") DataSize maxSize) {
    this.sets = sets;
    this.desk = desk;
    this.passes = passes;
    this.importers = importers;
    this.memory = memory;
    this.words = words;
    this.messages = messages;
    this.transactions = new TransactionTemplate(transactions);
    this.clock = clock;
    this.maxSize = maxSize;
  }

  @GetMapping("/integration/imports/several")
  String blank(Model model) {
    model.addAttribute("form", new SetForm(TimeOrderedUuid.next().toString(), "", ""));
    offer(model);
    return "integration/several";
  }

  private void offer(Model model) {
    model.addAttribute("maxBytes", maxSize.toBytes());
    model.addAttribute("maxMegabytes", maxSize.toMegabytes());
    model.addAttribute("sources", memory.sources());
  }

  @PostMapping("/integration/imports/sets")
  ModelAndView upload(
      CurrentUser actor,
      @ModelAttribute("form") SetForm form,
      BindingResult errors,
      @RequestParam(required = false) @Nullable List<MultipartFile> tables,
      Locale locale,
      Model model) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    String source = reader.text("source", form.source(), 60);
    reader.require("source", source, "imports.columns.sourceMissing");
    List<MultipartFile> sent =
        tables == null ? List.of() : tables.stream().filter(f -> !f.isEmpty()).toList();
    if (sent.isEmpty()) {
      reader.refuse("files", "imports.file.missing");
    } else if (sent.size() > MOST_FILES) {
      reader.refuse("files", "imports.set.tooMany", MOST_FILES);
    }
    if (id != null && source != null && !reader.failed()) {
      try {
        Once.make(
            () -> sets.isThere(id),
            () -> transactions.executeWithoutResult(s -> take(id, sent, source, actor, locale)));
        return to(id);
      } catch (RefusedException e) {
        reader.refuse("files", e.messageKey(), e.arguments());
      }
    }
    offer(model);
    ModelAndView page = new ModelAndView("integration/several", errors.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private void take(
      UUID id, List<MultipartFile> sent, String source, CurrentUser actor, Locale locale) {
    List<ImportRun> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Map<String, String> forbidden = new LinkedHashMap<>();
    for (MultipartFile file : sent) {
      String name = ImportController.nameOf(file);
      Optional<ImportRun> run;
      try (InputStream in = file.getInputStream()) {
        run =
            desk.uploadAny(
                ImportRunId.next(),
                name,
                in,
                actor,
                locale,
                clock.instant(),
                importer -> forbidden.put(name, importer.key()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (RefusedException e) {
        throw new RefusedException(
            "imports.set.refused.file",
            name,
            messages.getMessage(e.messageKey(), e.arguments(), locale));
      }
      if (run.isPresent()) {
        known.add(run.get());
      } else if (!forbidden.containsKey(name)) {
        unknown.add(name);
      }
    }
    if (known.isEmpty() && !forbidden.isEmpty()) {
      Forbidden first = forbidden(forbidden, locale).get(0);
      throw new RefusedException("imports.set.refused.file", first.file(), first.why());
    }
    if (known.isEmpty()) {
      throw new RefusedException("imports.set.refused.unknown");
    }
    sets.bind(id, known, unknown, forbidden, source, actor, clock.instant());
  }

  /** Who may import what somebody else brought: at least administrators. */
  private List<Forbidden> forbidden(Map<String, String> files, Locale locale) {
    List<Forbidden> forbidden = new ArrayList<>();
    files.forEach(
        (file, key) -> {
          String who =
              Stream.concat(
                      Stream.of(Role.values())
                          .filter(
                              r ->
                                  importers.find(key).map(RowImporter::roles).stream()
                                      .anyMatch(roles -> roles.contains(r))),
                      Stream.of(Role.ADMINISTRATOR))
                  .distinct()
                  .map(r -> messages.getMessage("role." + r.key(), null, locale))
                  .collect(Collectors.joining(", "));
          String what = messages.getMessage("import." + key, null, locale);
          boolean administrators =
              importers.find(key).map(RowImporter::roles).stream().allMatch(Set::isEmpty);
          forbidden.add(
              new Forbidden(
                  file,
                  messages.getMessage(
                      administrators
                          ? "imports.set.forbidden.administrator"
                          : "imports.set.forbidden",
                      new Object[] {what, who},
                      locale)));
        });
    return forbidden;
  }

  @GetMapping("/integration/imports/sets/{id}")
  String page(CurrentUser viewer, @PathVariable UUID id, Locale locale, Model model) {
    show(sets.get(id, viewer), locale, model);
    return "integration/set";
  }

  /** The files, asked for again and again while something goes on; then sends to the page. */
  @GetMapping("/integration/imports/sets/{id}/progress")
  String progress(
      CurrentUser viewer,
      @PathVariable UUID id,
      Locale locale,
      Model model,
      HttpServletResponse response) {
    Together set = sets.get(id, viewer);
    show(set, locale, model);
    if (!(boolean) model.getAttribute("working")) {
      response.setHeader("HX-Redirect", "/integration/imports/sets/" + id);
    }
    return "integration/set :: files";
  }

  private void show(Together set, Locale locale, Model model) {
    List<FileLine> lines = new ArrayList<>();
    for (ImportRun run : sets.runsOf(set.id())) {
      Map<PassKind, Progress> all = passes.of(run.id().id());
      Progress result = all.getOrDefault(PassKind.RUN, all.get(PassKind.CHECK));
      lines.add(
          new FileLine(
              run,
              columns(run, locale),
              run.mapping().map(m -> m.header().size()).orElse(0),
              ValueScan.leftOut(run, importers.get(run.importer())),
              run.state() == ImportState.UNDONE
                  ? List.of()
                  : words.tell(result, run.state().isEnded(), locale),
              result,
              all.get(PassKind.UNDO),
              run.state().isWorking()));
    }
    boolean held = lines.stream().anyMatch(l -> l.run().state() == ImportState.PAUSED);
    model.addAttribute("set", set);
    model.addAttribute("state", held ? ImportState.PAUSED.key() : set.state().key());
    model.addAttribute("files", lines);
    model.addAttribute("forbidden", forbidden(set.forbidden(), locale));
    model.addAttribute("leavesOut", lines.stream().anyMatch(l -> !l.leftOut().isEmpty()));
    model.addAttribute("tells", lines.stream().anyMatch(l -> !l.tellings().isEmpty()));
    model.addAttribute("asks", lines.stream().anyMatch(l -> l.run().asks()));
    model.addAttribute("working", set.state().isWorking() && !held);
    model.addAttribute(
        "pausing",
        lines.stream()
            .anyMatch(
                l ->
                    l.run().state() == ImportState.RUNNING
                        && l.result() != null
                        && l.result().pauseAsked()));
    model.addAttribute(
        "rows",
        lines.stream()
            .map(FileLine::result)
            .filter(r -> r != null)
            .mapToLong(r -> r.created() + r.updated())
            .sum());
  }

  private List<String> columns(ImportRun run, Locale locale) {
    RowImporter importer = importers.get(run.importer());
    return run.mapping().map(ImportMapping::mapped).orElse(java.util.Set.of()).stream()
        .flatMap(key -> importer.fields().stream().filter(f -> f.key().equals(key)))
        .map(field -> messages.getMessage(field.label(), null, locale))
        .toList();
  }

  @PostMapping("/integration/imports/sets/{id}/rehearsal")
  ModelAndView rehearse(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    return once(id, next, actor, State.CHECKING, set -> sets.rehearse(set, clock.instant()));
  }

  @PostMapping("/integration/imports/sets/{id}/run")
  ModelAndView start(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    return once(id, next, actor, State.RUNNING, set -> sets.start(set, clock.instant()));
  }

  /** Holds them up; they go on when somebody says so. Sent twice, it is done once. */
  @PostMapping("/integration/imports/sets/{id}/pause")
  ModelAndView pause(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    return whileRunning(id, next, actor, set -> sets.pause(set, clock.instant()));
  }

  @PostMapping("/integration/imports/sets/{id}/resumption")
  ModelAndView resume(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    return whileRunning(
        id, next, actor, set -> sets.resume(set).ifPresent(run -> desk.goOn(run, clock.instant())));
  }

  /** Leaves them as far as they came. */
  @PostMapping("/integration/imports/sets/{id}/cancellation")
  ModelAndView leave(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    return whileRunning(
        id, next, actor, set -> sets.held(set).ifPresent(run -> desk.cancel(run, clock.instant())));
  }

  private ModelAndView whileRunning(
      UUID id, RedirectAttributes next, CurrentUser actor, Consumer<Together> deed) {
    Together set = sets.get(id, actor);
    if (set.state() == State.RUNNING) {
      try {
        transactions.executeWithoutResult(s -> deed.accept(set));
      } catch (OptimisticLockingFailureException e) {
        // Somebody else is at it; the page shows what came of it.
      } catch (RefusedException e) {
        Flash.refused(next, e);
      }
    }
    return to(id);
  }

  @PostMapping("/integration/imports/sets/{id}/deletion")
  ModelAndView discard(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Together set = sets.get(id, actor);
    try {
      Flash.done(next, "imports.set.discarded", sets.discard(set));
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return to(id);
    }
    return new ModelAndView("redirect:/integration/imports");
  }

  @PostMapping("/integration/imports/sets/{id}/undo")
  ModelAndView undo(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    return once(id, next, actor, State.UNDOING, set -> sets.undo(set, clock.instant()));
  }

  // Sent twice, it begins once.
  private ModelAndView once(
      UUID id,
      RedirectAttributes next,
      CurrentUser actor,
      State begun,
      Function<Together, ImportRun> deed) {
    Together set = sets.get(id, actor);
    if (set.state() != begun) {
      try {
        transactions.executeWithoutResult(s -> desk.goOn(deed.apply(set), clock.instant()));
      } catch (RefusedException e) {
        Flash.refused(next, e);
      }
    }
    return to(id);
  }

  private static ModelAndView to(UUID id) {
    return new ModelAndView("redirect:/integration/imports/sets/" + id);
  }
}
