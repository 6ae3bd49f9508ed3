package com.arenacrm.integration;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.ImportSettings.Converted;
import com.arenacrm.integration.sheets.FileLook;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.github.kagkarlsson.scheduler.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What people do to imports: bring a file, say how it is read and meant, rehearse, start, undo. */
@Component
@Transactional
class ImportDesk {

  private final ImportRuns runs;
  private final ImportFiles files;
  private final ImportPasses passes;
  private final ImportMemory memory;
  private final Importers importers;
  private final ImportSets sets;
  private final AuditTrail audit;
  private final Scheduler scheduler;
  private final JdbcClient jdbc;

  ImportDesk(
      ImportRuns runs,
      ImportFiles files,
      ImportPasses passes,
      ImportMemory memory,
      Importers importers,
      ImportSets sets,
      AuditTrail audit,
      Scheduler scheduler,
      JdbcClient jdbc) {
    this.runs = runs;
    this.files = files;
    this.passes = passes;
    this.memory = memory;
    this.importers = importers;
    this.sets = sets;
    this.audit = audit;
    this.scheduler = scheduler;
    this.jdbc = jdbc;
  }

  /**
   * The import, if this person may see it: its owner, managers and administrators may.
   *
   * @throws NotFoundException otherwise
   */
  @Transactional(readOnly = true)
  ImportRun get(UUID id, CurrentUser viewer) {
    return runs.findVisible(id, viewer.id().id(), viewer.isManager())
        .orElseThrow(NotFoundException::new);
  }

  /**
   * Takes a file in and looks at it.
   *
   * @param language of the person
   * @throws RefusedException when it holds no table
   */
  ImportRun upload(
      ImportRunId id,
      RowImporter importer,
      String fileName,
      InputStream file,
      CurrentUser actor,
      Locale language,
      Instant now) {
    return take(
            id, i -> Optional.of(importer), importer.fields(), fileName, file, actor, language, now)
        .orElseThrow();
  }

  /**
   * Takes a file in of which its columns tell what it brings.
   *
   * @param forbidden is told what it brings when this person may not import that
   * @return empty then, and when the columns do not tell; nothing is kept of it
   * @throws RefusedException when it holds no table
   */
  Optional<ImportRun> uploadAny(
      ImportRunId id,
      String fileName,
      InputStream file,
      CurrentUser actor,
      Locale language,
      Instant now,
      Consumer<RowImporter> forbidden) {
    List<ImportField> all = importers.all().stream().flatMap(i -> i.fields().stream()).toList();
    Function<List<String>, Optional<RowImporter>> what =
        header -> {
          Optional<RowImporter> found = sets.recognise(header, actor);
          found.filter(i -> !Importers.isFor(i, actor)).ifPresent(forbidden);
          return found.filter(i -> Importers.isFor(i, actor));
        };
    return take(id, what, all, fileName, file, actor, language, now);
  }

  private Optional<ImportRun> take(
      ImportRunId id,
      Function<List<String>, Optional<RowImporter>> what,
      List<ImportField> fields,
      String fileName,
      InputStream file,
      CurrentUser actor,
      Locale language,
      Instant now) {
    try {
      ImportFiles.Kept kept = files.keep(id.id(), file, language);
      FileLook.Verdict look = kept.look();
      byte[] start =
          files.start(id.id(), kept.converted() == null ? 0 : kept.converted().chosen().part());
      Detection detection =
          Detection.of(start, look, kept.converted(), fields, actor.company().region());
      Detection.Sample sample = Detection.sample(start, look.bytes(), detection.settings(), 1);
      if (sample.problem() != null) {
        throw new RefusedException(
            sample.problem().messageKey(), sample.problem().arguments().toArray());
      }
      if (sample.lines().isEmpty()) {
        throw new RefusedException("imports.file.noRows");
      }
      Optional<RowImporter> importer = what.apply(sample.header());
      if (importer.isEmpty()) {
        files.forget(id.id());
        return Optional.empty();
      }
      return Optional.of(
          runs.save(
              new ImportRun(
                  id,
                  importer.get().key(),
                  fileName,
                  look.bytes(),
                  look.lines(),
                  detection.settings(),
                  actor.id(),
                  now)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settles how the file is read. */
  void read(ImportRun run, ImportSettings settings, boolean sameColumns, CurrentUser actor) {
    sets.reopen(run);
    boolean answered = run.set().isPresent() && !run.asks();
    run.read(settings, sameColumns);
    ImportMapping mapping = run.mapping().orElse(null);
    if (answered && mapping != null) {
      run.propose(mapping, sets.isUnanswered(run, mapping, actor));
    }
    runs.save(run);
  }

  /** Reads another table of the same file, as it is proposed for that one. */
  void readTable(ImportRun run, int table, CurrentUser actor) {
    Converted converted = run.settings().converted();
    if (converted == null || table < 0 || table >= converted.tables().size()) {
      throw new NotFoundException();
    }
    sets.reopen(run);
    Converted chosen = converted.choosing(table);
    Detection detection =
        Detection.of(
            files.start(run.id().id(), chosen.chosen().part()),
            ImportSettings.KEPT,
            chosen,
            importers.get(run.importer()).fields(),
            actor.company().region());
    run.read(detection.settings(), false);
    runs.save(run);
  }

  /**
   * Keeps what the columns mean, while their values are still to be mapped.
   *
   * @throws RefusedException when the files that it came with are on their way
   */
  void mean(ImportRun run, ImportMapping mapping, CurrentUser actor) {
    sets.reopen(run);
    if (run.set().isPresent()) {
      run.propose(mapping, run.asks() || sets.isUnanswered(run, mapping, actor));
    } else {
      run.mean(mapping);
    }
    runs.save(run);
  }

  /**
   * Keeps what columns and values of one of several files mean, which are rehearsed together.
   *
   * @throws RefusedException when they are on their way
   */
  void answer(ImportRun run, ImportMapping mapping, CurrentUser actor, Instant now) {
    sets.reopen(run);
    run.answer(mapping);
    runs.save(run);
    memory.remember(actor.id(), run.importer(), mapping, now);
  }

  /** Says what the columns mean and begins the rehearsal. */
  void rehearse(ImportRun run, ImportMapping mapping, CurrentUser actor, Instant now) {
    run.mean(mapping);
    run.rehearse();
    ImportRun saved = runs.save(run);
    memory.remember(actor.id(), run.importer(), mapping, now);
    passes.begin(run.id().id(), PassKind.CHECK, null, actor.id(), now);
    schedule(saved, now);
  }

  /**
   * Begins the run.
   *
   * @throws RefusedException unless it has just been rehearsed
   */
  void start(ImportRun run, CurrentUser actor, Instant now) {
    run.start();
    ImportRun saved = runs.save(run);
    Progress check = passes.find(run.id().id(), PassKind.CHECK).orElseThrow();
    passes.begin(run.id().id(), PassKind.RUN, check.handled(), actor.id(), now);
    audit.note(
        actor,
        "import-started",
        new AuditTrail.Subject("import", run.id().id(), run.fileName()),
        null,
        check.summary());
    schedule(saved, now);
  }

  /** Asks the run to hold up after the batch it is at. */
  void pause(ImportRun run) {
    if (run.state() != ImportState.RUNNING) {
      throw new RefusedException("imports.refused.notWorking");
    }
    passes.askToPause(run.id().id(), true);
  }

  /**
   * Goes on with a run that was held up, from the row where it stopped.
   *
   * @throws RefusedException unless it is held up
   */
  void resume(ImportRun run, Instant now) {
    run.resume();
    schedule(runs.save(run), now);
  }

  /** Asks the rehearsal or the run to stop after the batch it is at. */
  void cancel(ImportRun run, Instant now) {
    if (run.state() == ImportState.PAUSED) {
      passes.askToCancel(run.id().id(), PassKind.RUN);
      resume(run, now);
      return;
    }
    switch (run.state()) {
      case CHECKING -> passes.askToCancel(run.id().id(), PassKind.CHECK);
      case RUNNING -> passes.askToCancel(run.id().id(), PassKind.RUN);
      default -> throw new RefusedException("imports.refused.notWorking");
    }
  }

  /**
   * Begins to take back what the run wrote.
   *
   * @throws RefusedException when there is nothing to take back any more
   */
  void undo(ImportRun run, CurrentUser actor, Instant now) {
    run.undo();
    long effects = EffectLog.count(jdbc, run.id().id());
    if (effects == 0) {
      throw new RefusedException("imports.refused.nothingToUndo");
    }
    ImportRun saved = runs.save(run);
    passes.begin(run.id().id(), PassKind.UNDO, effects, actor.id(), now);
    audit.note(
        actor,
        "import-undo-started",
        new AuditTrail.Subject("import", run.id().id(), run.fileName()));
    schedule(saved, now);
  }

  /**
   * Removes an import of which nothing was written.
   *
   * @throws RefusedException once the run has begun
   */
  void discard(ImportRun run) {
    if (!run.state().isPreparing()) {
      throw new RefusedException("imports.refused.begun");
    }
    runs.delete(run);
  }

  /** Has a file that came with others gone on with. */
  void goOn(ImportRun run, Instant now) {
    schedule(run, now);
  }

  // With the transaction, or not at all; and looked at as soon as the transaction is through.
  private void schedule(ImportRun run, Instant now) {
    scheduler.scheduleIfNotExists(ImportJobs.WORK.instance(ImportJobs.nameOf(run)).build(), now);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            scheduler.triggerCheckForDueExecutions();
          }
        });
  }
}
