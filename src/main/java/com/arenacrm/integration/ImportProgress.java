package com.arenacrm.integration;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/**
 * What a page shows of work in the background.
 *
 * @param kind what goes on
 * @param done how many rows, or effects, are done
 * @param of of how many; null while that is unknown
 * @param percent how much of it, from 0 to 100
 * @param stopping whether somebody has asked it to stop
 * @param pausing whether somebody has asked it to hold up
 */
record ImportProgress(
    PassKind kind,
    long done,
    @Nullable Long of,
    int percent,
    boolean stopping,
    boolean pausing,
    Progress counts) {

  static void add(Model model, ImportRun run, Map<PassKind, Progress> passes) {
    PassKind kind =
        switch (run.state()) {
          case CHECKING -> PassKind.CHECK;
          case RUNNING -> PassKind.RUN;
          case UNDOING -> PassKind.UNDO;
          default -> null;
        };
    Progress pass = kind == null ? null : passes.get(kind);
    if (pass != null) {
      // How many rows a file has is known once they were read; until then its lines tell.
      long done = kind == PassKind.CHECK ? pass.line() : pass.handled();
      long of =
          kind == PassKind.CHECK
              ? Math.max(run.fileLines(), done)
              : pass.total() == null ? done : pass.total();
      int percent = of == 0 ? 0 : (int) Math.min(100, done * 100 / of);
      model.addAttribute(
          "progress",
          new ImportProgress(
              kind,
              pass.handled(),
              pass.total(),
              percent,
              pass.cancelAsked(),
              pass.pauseAsked(),
              pass));
    }
  }
}
