/**
 * No lead dropped: whoever bought elsewhere, nothing, or fell silent is talked to again on a day
 * (R096), and leads that have been on their way for long are asked how they ended (R094).
 *
 * <p>Tables: {@code recontact} of schema {@code leads}. Words: {@code Recontact} (due, put off,
 * taken up, let be).
 */
@NamedInterface("recontact")
@NullMarked
package com.arenacrm.leads.recontact;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
