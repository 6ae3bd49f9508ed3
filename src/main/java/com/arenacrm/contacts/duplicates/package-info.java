/**
 * Duplicates: two people or two companies that may be one, how sure that is and why; merging them,
 * field by field, with all that hangs on them; and taking a merge back for thirty days (R005).
 *
 * <p>Tables: {@code duplicate*}, {@code merge*} and {@code alias} in schema {@code contacts}.
 * Words: {@code Duplicate}, {@code Likeness}, {@code Merge}.
 */
@ApplicationModule(
    displayName = "Duplicates",
    allowedDependencies = {"shared", "platform", "identity", "notifications", "contacts"})
@NullMarked
package com.arenacrm.contacts.duplicates;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
