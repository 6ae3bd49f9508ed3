/**
 * What modules of the floors below ask of plans without knowing of them: which activities still
 * tell a story. Nobody else needs these.
 */
@NullMarked
package com.arenacrm.planner.answers;

import org.jspecify.annotations.NullMarked;
