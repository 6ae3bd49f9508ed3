package com.arenacrm.integration;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.UserId;
import com.arenacrm.integration.ImportRemarks.Remark;
import com.arenacrm.platform.KeptPlans;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The work of imports in the background: rehearsal, run and undo.
 *
 * <p>Each batch is one transaction, in which its records, its effects, its remarks and its progress
 * are written together; a crash loses at most the batch that was under way, and nothing is written
 * twice. The row of progress is locked first and compared with what this worker knows, so that of
 * two workers on one import, one stops: after a node was taken for dead and was only slow (Q02,
 * Q06).
 */
@Component
class ImportWork {

  private static final int BATCH = 1_000;
  private static final int UNDO_BATCH = 500;
  private static final int ATTEMPTS = 5;

  private final ImportRuns runs;
  private final ImportFiles files;
  private final ImportPasses passes;
  private final ImportRemarks remarks;
  private final Importers importers;
  private final CurrentUsers users;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final int batch;

  @Autowired
  ImportWork(
      ImportRuns runs,
      ImportFiles files,
      ImportPasses passes,
      ImportRemarks remarks,
      Importers importers,
      CurrentUsers users,
      AuditTrail audit,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Clock clock) {
    this(runs, files, passes, remarks, importers, users, audit, jdbc, transactions, clock, BATCH);
  }

  /**
   * @param batch how many rows are worked on in one transaction
   */
  ImportWork(
      ImportRuns runs,
      ImportFiles files,
      ImportPasses passes,
      ImportRemarks remarks,
      Importers importers,
      CurrentUsers users,
      AuditTrail audit,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Clock clock,
      int batch) {
    this.runs = runs;
    this.files = files;
    this.passes = passes;
    this.remarks = remarks;
    this.importers = importers;
    this.users = users;
    this.audit = audit;
    this.jdbc = jdbc;
    this.transactions = new TransactionTemplate(transactions);
    this.clock = clock;
    this.batch = batch;
  }

  /** How a step of the work ended. */
  private enum Step {
    DONE,
    /** Nothing is left to do. */
    AT_END,
    CANCELLED,
    PAUSED,
    /** Another worker has gone on with it. */
    OVERTAKEN
  }

  /**
   * Goes on with whatever the import is at.
   *
   * @param stopping whether the application is being stopped
   * @return whether nothing is left to do; else it wants to go on after the restart
   */
  boolean goOn(UUID id, BooleanSupplier stopping) {
    Optional<ImportRun> run = runs.findById(new ImportRunId(id));
    if (run.isEmpty()) {
      return true;
    }
    return switch (run.get().state()) {
      case CHECKING -> {
        int attempt = transactions.execute(status -> beginRehearsal(id));
        yield rows(run.get(), PassKind.CHECK, attempt, stopping);
      }
      case RUNNING ->
          rows(
              run.get(),
              PassKind.RUN,
              passes.find(id, PassKind.RUN).map(Progress::attempt).orElse(0),
              stopping);
      case UNDOING -> undo(run.get(), stopping);
      default -> true;
    };
  }

  /** Ends what failed again and again; what was written stays and can be undone. */
  void giveUp(UUID id) {
    transactions.executeWithoutResult(
        status ->
            runs.findById(new ImportRunId(id))
                .ifPresent(
                    run -> {
                      Reason why = Reason.of("imports.failure.internal");
                      switch (run.state()) {
                        case CHECKING -> end(run, PassKind.CHECK, why);
                        case RUNNING -> end(run, PassKind.RUN, why);
                        case UNDOING -> {
                          run.failedToUndo();
                          runs.save(run);
                          passes.finish(id, PassKind.UNDO, why, clock.instant());
                        }
                        default -> {
                          // It came to an end after all.
                        }
                      }
                    }));
  }

  // A rehearsal writes nothing that could be kept, so after a crash it begins anew.
  private int beginRehearsal(UUID id) {
    int attempt = passes.restart(id, PassKind.CHECK);
    new GhostTable(jdbc, id).forget();
    remarks.forget(id, PassKind.CHECK);
    forgetDeferred(id, PassKind.CHECK);
    return attempt;
  }

  private boolean rows(ImportRun run, PassKind kind, int attempt, BooleanSupplier stopping) {
    UUID id = run.id().id();
    RowImporter importer = importers.get(run.importer());
    ImportMapping mapping = run.mapping().orElseThrow();
    Reason broken = null;
    Step step;
    try (RowReader reader =
        new RowReader(
            files.open(id, run.settings()),
            run.settings(),
            mapping,
            importer.fields(),
            importer.keepsOtherColumns() && !mapping.source().equals(MatchKey.ARENA),
            users.acting(run.owner()).company(),
            clock.instant())) {
      long handled =
          kind == PassKind.CHECK ? 0 : passes.find(id, kind).map(Progress::handled).orElse(0L);
      for (long i = 0; i < handled; i++) {
        reader.next();
      }
      do {
        if (stopping.getAsBoolean()) {
          return false;
        }
        List<RowReader.Read> rows = new ArrayList<>(batch);
        try {
          RowReader.Read row;
          while (rows.size() < batch && (row = reader.next()) != null) {
            rows.add(row);
          }
        } catch (TableReader.BrokenException e) {
          broken = e.reason();
        }
        long known = handled;
        step =
            rows.isEmpty()
                ? Step.AT_END
                : patiently(() -> batch(run, importer, kind, attempt, known, rows));
        handled += rows.size();
      } while (step == Step.DONE && broken == null);
    } catch (TableReader.BrokenException e) {
      broken = e.reason();
      step = Step.AT_END;
    }
    if (step == Step.OVERTAKEN) {
      return true;
    }
    if (step == Step.AT_END && broken == null) {
      do {
        if (stopping.getAsBoolean()) {
          return false;
        }
        step = patiently(() -> deferred(run, importer, kind, attempt));
      } while (step == Step.DONE);
    }
    if (step == Step.OVERTAKEN) {
      return true;
    }
    if (step == Step.PAUSED) {
      transactions.executeWithoutResult(status -> pause(id));
      return true;
    }
    Reason failure = broken;
    boolean cancelled = step == Step.CANCELLED;
    transactions.executeWithoutResult(
        status ->
            runs.findById(run.id())
                .ifPresent(
                    fresh -> {
                      if (cancelled) {
                        cancel(fresh, kind);
                      } else {
                        end(fresh, kind, failure);
                      }
                    }));
    return true;
  }

  private interface Attempt {
    Step make();
  }

  // Somebody may add the same address, or hold the same rows, between the look and the leap.
  private Step patiently(Attempt attempt) {
    for (int i = 1; ; i++) {
      try {
        return attempt.make();
      } catch (DataIntegrityViolationException | ConcurrencyFailureException e) {
        if (i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Step batch(
      ImportRun run,
      RowImporter importer,
      PassKind kind,
      int attempt,
      long known,
      List<RowReader.Read> rows) {
    return transactions.execute(
        status -> {
          UUID id = run.id().id();
          Progress now = passes.lock(id, kind).orElse(null);
          if (now == null || now.attempt() != attempt || now.handled() != known) {
            return Step.OVERTAKEN;
          }
          if (now.cancelAsked()) {
            return Step.CANCELLED;
          }
          if (now.pauseAsked()) {
            return Step.PAUSED;
          }
          List<ImportRow> good = new ArrayList<>();
          rows.forEach(
              r -> {
                if (r.row() != null) {
                  good.add(r.row());
                }
              });
          ImportPass pass = pass(run, kind);
          BatchPlan plan = good.isEmpty() ? null : importer.plan(good, pass);
          long effects = plan == null ? 0 : write(plan, pass, now);
          Tally tally = new Tally(now);
          int at = 0;
          for (RowReader.Read row : rows) {
            Outcome outcome;
            if (row.row() == null) {
              outcome = Outcome.refused(row.refusals());
            } else {
              outcome = plan.outcomes().get(at++);
            }
            tally.add(row, outcome);
          }
          remarks.keep(id, kind, tally.remarks);
          passes.advance(
              id,
              tally.progress(
                  rows.size(),
                  rows.get(rows.size() - 1).line().number(),
                  plan == null ? Map.of() : plan.besides(),
                  plan == null ? Map.of() : plan.findings(),
                  effects));
          return Step.DONE;
        });
  }

  private Step deferred(ImportRun run, RowImporter importer, PassKind kind, int attempt) {
    return transactions.execute(
        status -> {
          UUID id = run.id().id();
          Progress now = passes.lock(id, kind).orElse(null);
          if (now == null || now.attempt() != attempt) {
            return Step.OVERTAKEN;
          }
          if (now.cancelAsked()) {
            return Step.CANCELLED;
          }
          if (now.pauseAsked()) {
            return Step.PAUSED;
          }
          List<Deferred> work = new ArrayList<>();
          List<Integer> numbers = new ArrayList<>();
          jdbc
              .sql(
                  """
                  delete from integration.import_deferred d
                  using (select line, number from integration.import_deferred
                         where run_id = :run and pass = :pass order by line, number limit :most) f
                  where d.run_id = :run and d.pass = :pass and d.line = f.line and d.number = f.number
                  returning d.line, d.number, d.work
                  """)
              .param("run", id)
              .param("pass", kind.name())
              .param("most", batch)
              .query(
                  (rs, n) -> Map.entry(rs.getInt(2), new Deferred(rs.getLong(1), rs.getString(3))))
              .list()
              .stream()
              .sorted(
                  java.util.Comparator.<Map.Entry<Integer, Deferred>>comparingLong(
                          e -> e.getValue().line())
                      .thenComparing(Map.Entry::getKey))
              .forEach(
                  e -> {
                    numbers.add(e.getKey());
                    work.add(e.getValue());
                  });
          if (work.isEmpty()) {
            return Step.AT_END;
          }
          ImportPass pass = pass(run, kind);
          BatchPlan plan = importer.planDeferred(work, pass);
          long effects = write(plan, pass, now);
          Tally tally = new Tally(now);
          for (int i = 0; i < work.size(); i++) {
            tally.note(
                work.get(i).line(), 1_000 + numbers.get(i) * 10, plan.outcomes().get(i).notes());
          }
          remarks.keep(id, kind, tally.remarks);
          passes.advance(
              id, tally.progress(0, now.line(), plan.besides(), plan.findings(), effects));
          return Step.DONE;
        });
  }

  /** Writes the plan, or its ghosts; answers how many effects it had. */
  private long write(BatchPlan plan, ImportPass pass, Progress now) {
    keepDeferred(pass, plan.deferred());
    if (pass.rehearsal()) {
      KeptPlans.untilTheEnd(jdbc);
      ((GhostTable) pass.ghosts()).put(plan.ghosts());
      return 0;
    }
    EffectLog log = new EffectLog();
    plan.write(log);
    KeptPlans.untilTheEnd(jdbc);
    log.keep(jdbc, pass.run(), now.effects() + 1);
    return log.size();
  }

  private ImportPass pass(ImportRun run, PassKind kind) {
    ImportMapping mapping = run.mapping().orElseThrow();
    return new ImportPass(
        run.id().id(),
        kind == PassKind.CHECK,
        run.fileName(),
        mapping.mode(),
        mapping.matchKey(),
        mapping.source(),
        mapping.mapped(),
        mapping.options(),
        mapping.lenient(),
        users.acting(run.owner()),
        clock.instant(),
        kind == PassKind.CHECK ? ghosts(run) : Ghosts.none());
  }

  private GhostTable ghosts(ImportRun run) {
    List<UUID> earlier = new ArrayList<>();
    run.set()
        .ifPresent(
            set ->
                runs.findBySet(set).stream()
                    .map(r -> r.id().id())
                    .takeWhile(id -> !id.equals(run.id().id()))
                    .forEach(earlier::add));
    return new GhostTable(jdbc, run.id().id(), earlier);
  }

  private void keepDeferred(ImportPass pass, List<Deferred> deferred) {
    if (deferred.isEmpty()) {
      return;
    }
    Map<Long, Integer> perLine = new HashMap<>();
    Long[] lines = new Long[deferred.size()];
    Integer[] numbers = new Integer[deferred.size()];
    String[] works = new String[deferred.size()];
    for (int i = 0; i < deferred.size(); i++) {
      lines[i] = deferred.get(i).line();
      numbers[i] = perLine.merge(deferred.get(i).line(), 1, Integer::sum);
      works[i] = deferred.get(i).work();
    }
    jdbc.sql(
            """
            insert into integration.import_deferred (run_id, pass, line, number, work)
            select ?, ?, d.line, d.number, d.work
            from unnest(cast(? as bigint[]), cast(? as integer[]), cast(? as text[]))
              as d (line, number, work)
            """)
        .params(
            pass.run(),
            (pass.rehearsal() ? PassKind.CHECK : PassKind.RUN).name(),
            lines,
            numbers,
            works)
        .update();
  }

  private void forgetDeferred(UUID id, PassKind kind) {
    jdbc.sql("delete from integration.import_deferred where run_id = ? and pass = ?")
        .params(id, kind.name())
        .update();
  }

  private void end(ImportRun run, PassKind kind, @Nullable Reason failure) {
    UUID id = run.id().id();
    Instant now = clock.instant();
    if (kind == PassKind.CHECK) {
      if (run.state() != ImportState.CHECKING) {
        return;
      }
      if (failure == null) {
        run.checked();
      } else {
        run.refuseFile();
      }
      if (run.set().isEmpty()) {
        new GhostTable(jdbc, id).forget(); // Files that came together need those of one another.
      }
      forgetDeferred(id, kind);
    } else {
      if (run.state() != ImportState.RUNNING) {
        return;
      }
      if (failure == null) {
        run.done();
      } else {
        run.failed();
      }
      tidyAfterRun(id);
    }
    runs.save(run);
    passes.finish(id, kind, failure, now);
    if (kind == PassKind.RUN) {
      note(run, "import-finished", passes.find(id, kind).orElseThrow());
    }
  }

  private void cancel(ImportRun run, PassKind kind) {
    UUID id = run.id().id();
    if (kind == PassKind.CHECK && run.state() == ImportState.CHECKING) {
      run.stopRehearsing();
      new GhostTable(jdbc, id).forget();
      forgetDeferred(id, kind);
    } else if (kind == PassKind.RUN && run.state() == ImportState.RUNNING) {
      run.cancelled();
      tidyAfterRun(id);
    } else {
      return;
    }
    runs.save(run);
    passes.finish(id, kind, null, clock.instant());
    if (kind == PassKind.RUN) {
      note(run, "import-cancelled", passes.find(id, kind).orElseThrow());
    }
  }

  private void pause(UUID id) {
    runs.findById(new ImportRunId(id))
        .filter(run -> run.state() == ImportState.RUNNING)
        .ifPresent(
            run -> {
              run.pause();
              runs.save(run);
              passes.askToPause(id, false);
            });
  }

  // Refused rows are kept with their cells, so the file has done its duty.
  private void tidyAfterRun(UUID id) {
    EffectLog.keepMade(jdbc, id);
    files.forget(id);
    remarks.forget(id, PassKind.CHECK);
    forgetDeferred(id, PassKind.RUN);
  }

  private boolean undo(ImportRun run, BooleanSupplier stopping) {
    UUID id = run.id().id();
    int attempt = passes.find(id, PassKind.UNDO).map(Progress::attempt).orElse(0);
    Step step;
    do {
      if (stopping.getAsBoolean()) {
        return false;
      }
      step = patiently(() -> undoBatch(id, attempt));
    } while (step == Step.DONE);
    if (step == Step.AT_END) {
      transactions.executeWithoutResult(
          status ->
              runs.findById(run.id())
                  .filter(fresh -> fresh.state() == ImportState.UNDOING)
                  .ifPresent(
                      fresh -> {
                        fresh.undone();
                        runs.save(fresh);
                        EffectLog.forgetMade(jdbc, id);
                        passes.finish(id, PassKind.UNDO, null, clock.instant());
                        Progress end = passes.find(id, PassKind.UNDO).orElseThrow();
                        note(fresh, "import-undone", end);
                      }));
    }
    return true;
  }

  private Step undoBatch(UUID id, int attempt) {
    return transactions.execute(
        status -> {
          Progress now = passes.lock(id, PassKind.UNDO).orElse(null);
          if (now == null || now.attempt() != attempt) {
            return Step.OVERTAKEN;
          }
          EffectLog.Tail tail = EffectLog.tail(jdbc, id, UNDO_BATCH);
          if (tail == null) {
            return Step.AT_END;
          }
          KeptPlans.untilTheEnd(jdbc);
          CurrentUser actor = users.acting(new UserId(now.askedBy()));
          List<RecordKind.Left> left =
              importers
                  .kind(tail.kind())
                  .undo(
                      tail.effects(),
                      new UndoPass(id, actor, clock.instant(), importers.uses(), jdbc));
          keepLeft(id, tail, left);
          EffectLog.forgetFrom(jdbc, id, tail.lowest());
          passes.advance(id, undone(now, tail, left));
          return Step.DONE;
        });
  }

  private static Progress undone(Progress now, EffectLog.Tail tail, List<RecordKind.Left> left) {
    long deleted = tail.effects().stream().filter(Effect::isCreation).count();
    long restored = tail.effects().size() - deleted;
    long leftMade = left.stream().filter(l -> l.effect().isCreation()).count();
    Map<String, Integer> byKind = new HashMap<>(now.besides());
    byKind.merge(tail.kind(), (int) (deleted - leftMade), Integer::sum);
    return new Progress(
        now.kind(),
        now.attempt(),
        now.handled() + tail.effects().size(),
        now.line(),
        now.total(),
        now.created() + deleted - leftMade,
        now.updated() + restored - (left.size() - leftMade),
        now.unchanged(),
        now.refused() + left.size(),
        now.noted(),
        byKind,
        Map.of(),
        now.effects(),
        now.cancelAsked(),
        now.pauseAsked(),
        null,
        now.askedBy(),
        now.startedAt(),
        null);
  }

  private void keepLeft(UUID id, EffectLog.Tail tail, List<RecordKind.Left> left) {
    // Numbered as their effects are, which are unique: the newest of the tail has the highest.
    long highest = tail.lowest() + tail.effects().size() - 1;
    Map<UUID, Long> numbers = new HashMap<>();
    for (int i = 0; i < tail.effects().size(); i++) {
      numbers.put(tail.effects().get(i).id(), highest - i);
    }
    for (RecordKind.Left one : left) {
      jdbc.sql(
              """
              insert into integration.import_left
                (run_id, number, kind, record_id, name, reason, arguments)
              values (?, ?, ?, ?, ?, ?, cast(? as text[]))
              """)
          .params(
              id,
              numbers.get(one.effect().id()),
              tail.kind(),
              one.effect().id(),
              one.effect().name(),
              one.why().messageKey(),
              one.why().arguments().toArray(new String[0]))
          .update();
    }
  }

  private void note(ImportRun run, String action, Progress progress) {
    audit.note(
        users.acting(new UserId(progress.askedBy())),
        action,
        new AuditTrail.Subject("import", run.id().id(), run.fileName()),
        null,
        progress.summary());
  }

  /** Counts a batch on top of what was counted before. */
  private static final class Tally {

    private final Progress before;
    private final long[] counts = new long[Outcome.Kind.values().length];
    private long noted;
    private final List<Remark> remarks = new ArrayList<>();

    Tally(Progress before) {
      this.before = before;
    }

    void add(RowReader.Read row, Outcome outcome) {
      counts[outcome.kind().ordinal()]++;
      if (outcome.isRefused()) {
        remarks.add(Remark.refusal(row.line(), outcome.faults()));
        return;
      }
      List<Reason> notes = new ArrayList<>(row.notes());
      notes.addAll(outcome.notes());
      note(row.line().number(), 0, notes);
    }

    void note(long line, int first, List<Reason> notes) {
      for (int i = 0; i < notes.size(); i++) {
        remarks.add(Remark.note(line, first + i, notes.get(i)));
      }
      noted += notes.isEmpty() ? 0 : 1;
    }

    Progress progress(
        int rows,
        long line,
        Map<String, Integer> besides,
        Map<BatchPlan.Finding, Integer> findings,
        long effects) {
      Map<String, Integer> sum = new HashMap<>(before.besides());
      besides.forEach((kind, count) -> sum.merge(kind, count, Integer::sum));
      return new Progress(
          before.kind(),
          before.attempt(),
          before.handled() + rows,
          line,
          before.total(),
          before.created() + counts[Outcome.Kind.CREATED.ordinal()],
          before.updated() + counts[Outcome.Kind.UPDATED.ordinal()],
          before.unchanged() + counts[Outcome.Kind.UNCHANGED.ordinal()],
          before.refused() + counts[Outcome.Kind.REFUSED.ordinal()],
          before.noted() + noted,
          sum,
          BatchPlan.Finding.sum(before.findings(), findings),
          before.effects() + effects,
          before.cancelAsked(),
          before.pauseAsked(),
          null,
          before.askedBy(),
          before.startedAt(),
          null);
    }
  }
}
