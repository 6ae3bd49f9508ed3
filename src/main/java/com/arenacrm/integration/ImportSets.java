package com.arenacrm.integration;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.UserId;
import com.arenacrm.integration.sheets.Words;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Files that come together and refer to one another, such as companies, their people and their
 * deals. What each brings is told by its columns; they are rehearsed, brought in and taken back one
 * after the other, companies first and taken back last, each finding what those before it brought.
 */
@Component
@Transactional
class ImportSets {

  /** How far the files have come together. */
  enum State {
    PREPARING,
    CHECKING,
    CHECKED,
    RUNNING,
    DONE,
    UNDOING,
    UNDONE;

    public boolean isWorking() {
      return this == CHECKING || this == RUNNING || this == UNDOING;
    }

    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Files that came together.
   *
   * @param unknown names of those of which nobody could tell what they bring
   * @param forbidden by their names what those bring that this person may not import, as the key of
   *     its importer
   */
  record Together(
      UUID id,
      State state,
      List<String> unknown,
      Map<String, String> forbidden,
      UUID createdBy,
      Instant createdAt) {}

  private final ImportRuns runs;
  private final ImportPasses passes;
  private final ImportFiles files;
  private final MappingGuess guess;
  private final ImportMemory memory;
  private final ValueScan scan;
  private final Importers importers;
  private final CurrentUsers users;
  private final AuditTrail audit;
  private final JdbcClient jdbc;

  ImportSets(
      ImportRuns runs,
      ImportPasses passes,
      ImportFiles files,
      MappingGuess guess,
      ImportMemory memory,
      ValueScan scan,
      Importers importers,
      CurrentUsers users,
      AuditTrail audit,
      JdbcClient jdbc) {
    this.runs = runs;
    this.passes = passes;
    this.files = files;
    this.guess = guess;
    this.memory = memory;
    this.scan = scan;
    this.importers = importers;
    this.users = users;
    this.audit = audit;
    this.jdbc = jdbc;
  }

  boolean isThere(UUID id) {
    return jdbc.sql("select exists (select 1 from integration.import_set where id = ?)")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  /**
   * The files, if this person may see them: their owner, managers and administrators may.
   *
   * @throws NotFoundException otherwise
   */
  @Transactional(readOnly = true)
  Together get(UUID id, CurrentUser viewer) {
    return jdbc.sql(
            """
            select id, state, unknown, forbidden, forbidden_as, created_by, created_at from integration.import_set
            where id = :id and (created_by = :viewer or :all)
            """)
        .param("id", id)
        .param("viewer", viewer.id().id())
        .param("all", viewer.isManager())
        .query(
            (rs, n) ->
                new Together(
                    rs.getObject(1, UUID.class),
                    State.valueOf(rs.getString(2)),
                    List.of((String[]) rs.getArray(3).getArray()),
                    forbidden(
                        (String[]) rs.getArray(4).getArray(), (String[]) rs.getArray(5).getArray()),
                    rs.getObject(6, UUID.class),
                    rs.getObject(7, java.time.OffsetDateTime.class).toInstant()))
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  private static Map<String, String> forbidden(String[] names, String[] importers) {
    Map<String, String> forbidden = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      forbidden.put(names[i], importers[i]);
    }
    return forbidden;
  }

  @Transactional(readOnly = true)
  List<ImportRun> runsOf(UUID set) {
    return runs.findBySet(set);
  }

  /**
   * Keeps that these files came together, in the order in which they are to come in.
   *
   * @param uploaded each with what it was taken for
   * @param forbidden what files bring that are left out since this person may not import it
   * @param source under which name the identifiers of all of them are kept
   */
  void bind(
      UUID id,
      List<ImportRun> uploaded,
      List<String> unknown,
      Map<String, String> forbidden,
      String source,
      CurrentUser actor,
      Instant now) {
    jdbc.sql(
            """
            insert into integration.import_set
              (id, state, unknown, forbidden, forbidden_as, created_at, created_by)
            values (?, 'PREPARING', cast(? as text[]), cast(? as text[]), cast(? as text[]), ?, ?)
            """)
        .params(
            id,
            unknown.toArray(new String[0]),
            forbidden.keySet().toArray(new String[0]),
            forbidden.values().toArray(new String[0]),
            now.atOffset(ZoneOffset.UTC),
            actor.id().id())
        .update();
    List<ImportRun> ordered = new ArrayList<>(uploaded);
    ordered.sort(
        Comparator.comparingInt((ImportRun run) -> importers.get(run.importer()).position())
            .thenComparing(run -> !begins(run, actor)));
    for (int i = 0; i < ordered.size(); i++) {
      ImportRun run = runs.findById(ordered.get(i).id()).orElseThrow();
      run.join(id, i + 1);
      propose(run, source, actor);
      runs.save(run);
    }
  }

  /**
   * Which of the importers understands most of a file's columns, also one that this person may not
   * use, so that a file is never taken for something else; empty when none can use it.
   */
  Optional<RowImporter> recognise(List<String> header, CurrentUser actor) {
    RowImporter best = null;
    int most = 0;
    for (RowImporter importer : importers.all()) {
      ImportMapping mapping =
          guess.guess(importer, new Detection.Sample(header, List.of(), null), actor);
      Set<String> mapped = mapping.mapped();
      boolean usable =
          importer.missing(mapped).isEmpty()
              && importer.matchKeys().stream().anyMatch(key -> key.isPossible(mapped))
              && importer.isLikely(mapping.headers());
      boolean better =
          mapped.size() > most
              || mapped.size() == most
                  && best != null
                  && !Importers.isFor(best, actor)
                  && Importers.isFor(importer, actor);
      if (usable && better) {
        best = importer;
        most = mapped.size();
      }
    }
    return Optional.ofNullable(best);
  }

  private boolean begins(ImportRun run, CurrentUser actor) {
    RowImporter importer = importers.get(run.importer());
    return importer.begins(guess.guess(importer, sample(run), actor).mapped());
  }

  private Detection.Sample sample(ImportRun run) {
    return Detection.sample(
        files.start(run.id().id(), run.settings()), run.fileBytes(), run.settings(), 50);
  }

  private void propose(ImportRun run, String source, CurrentUser actor) {
    RowImporter importer = importers.get(run.importer());
    ImportMapping guessed = guess.guess(importer, sample(run), actor);
    ImportMapping mapping =
        new ImportMapping(
            guessed.header(),
            guessed.columns(),
            guessed.matchKey(),
            guessed.mode(),
            guessed.source().equals(MatchKey.ARENA) ? MatchKey.ARENA : source,
            guessed.lenient(),
            guessed.options(),
            guessed.values(),
            guessed.styles());
    ValueScan.Seen seen = look(run, mapping, importer, actor);
    boolean sameFile = memory.recall(actor.id(), importer.key(), mapping.header()).isPresent();
    Map<String, Map<String, String>> values = new LinkedHashMap<>(mapping.values());
    Map<String, ColumnStyle> styles = new LinkedHashMap<>(mapping.styles());
    boolean asks = !unchosen(run, mapping, actor).isEmpty();
    for (ImportField field : importer.fields()) {
      Map<String, Integer> found = seen.values().get(field.key());
      if (found != null) {
        asks |= !explain(run, importer, field, found, values, sameFile, actor);
      }
      ColumnStyle.Evidence evidence = seen.styles().get(field.key());
      if (evidence != null && evidence.isOpen(run.settings())) {
        asks |= !sameFile || !styles.containsKey(field.key());
      } else if (evidence != null) {
        ImportColumnsController.put(styles, field.key(), evidence.style(run.settings()));
      }
      if (evidence != null) {
        // Next year the same file speaks of another one.
        asks |= evidence.lacksYears();
        Map<String, String> said =
            values.getOrDefault(ImportRow.currencyKey(field.key()), Map.of());
        asks |=
            !evidence.marks().isEmpty()
                && !(sameFile && said.keySet().containsAll(evidence.marks().keySet()));
      }
    }
    run.propose(mapping.withValues(values).withStyles(styles), asks);
  }

  /**
   * Says what values mean as far as can be guessed; answers whether nobody need be asked. Only what
   * this person said before of the same value of the field, under whatever header, and what is
   * called alike here, goes without saying: what is guessed is shown first, and so is what would be
   * left out, unless it was for a file with the same columns.
   *
   * @param sameFile whether the values were explained for a file with these columns
   */
  private boolean explain(
      ImportRun run,
      RowImporter importer,
      ImportField field,
      Map<String, Integer> found,
      Map<String, Map<String, String>> values,
      boolean sameFile,
      CurrentUser actor) {
    List<Choice> choices = choices(run, importer, field, actor);
    Map<String, String> before = values.getOrDefault(field.key(), Map.of());
    Map<String, String> meanings = new LinkedHashMap<>();
    boolean all = found.size() <= ValueScan.MOST_VALUES;
    for (String value : found.keySet()) {
      String known = before.get(value);
      Optional<String> meaning = importer.guess(field, value, choices);
      boolean called = meaning.filter(m -> isCalled(m, value, choices)).isPresent();
      // What was left out when nothing had its name is asked anew when something has.
      boolean still =
          known != null
              && (known.isEmpty()
                  ? !called
                  : choices.stream().anyMatch(c -> c.value().equals(known)));
      if (still) {
        meanings.put(value, known);
        // Yes and no say nothing without the question, which is the header.
        all &= sameFile || !known.isEmpty() && !CellReader.isYesOrNo(value);
      } else {
        all &= called;
        meaning.ifPresent(m -> meanings.put(value, m.equals(RowImporter.NOTHING) ? "" : m));
      }
    }
    values.put(field.key(), meanings);
    return all;
  }

  /**
   * What the values of a field can become: what the importer says, and in files that come together
   * also those whom another of them brings, such as people of ours or products. Writes where the
   * importer makes what there is to choose from when it is asked first.
   */
  List<Choice> choices(ImportRun run, RowImporter importer, ImportField field, CurrentUser actor) {
    List<Choice> choices = new ArrayList<>(importer.choices(field, actor));
    String kind = importer.naming().get(field.key());
    if (run.set().isEmpty() || kind == null) {
      return choices;
    }
    Set<String> there = new HashSet<>();
    choices.forEach(c -> there.add(Words.key(c.label())));
    for (ImportRun other : runs.findBySet(run.set().get())) {
      Set<String> fields = importers.get(other.importer()).bringing().getOrDefault(kind, Set.of());
      if (!fields.isEmpty() && other.mapping().isPresent()) {
        scan.textsOf(other.id().id(), other.settings(), other.mapping().get(), fields).stream()
            .filter(name -> there.add(Words.key(name)))
            .forEach(name -> choices.add(new Choice(RowImporter.CALLED + name, name)));
      }
    }
    return choices;
  }

  /** Whether a file holds something of which nobody has said yet what it means. */
  boolean isUnanswered(ImportRun run, ImportMapping mapping, CurrentUser actor) {
    if (!unchosen(run, mapping, actor).isEmpty()) {
      return true;
    }
    RowImporter importer = importers.get(run.importer());
    ValueScan.Seen seen = look(run, mapping, importer, actor);
    for (ImportField field : importer.fields()) {
      Map<String, Integer> found = seen.values().getOrDefault(field.key(), Map.of());
      ColumnStyle.Evidence evidence = seen.styles().get(field.key());
      boolean unanswered =
          !said(mapping, field.key()).keySet().containsAll(found.keySet())
              || evidence != null
                  && (evidence.isOpen(run.settings()) && !mapping.styles().containsKey(field.key())
                      || !said(mapping, ImportRow.currencyKey(field.key()))
                          .keySet()
                          .containsAll(evidence.marks().keySet())
                      || evidence.lacksYears()
                          && said(mapping, ImportRow.yearKey(field.key())).isEmpty());
      if (unanswered) {
        return true;
      }
    }
    return false;
  }

  /** What has to be chosen for the whole file, and nobody has chosen. */
  List<ImportOption> unchosen(ImportRun run, ImportMapping mapping, CurrentUser actor) {
    RowImporter importer = importers.get(run.importer());
    return importer.options(actor).stream()
        .filter(option -> importer.asks(option, mapping.mapped()))
        .filter(option -> mapping.options().getOrDefault(option.key(), "").isEmpty())
        .toList();
  }

  private static Map<String, String> said(ImportMapping mapping, String key) {
    return mapping.values().getOrDefault(key, Map.of());
  }

  /** Looks through the whole file of an import. */
  ValueScan.Seen look(
      ImportRun run, ImportMapping mapping, RowImporter importer, CurrentUser actor) {
    return scan.look(
        run.id().id(),
        run.settings(),
        mapping,
        importer,
        field -> !choices(run, importer, field, actor).isEmpty());
  }

  private static boolean isCalled(String meaning, String value, List<Choice> choices) {
    return choices.stream()
        .filter(c -> c.value().equals(meaning))
        .anyMatch(c -> Words.key(c.label()).equals(Words.key(value)));
  }

  /**
   * Has files that were rehearsed together rehearsed again, since one of them is read or meant
   * otherwise.
   *
   * @throws RefusedException when they are on their way
   */
  void reopen(ImportRun run) {
    if (run.set().isPresent()) {
      require(run.set().get(), Set.of(State.PREPARING, State.CHECKED));
      put(run.set().get(), State.PREPARING);
    }
  }

  /**
   * Begins to rehearse all of them.
   *
   * @return the first
   * @throws RefusedException while somebody still has to explain values, or once the run has begun
   */
  ImportRun rehearse(Together set, Instant now) {
    require(set.id(), Set.of(State.PREPARING, State.CHECKED));
    List<ImportRun> all = runs.findBySet(set.id());
    if (all.isEmpty() || all.stream().anyMatch(ImportRun::asks)) {
      throw new RefusedException("imports.set.refused.asks");
    }
    forgetGhosts(all);
    for (ImportRun run : all) {
      run.mean(run.mapping().orElseThrow());
      runs.save(run);
    }
    put(set.id(), State.CHECKING);
    return check(all.get(0), now);
  }

  /**
   * Begins to bring all of them in; answers the first.
   *
   * @throws RefusedException when something was changed since they were rehearsed together
   */
  ImportRun start(Together set, Instant now) {
    require(set.id(), Set.of(State.CHECKED));
    List<ImportRun> all = runs.findBySet(set.id());
    if (all.stream().anyMatch(run -> run.state() != ImportState.CHECKED)) {
      throw new RefusedException("imports.refused.notChecked");
    }
    put(set.id(), State.RUNNING);
    return start(all.get(0), now);
  }

  /**
   * Holds all of them up after the batch that is under way; sent between two files, the next one
   * waits before its first row.
   *
   * @throws RefusedException unless they are coming in
   */
  void pause(Together set, Instant now) {
    require(set.id(), Set.of(State.RUNNING));
    List<ImportRun> all = runs.findBySet(set.id());
    if (all.stream().anyMatch(run -> run.state() == ImportState.PAUSED)) {
      return;
    }
    all.stream()
        .filter(run -> run.state() == ImportState.RUNNING)
        .findFirst()
        .or(() -> next(all).map(run -> start(run, now)))
        .ifPresent(run -> passes.askToPause(run.id().id(), true));
  }

  /**
   * Goes on where they were held up; answers the one that was, empty when none is any more.
   *
   * @throws RefusedException unless they are coming in
   */
  Optional<ImportRun> resume(Together set) {
    require(set.id(), Set.of(State.RUNNING));
    Optional<ImportRun> held = held(set);
    held.ifPresent(ImportRun::resume);
    return held.map(runs::save);
  }

  /**
   * Removes files of which nothing was written; answers how many.
   *
   * @throws RefusedException once the run has begun, and while they are rehearsed
   */
  int discard(Together set) {
    require(set.id(), Set.of(State.PREPARING, State.CHECKED));
    List<ImportRun> all = runs.findBySet(set.id());
    if (all.stream().anyMatch(run -> !run.state().isPreparing())) {
      throw new RefusedException("imports.refused.begun");
    }
    jdbc.sql("delete from integration.import_run where set_id = ?").param(set.id()).update();
    jdbc.sql("delete from integration.import_set where id = ?").param(set.id()).update();
    return all.size();
  }

  /** The one at which they are held up. */
  @Transactional(readOnly = true)
  Optional<ImportRun> held(Together set) {
    return runs.findBySet(set.id()).stream()
        .filter(run -> run.state() == ImportState.PAUSED)
        .findFirst();
  }

  private static Optional<ImportRun> next(List<ImportRun> all) {
    return all.stream().filter(r -> r.state() == ImportState.CHECKED).findFirst();
  }

  /** Begins to take all of it back; answers the last that brought something. */
  ImportRun undo(Together set, Instant now) {
    require(set.id(), Set.of(State.DONE));
    put(set.id(), State.UNDOING);
    return nextToUndo(runs.findBySet(set.id()), now)
        .orElseThrow(() -> new RefusedException("imports.refused.nothingToUndo"));
  }

  /**
   * What is to be done after a file is through, of those that came with it.
   *
   * @return the one to go on with; empty when there is none
   */
  Optional<UUID> advance(UUID after, Instant now) {
    ImportRun done = runs.findById(new ImportRunId(after)).orElse(null);
    if (done == null || done.set().isEmpty()) {
      return Optional.empty();
    }
    UUID set = done.set().get();
    State state = lock(set);
    List<ImportRun> all = runs.findBySet(set);
    Optional<ImportRun> working = all.stream().filter(r -> r.state().isWorking()).findFirst();
    if (working.isPresent() || !state.isWorking()) {
      return working.map(r -> r.id().id()).filter(id -> !id.equals(after));
    }
    Optional<ImportRun> next =
        switch (state) {
          case CHECKING -> nextToCheck(set, done, all, now);
          case RUNNING -> nextToRun(set, done, all, now);
          default -> nextToUndo(all, now);
        };
    if (next.isEmpty() && state == State.UNDOING) {
      put(set, State.UNDONE);
    }
    return next.map(r -> r.id().id());
  }

  /** The file that is under way of those that came with this one; itself when it came alone. */
  @Transactional(readOnly = true)
  UUID underWay(UUID first) {
    return runs.findById(new ImportRunId(first))
        .flatMap(ImportRun::set)
        .flatMap(set -> runs.findBySet(set).stream().filter(r -> r.state().isWorking()).findFirst())
        .map(run -> run.id().id())
        .orElse(first);
  }

  /**
   * Ends what files that came together were at, since one of them failed again and again; what came
   * in until then stays, and can be taken back.
   */
  void giveUp(UUID failed) {
    Optional<UUID> set = runs.findById(new ImportRunId(failed)).flatMap(ImportRun::set);
    set.ifPresent(
        id -> {
          State state = lock(id);
          if (state.isWorking()) {
            put(id, state == State.CHECKING ? State.PREPARING : State.DONE);
            forgetGhosts(runs.findBySet(id));
          }
        });
  }

  private Optional<ImportRun> nextToCheck(
      UUID set, ImportRun done, List<ImportRun> all, Instant now) {
    if (done.state() != ImportState.CHECKED) {
      put(set, State.PREPARING);
      forgetGhosts(all);
      return Optional.empty();
    }
    Optional<ImportRun> next =
        all.stream().filter(r -> r.state() != ImportState.CHECKED).findFirst();
    if (next.isEmpty()) {
      put(set, State.CHECKED);
      forgetGhosts(all);
    }
    return next.map(run -> check(run, now));
  }

  private Optional<ImportRun> nextToRun(
      UUID set, ImportRun done, List<ImportRun> all, Instant now) {
    if (done.state() == ImportState.PAUSED) {
      return Optional.empty();
    }
    Optional<ImportRun> next = done.state() == ImportState.DONE ? next(all) : Optional.empty();
    if (next.isEmpty()) {
      put(set, State.DONE);
    }
    // Asked for while the last rows of a file were under way, it holds up the next one.
    boolean held =
        passes.find(done.id().id(), PassKind.RUN).filter(Progress::pauseAsked).isPresent();
    Optional<ImportRun> started = next.map(run -> start(run, now));
    started.filter(run -> held).ifPresent(run -> passes.askToPause(run.id().id(), true));
    return started;
  }

  private Optional<ImportRun> nextToUndo(List<ImportRun> all, Instant now) {
    List<ImportRun> last = new ArrayList<>(all);
    Collections.reverse(last);
    return last.stream()
        .filter(r -> r.state().isEnded() && EffectLog.count(jdbc, r.id().id()) > 0)
        .findFirst()
        .map(run -> undo(run, run.owner(), now));
  }

  /** Begins the rehearsal of one file. */
  ImportRun check(ImportRun run, Instant now) {
    run.rehearse();
    passes.begin(run.id().id(), PassKind.CHECK, null, run.owner(), now);
    return runs.save(run);
  }

  private ImportRun start(ImportRun run, Instant now) {
    run.start();
    Progress check = passes.find(run.id().id(), PassKind.CHECK).orElseThrow();
    passes.begin(run.id().id(), PassKind.RUN, check.handled(), run.owner(), now);
    note(run, run.owner(), "import-started", check.summary());
    return runs.save(run);
  }

  private ImportRun undo(ImportRun run, UserId actor, Instant now) {
    run.undo();
    passes.begin(run.id().id(), PassKind.UNDO, EffectLog.count(jdbc, run.id().id()), actor, now);
    note(run, actor, "import-undo-started", null);
    return runs.save(run);
  }

  private void note(ImportRun run, UserId actor, String action, @Nullable String summary) {
    audit.note(
        users.acting(actor),
        action,
        new AuditTrail.Subject("import", run.id().id(), run.fileName()),
        null,
        summary);
  }

  private void forgetGhosts(List<ImportRun> all) {
    all.forEach(run -> new GhostTable(jdbc, run.id().id()).forget());
  }

  private void require(UUID set, Set<State> allowed) {
    if (!allowed.contains(lock(set))) {
      throw new RefusedException("imports.set.refused.state");
    }
  }

  private State lock(UUID set) {
    return jdbc.sql("select state from integration.import_set where id = ? for update")
        .param(set)
        .query((rs, n) -> State.valueOf(rs.getString(1)))
        .single();
  }

  private void put(UUID set, State state) {
    jdbc.sql("update integration.import_set set state = ? where id = ?")
        .params(state.name(), set)
        .update();
  }
}
