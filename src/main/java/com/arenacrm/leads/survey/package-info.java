/**
 * What people say after they have tried something: three questions at a secret address, asked once,
 * answered once (R076).
 *
 * <p>Tables: {@code survey} and {@code survey_try} of schema {@code leads}. Words: {@code Survey}
 * (open, answered, expired, void).
 */
@NamedInterface("survey")
@NullMarked
package com.arenacrm.leads.survey;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
