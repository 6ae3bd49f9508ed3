package com.arenacrm.integration;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.ImportController.Saying;
import com.arenacrm.integration.ImportLists.LeftLine;
import com.arenacrm.integration.ImportRemarks.Remark;
import com.arenacrm.platform.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Refused rows, notes on rows that were taken, and what an undo had to leave, all of them. */
@Controller
@RequestMapping("/integration/imports/{id}")
class ImportRemarkController {

  /** A record that an undo left, in the reader's language. */
  record LeftSaying(String kind, String name, String text, @Nullable String page) {}

  private final ImportDesk desk;
  private final ImportRemarks remarks;
  private final ImportLists lists;
  private final Importers importers;
  private final ErrorFile errorFile;
  private final ReasonWords words;
  private final AuditTrail audit;

  ImportRemarkController(
      ImportDesk desk,
      ImportRemarks remarks,
      ImportLists lists,
      Importers importers,
      ErrorFile errorFile,
      ReasonWords words,
      AuditTrail audit) {
    this.desk = desk;
    this.remarks = remarks;
    this.lists = lists;
    this.importers = importers;
    this.errorFile = errorFile;
    this.words = words;
    this.audit = audit;
  }

  @GetMapping("/refusals")
  String refusals(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "0") long line,
      @RequestParam(defaultValue = "-1") int number,
      Locale locale,
      Model model) {
    page(viewer, id, true, line, number, locale, model);
    return "integration/remarks";
  }

  @GetMapping("/notes")
  String notes(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "0") long line,
      @RequestParam(defaultValue = "-1") int number,
      Locale locale,
      Model model) {
    page(viewer, id, false, line, number, locale, model);
    return "integration/remarks";
  }

  private void page(
      CurrentUser viewer,
      UUID id,
      boolean refused,
      long line,
      int number,
      Locale locale,
      Model model) {
    ImportRun run = desk.get(id, viewer);
    List<Remark> found =
        remarks.after(id, told(run), refused, line, number, ImportLists.REMARKS + 1);
    boolean more = found.size() > ImportLists.REMARKS;
    List<Remark> shown = more ? found.subList(0, ImportLists.REMARKS) : found;
    model.addAttribute("import", run);
    model.addAttribute("refused", refused);
    model.addAttribute(
        "sayings",
        shown.stream().map(r -> new Saying(r.line(), words.sayAll(r, locale), r.cells())).toList());
    model.addAttribute("last", more ? shown.get(shown.size() - 1) : null);
    model.addAttribute("first", line == 0);
  }

  /** The rows that were refused, as they came, with line and reason. */
  @GetMapping("/refusals.csv")
  void download(
      CurrentUser actor, @PathVariable UUID id, Locale locale, HttpServletResponse response)
      throws IOException {
    ImportRun run = desk.get(id, actor);
    ImportMapping mapping = run.mapping().orElseThrow(NotFoundException::new);
    audit.note(
        actor, "import-refusals-downloaded", new AuditTrail.Subject("import", id, run.fileName()));
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        "Content-Disposition",
        ContentDisposition.attachment()
            .filename(
                run.fileName().replaceAll("(?i)\\.(csv|txt|tsv)$", "") + "-arena.csv",
                StandardCharsets.UTF_8)
            .build()
            .toString());
    errorFile.write(
        id,
        told(run),
        mapping.header(),
        run.settings().guarded(),
        actor.formats(locale).locale(),
        remark -> String.join(" ", words.sayAll(remark, locale)),
        response.getOutputStream());
  }

  /** What the undo had to leave. */
  @GetMapping("/left")
  String left(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable Long below,
      Locale locale,
      Model model) {
    ImportRun run = desk.get(id, viewer);
    List<LeftLine> found = lists.left(id, below, ImportLists.REMARKS + 1);
    boolean more = found.size() > ImportLists.REMARKS;
    List<LeftLine> shown = more ? found.subList(0, ImportLists.REMARKS) : found;
    model.addAttribute("import", run);
    model.addAttribute(
        "left",
        shown.stream()
            .map(
                l ->
                    new LeftSaying(
                        l.kind(),
                        l.name(),
                        words.say(l.asReason(), locale),
                        importers.kind(l.kind()).page(l.recordId())))
            .toList());
    model.addAttribute("next", more ? shown.get(shown.size() - 1).number() : null);
    return "integration/left";
  }

  private static PassKind told(ImportRun run) {
    return run.state().isPreparing() ? PassKind.CHECK : PassKind.RUN;
  }
}
