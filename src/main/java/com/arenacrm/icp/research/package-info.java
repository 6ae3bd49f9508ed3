/**
 * What we found out about the customers we want, about a company or a market, with its source and
 * its day; and whether a profile, which begins as a guess, has been found true.
 *
 * <p>Tables: {@code research_note}, {@code research_note_before}, {@code validation} and {@code
 * validation_evidence} of schema {@code icp}. Words: {@code ResearchNote}, {@code Validation}
 * (hypothesis, validated, refuted).
 */
@NamedInterface("research")
@NullMarked
package com.arenacrm.icp.research;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
