/**
 * What modules of the floors below ask of deals without knowing of them: which records a merge
 * moves, which stories and offers are used, which accounts are at risk. Nobody else needs these.
 */
@NullMarked
package com.arenacrm.pipeline.answers;

import org.jspecify.annotations.NullMarked;
