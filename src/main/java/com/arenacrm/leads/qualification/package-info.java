/**
 * What the company means by a qualified prospect: the five facts (R056) and the criteria that both
 * teams agree on, edition by edition, each signed by one of marketing and one of sales (R039,
 * R061); and what sellers find when they check a lead against it (R101).
 *
 * <p>Tables: {@code definition} with its {@code definition_criterion}, {@code definition_signature}
 * and {@code definition_objection}; {@code criterion_answer}; {@code handoff_check}; all of schema
 * {@code leads}. Words: {@code Definition} (draft, proposed, in force, replaced), {@code Criterion}
 * (required or not).
 */
@NamedInterface("qualification")
@NullMarked
package com.arenacrm.leads.qualification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
