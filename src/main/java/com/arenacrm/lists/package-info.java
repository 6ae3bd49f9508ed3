/**
 * Work on long lists, the same for leads, people, companies, deals, customers and purchases: views
 * that are saved and shared, the columns that each reader chooses, the next and the previous record
 * of a list, and changing many records in one go. A module with such a list declares it, by {@code
 * WorkList} and {@code BulkEdit}; its rows stay its own.
 *
 * <p>Tables: schema {@code lists}. Words: {@code SavedView}, {@code ListState}, {@code Neighbours},
 * {@code BulkEdit}.
 */
@ApplicationModule(
    displayName = "Lists",
    allowedDependencies = {"shared", "platform", "identity"})
@NullMarked
package com.arenacrm.lists;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
