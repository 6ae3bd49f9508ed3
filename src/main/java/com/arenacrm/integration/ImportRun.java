package com.arenacrm.integration;

import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.AbstractAggregateRoot;

/**
 * A file that somebody brings in. It goes from upload by reading, meaning and rehearsal to the run,
 * and perhaps back again by undo; who may do what when is here, the counting is in its passes.
 */
@Entity
@Table(schema = "integration", name = "import_run")
class ImportRun extends AbstractAggregateRoot<ImportRun> {

  @EmbeddedId private ImportRunId id;
  private String importer;
  private String fileName;
  private long fileBytes;
  private long fileLines;

  @Enumerated(EnumType.STRING)
  private ImportState state = ImportState.UPLOADED;

  @JdbcTypeCode(SqlTypes.JSON)
  private ImportSettings settings;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable ImportMapping mapping;

  private @Nullable UUID setId;
  private @Nullable Integer setPosition;
  private boolean asks;

  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected ImportRun() {}

  ImportRun(
      ImportRunId id,
      String importer,
      String fileName,
      long fileBytes,
      long fileLines,
      ImportSettings settings,
      UserId actor,
      Instant now) {
    this.id = id;
    this.importer = importer;
    this.fileName = fileName;
    this.fileBytes = fileBytes;
    this.fileLines = fileLines;
    this.settings = settings;
    this.createdBy = actor.id();
    this.createdAt = now;
  }

  public ImportRunId id() {
    return id;
  }

  /** Key of the {@link RowImporter}. */
  public String importer() {
    return importer;
  }

  public String fileName() {
    return fileName;
  }

  public long fileBytes() {
    return fileBytes;
  }

  /** Lines of the file, or rows of the table that is read of it. */
  public long fileLines() {
    return settings.converted() == null ? fileLines : settings.converted().chosen().lines();
  }

  public ImportState state() {
    return state;
  }

  public ImportSettings settings() {
    return settings;
  }

  public Optional<ImportMapping> mapping() {
    return Optional.ofNullable(mapping);
  }

  /** Of which files it is one that came together, if it is. */
  public Optional<UUID> set() {
    return Optional.ofNullable(setId);
  }

  /** Whether somebody still has to say what values of its cells mean. */
  public boolean asks() {
    return asks;
  }

  /**
   * Makes it one of several files that came together.
   *
   * @param position in which order they come in, from 1
   */
  void join(UUID set, int position) {
    setId = set;
    setPosition = position;
  }

  /** Says what the columns mean as far as could be guessed. */
  void propose(ImportMapping mapping, boolean asks) {
    mean(mapping);
    this.asks = asks;
  }

  /** Says what columns and values mean, so that nothing is left to ask. */
  void answer(ImportMapping mapping) {
    propose(mapping, false);
  }

  public Instant createdAt() {
    return createdAt;
  }

  public UserId owner() {
    return new UserId(createdBy);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /**
   * Settles how the file is read; what was said of its columns is forgotten where the columns
   * change.
   *
   * @throws RefusedException once the run has begun
   */
  void read(ImportSettings settings, boolean sameColumns) {
    requirePreparing();
    this.settings = settings;
    if (!sameColumns) {
      mapping = null;
    }
    asks = setId != null;
    state = ImportState.READ;
  }

  /** Says what the columns mean, without beginning the rehearsal. */
  void mean(ImportMapping mapping) {
    requirePreparing();
    this.mapping = mapping;
    state = ImportState.READ;
  }

  /**
   * Begins the rehearsal.
   *
   * @throws RefusedException before the columns have a meaning, or once the run has begun
   */
  void rehearse() {
    requirePreparing();
    if (mapping == null) {
      throw new RefusedException("imports.refused.notMapped");
    }
    state = ImportState.CHECKING;
    asks = false;
  }

  void checked() {
    requireState(ImportState.CHECKING);
    state = ImportState.CHECKED;
  }

  /** The file cannot be read as it was said; the person may say otherwise. */
  void refuseFile() {
    requireState(ImportState.CHECKING);
    state = ImportState.REFUSED;
  }

  /** The rehearsal is given up. */
  void stopRehearsing() {
    requireState(ImportState.CHECKING);
    state = ImportState.READ;
  }

  /**
   * Begins the run.
   *
   * @throws RefusedException unless a rehearsal has just been done
   */
  void start() {
    if (state != ImportState.CHECKED) {
      throw new RefusedException("imports.refused.notChecked");
    }
    state = ImportState.RUNNING;
  }

  /** Holds it up after the batch that is done. */
  void pause() {
    requireState(ImportState.RUNNING);
    state = ImportState.PAUSED;
  }

  /**
   * Goes on where it was held up.
   *
   * @throws RefusedException unless it is held up
   */
  void resume() {
    if (state != ImportState.PAUSED) {
      throw new RefusedException("imports.refused.notPaused");
    }
    state = ImportState.RUNNING;
  }

  void done() {
    requireState(ImportState.RUNNING);
    state = ImportState.DONE;
  }

  void cancelled() {
    requireState(ImportState.RUNNING);
    state = ImportState.CANCELLED;
  }

  void failed() {
    requireState(ImportState.RUNNING);
    state = ImportState.FAILED;
  }

  /**
   * Begins to take back what the run wrote.
   *
   * @throws RefusedException unless a run has ended, or was undone already
   */
  void undo() {
    if (!state.isEnded()) {
      throw new RefusedException("imports.refused.notUndoable");
    }
    state = ImportState.UNDOING;
  }

  /** Some of it could not be taken back for a failure; it may be tried again. */
  void failedToUndo() {
    requireState(ImportState.UNDOING);
    state = ImportState.FAILED;
  }

  void undone() {
    requireState(ImportState.UNDOING);
    state = ImportState.UNDONE;
  }

  private void requirePreparing() {
    if (!state.isPreparing()) {
      throw new RefusedException("imports.refused.begun");
    }
  }

  private void requireState(ImportState expected) {
    if (state != expected) {
      throw new IllegalStateException("Import " + id + " is " + state + ", not " + expected);
    }
  }
}
