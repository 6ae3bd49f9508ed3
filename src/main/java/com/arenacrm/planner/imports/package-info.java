/**
 * Activities out of files: what was planned and done before Arena, or elsewhere; who met which of
 * them; and which of them a row of another file names.
 *
 * <p>Tables: {@code activity}, {@code occurrence} and {@code touch} in schema {@code planner}.
 */
@NamedInterface("imports")
@NullMarked
package com.arenacrm.planner.imports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
