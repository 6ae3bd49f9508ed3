/**
 * Data in and out by machine: files of records that come in, whatever they hold.
 *
 * <p>A module that owns records implements {@link com.arenacrm.integration.RowImporter} for what a
 * file may bring in, and {@link com.arenacrm.integration.RecordKind} for taking it back. This
 * module does the rest: the upload, reading the file, the pages, the rehearsal, the run in the
 * background, the error file and the undo. It knows no business word (docs/adr/0004).
 *
 * <p>Tables: schema {@code integration}. Words: {@code ImportRun}, {@code RowImporter}, {@code
 * ImportPass} (one way through the file: rehearsal or run), {@code Outcome} (what becomes of a
 * row), {@code Effect} (what was written, so that it can be undone), {@code Ghost} (what a
 * rehearsal would have written).
 */
@ApplicationModule(
    displayName = "Integration",
    allowedDependencies = {"shared", "platform", "identity", "notifications"})
@NullMarked
package com.arenacrm.integration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
