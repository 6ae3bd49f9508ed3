/**
 * The words that all modules use: phases, weeks, money, addresses. Plain values without tables and
 * without Spring; at most fifteen types.
 */
@ApplicationModule(
    displayName = "Shared words",
    allowedDependencies = {})
@NullMarked
package com.arenacrm.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
