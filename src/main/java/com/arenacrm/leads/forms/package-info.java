/**
 * Public forms: what each asks and says in each language, how it looks and where else it stands,
 * what visitors send and what bots send, and that somebody agreed to be written to, word for word.
 *
 * <p>Tables: {@code lead_form}, {@code form_*} and {@code lead_campaign} of schema {@code leads}.
 * Words: {@code LeadForm}, {@code FormDesign}, {@code Suspicion}, {@code Campaign}.
 */
@NamedInterface("forms")
@NullMarked
package com.arenacrm.leads.forms;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
