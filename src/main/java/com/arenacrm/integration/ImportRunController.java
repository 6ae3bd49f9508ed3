package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.RefusedException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Starts an import, stops it, takes it back, and shows how far it has come. */
@Controller
@RequestMapping("/integration/imports/{id}")
class ImportRunController {

  private final ImportDesk desk;
  private final ImportPasses passes;
  private final Clock clock;

  ImportRunController(ImportDesk desk, ImportPasses passes, Clock clock) {
    this.desk = desk;
    this.passes = passes;
    this.clock = clock;
  }

  /** Starts it; sent twice, it starts once. */
  @PostMapping("/run")
  String start(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    once(
        actor,
        id,
        next,
        run -> {
          if (run.state() == ImportState.CHECKED || run.state().isPreparing()) {
            desk.start(run, actor, clock.instant());
          }
        });
    return "redirect:/integration/imports/" + id;
  }

  @PostMapping("/cancellation")
  String cancel(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    once(
        actor,
        id,
        next,
        run -> {
          if (run.state().isWorking() || run.state() == ImportState.PAUSED) {
            desk.cancel(run, clock.instant());
          }
        });
    return "redirect:/integration/imports/" + id;
  }

  /** Holds the run up; it goes on when somebody says so. */
  @PostMapping("/pause")
  String pause(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    once(
        actor,
        id,
        next,
        run -> {
          if (run.state() == ImportState.RUNNING) {
            desk.pause(run);
          }
        });
    return "redirect:/integration/imports/" + id;
  }

  @PostMapping("/resumption")
  String resume(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    once(
        actor,
        id,
        next,
        run -> {
          if (run.state() == ImportState.PAUSED) {
            desk.resume(run, clock.instant());
          }
        });
    return "redirect:/integration/imports/" + id;
  }

  @PostMapping("/undo")
  String undo(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    once(
        actor,
        id,
        next,
        run -> {
          if (run.state() != ImportState.UNDOING && run.state() != ImportState.UNDONE) {
            desk.undo(run, actor, clock.instant());
          }
        });
    return "redirect:/integration/imports/" + id;
  }

  // Of two that arrive together, one does it and the other finds it done.
  private void once(CurrentUser actor, UUID id, RedirectAttributes next, Consumer<ImportRun> deed) {
    try {
      deed.accept(desk.get(id, actor));
    } catch (OptimisticLockingFailureException e) {
      try {
        deed.accept(desk.get(id, actor));
      } catch (OptimisticLockingFailureException again) {
        // Somebody else is at it; the page shows what came of it.
      }
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
  }

  /** The bar, asked for again and again while something goes on; then sends to the page. */
  @GetMapping("/progress")
  String progress(
      CurrentUser viewer, @PathVariable UUID id, Model model, HttpServletResponse response) {
    ImportRun run = desk.get(id, viewer);
    if (!run.state().isWorking()) {
      response.setHeader("HX-Redirect", "/integration/imports/" + id);
    }
    model.addAttribute("import", run);
    ImportProgress.add(model, run, passes.of(id));
    return "integration/import :: progress";
  }
}
