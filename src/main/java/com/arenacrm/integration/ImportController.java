package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Imports: the list, a new one, and the page of each, whatever it is at. */
@Controller
@RequestMapping("/integration/imports")
class ImportController {

  /**
   * A file as sent; {@code id} is the new import's, so that sending twice brings it in once.
   *
   * @param what key of the importer
   * @param file only a name for what is wrong with the file
   */
  record UploadForm(String id, String what, String file) {}

  /** Kinds of records that are no news by themselves. */
  private static final List<String> SILENT_KINDS = List.of("attribute", "consent");

  private final ImportDesk desk;
  private final ImportRuns runs;
  private final ImportLists lists;
  private final ImportPasses passes;
  private final ImportRemarks remarks;
  private final Importers importers;
  private final ReasonWords words;
  private final UserNames userNames;
  private final Clock clock;
  private final DataSize maxSize;

  ImportController(
      ImportDesk desk,
      ImportRuns runs,
      ImportLists lists,
      ImportPasses passes,
      ImportRemarks remarks,
      Importers importers,
      ReasonWords words,
      UserNames userNames,
      Clock clock,
      @Value("${arena.import.max-size}") DataSize maxSize) {
    this.desk = desk;
    this.runs = runs;
    this.lists = lists;
    this.passes = passes;
    this.remarks = remarks;
    this.importers = importers;
    this.words = words;
    this.userNames = userNames;
    this.clock = clock;
    this.maxSize = maxSize;
  }

  @GetMapping
  String list(
      CurrentUser viewer, @RequestParam(required = false) @Nullable UUID after, Model model) {
    model.addAttribute("page", lists.imports(viewer, after));
    model.addAttribute("first", after == null);
    model.addAttribute("userNames", userNames.all());
    return "integration/imports";
  }

  @GetMapping("/new")
  String blank(CurrentUser viewer, @RequestParam(defaultValue = "") String what, Model model) {
    model.addAttribute("form", new UploadForm(ImportRunId.next().toString(), what, ""));
    offer(viewer, model);
    return "integration/upload";
  }

  @PostMapping
  ModelAndView upload(
      CurrentUser actor,
      @ModelAttribute("form") UploadForm form,
      BindingResult errors,
      @RequestParam(required = false, name = "table") @Nullable MultipartFile file,
      Locale locale,
      Model model) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    RowImporter importer =
        importers.of(actor).stream()
            .filter(i -> i.key().equals(form.what()))
            .findFirst()
            .orElse(null);
    reader.require("what", importer, "choose");
    if (file == null || file.isEmpty()) {
      reader.refuse("file", "imports.file.missing");
    }
    if (id != null && importer != null && file != null && !reader.failed()) {
      ImportRunId run = new ImportRunId(id);
      try (InputStream in = file.getInputStream()) {
        Once.make(
            () -> runs.findById(run).isPresent(),
            () -> desk.upload(run, importer, nameOf(file), in, actor, locale, clock.instant()));
        return new ModelAndView("redirect:/integration/imports/" + run + "/reading");
      } catch (RefusedException e) {
        reader.refuse("file", e.messageKey(), e.arguments());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    offer(actor, model);
    ModelAndView page = new ModelAndView("integration/upload", errors.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private void offer(CurrentUser viewer, Model model) {
    model.addAttribute("importers", importers.of(viewer));
    model.addAttribute("maxBytes", maxSize.toBytes());
    model.addAttribute("maxMegabytes", maxSize.toMegabytes());
  }

  // Some browsers send the whole path.
  static String nameOf(MultipartFile file) {
    String sent = FormReader.clean(file.getOriginalFilename());
    String name =
        sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
            .replaceAll("\\p{Cntrl}", " ");
    return name.isBlank() ? "csv" : name.substring(0, Math.min(name.length(), 200));
  }

  @GetMapping("/{id}")
  String one(CurrentUser viewer, @PathVariable UUID id, Locale locale, Model model) {
    ImportRun run = desk.get(id, viewer);
    switch (run.state()) {
      case UPLOADED -> {
        return "redirect:/integration/imports/" + id + "/reading";
      }
      case READ -> {
        return "redirect:/integration/imports/" + id + "/columns";
      }
      default -> show(run, locale, model);
    }
    return "integration/import";
  }

  private void show(ImportRun run, Locale locale, Model model) {
    UUID id = run.id().id();
    Map<PassKind, Progress> all = passes.of(id);
    Progress check = all.get(PassKind.CHECK);
    Progress result = all.getOrDefault(PassKind.RUN, check);
    Progress undo = all.get(PassKind.UNDO);
    PassKind told = run.state().isPreparing() ? PassKind.CHECK : PassKind.RUN;
    model.addAttribute("import", run);
    model.addAttribute("state", run.state().key());
    model.addAttribute("working", run.state().isWorking());
    model.addAttribute("result", result);
    model.addAttribute("undo", undo);
    model.addAttribute("besides", result == null ? Map.of() : told(result.besides()));
    model.addAttribute("taken", undo == null ? Map.of() : told(undo.besides()));
    model.addAttribute("failure", failure(result, locale));
    model.addAttribute("undoFailure", failure(undo, locale));
    model.addAttribute("refusals", sayings(id, told, true, locale));
    model.addAttribute("notes", sayings(id, told, false, locale));
    model.addAttribute("leftOut", ValueScan.leftOut(run, importers.get(run.importer())));
    model.addAttribute("tellings", words.tell(result, run.state().isEnded(), locale));
    model.addAttribute("undoable", run.state().isEnded() && lists.isUndoable(id));
    model.addAttribute("owner", userNames.all().get(run.owner().id()));
    ImportProgress.add(model, run, all);
  }

  private @Nullable String failure(@Nullable Progress pass, Locale locale) {
    return pass == null || pass.failure() == null ? null : words.say(pass.failure(), locale);
  }

  private List<Saying> sayings(UUID id, PassKind pass, boolean refused, Locale locale) {
    return remarks.after(id, pass, refused, 0, -1, 5).stream()
        .map(r -> new Saying(r.line(), words.sayAll(r, locale), r.cells()))
        .toList();
  }

  /** A remark in the reader's language. */
  record Saying(long line, List<String> texts, @Nullable List<String> cells) {

    public String text() {
      return String.join(" ", texts);
    }
  }

  /** Counts by kind without those that say nothing to people. */
  private static Map<String, Integer> told(Map<String, Integer> byKind) {
    Map<String, Integer> told = new TreeMap<>(byKind);
    SILENT_KINDS.forEach(told::remove);
    told.values().removeIf(count -> count == 0);
    return told;
  }

  @PostMapping("/{id}/deletion")
  String discard(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    ImportRun run = desk.get(id, actor);
    desk.discard(run);
    Flash.done(next, "imports.discarded", run.fileName());
    return "redirect:/integration/imports";
  }
}
