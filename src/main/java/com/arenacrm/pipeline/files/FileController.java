package com.arenacrm.pipeline.files;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.Seen;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.platform.FileType;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Files at a deal: a part of its page, and a page of their own. */
@Controller
@RequestMapping("/pipeline/opportunities/{id}/files")
class FileController {

  private static final int MEGA = 1024 * 1024;

  /**
   * A file to keep; {@code id} is its own, so that sending twice keeps it once.
   *
   * @param content only names the field of the file, which is read by itself
   */
  record FileForm(@Nullable String id, @Nullable String content) {}

  private final Deals deals;
  private final DealFiles files;
  private final UserNames userNames;
  private final Clock clock;

  FileController(Deals deals, DealFiles files, UserNames userNames, Clock clock) {
    this.deals = deals;
    this.files = files;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping
  String all(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    Seen deal = deals.seen(new OpportunityId(id), viewer);
    model.addAttribute("form", new FileForm(TimeOrderedUuid.next().toString(), ""));
    fill(model, deal);
    return htmx == null ? "pipeline/files" : "pipeline/files :: files";
  }

  @PostMapping
  ModelAndView keep(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(name = "id", required = false) @Nullable String own,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      Locale locale,
      Model model,
      RedirectAttributes next)
      throws IOException {
    Seen deal = deals.seen(new OpportunityId(id), actor);
    FileForm form = new FileForm(own, "");
    BindingResult errors = new BeanPropertyBindingResult(form, "form");
    FormReader reader = new FormReader(errors, locale);
    UUID identifier = reader.id("id", own);
    Optional<DealFiles.Kept> read = read(file, reader);
    if (identifier != null && read.isPresent() && !reader.failed()) {
      try {
        files.keep(identifier, deal.id(), read.get(), actor, clock.instant());
        Flash.done(next, "files.kept", read.get().name());
        return new ModelAndView("redirect:/pipeline/opportunities/" + id + "#files");
      } catch (RefusedException e) {
        reader.refuse("content", e.messageKey(), e.arguments());
      }
    }
    fill(model, deal);
    ModelAndView page = new ModelAndView("pipeline/files", model.asMap());
    page.addAllObjects(errors.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private static Optional<DealFiles.Kept> read(@Nullable MultipartFile file, FormReader reader)
      throws IOException {
    if (file == null || file.isEmpty()) {
      reader.refuse("content", "files.choose");
      return Optional.empty();
    }
    if (file.getSize() > DealFiles.LARGEST) {
      reader.refuse("content", "files.tooLarge", DealFiles.LARGEST / MEGA);
      return Optional.empty();
    }
    byte[] content = file.getBytes();
    Optional<FileType> type = FileType.of(content);
    if (type.isEmpty()) {
      reader.refuse("content", "files.type");
    }
    String given = file.getOriginalFilename() == null ? "" : file.getOriginalFilename();
    return type.map(t -> new DealFiles.Kept(t.named(given), t.media(), content));
  }

  @GetMapping("/{file}")
  ResponseEntity<byte[]> one(CurrentUser viewer, @PathVariable UUID id, @PathVariable UUID file) {
    Seen deal = deals.seen(new OpportunityId(id), viewer);
    DealFiles.Kept kept = files.get(file, deal.id());
    return FileType.download(kept.name(), kept.type(), kept.content());
  }

  @PostMapping("/{file}/deletion")
  String remove(
      CurrentUser actor, @PathVariable UUID id, @PathVariable UUID file, RedirectAttributes next) {
    Seen deal = deals.seen(new OpportunityId(id), actor);
    files.remove(file, deal.id(), actor);
    Flash.done(next, "files.removed");
    return "redirect:/pipeline/opportunities/" + id + "#files";
  }

  private void fill(Model model, Seen deal) {
    model.addAttribute("deal", deal);
    model.addAttribute("files", files.of(deal.id()));
    model.addAttribute("names", userNames.all());
    model.addAttribute("most", DealFiles.LARGEST / MEGA);
  }
}
