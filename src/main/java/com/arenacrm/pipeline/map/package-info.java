/**
 * The contact map of a deal: who decides, who uses, who pays, who blocks, and who is missing (R044,
 * R082).
 */
@NullMarked
package com.arenacrm.pipeline.map;

import org.jspecify.annotations.NullMarked;
