/**
 * Small things to do: anybody's own, or given to a colleague, about a person, a company or a deal,
 * or about nothing of these. They stand in the day of whoever has them, and on the page of what
 * they are about (R063). A lead is a person being qualified, so what is to be done about a lead is
 * a task of its person.
 *
 * <p>Table: {@code task} of schema {@code pipeline}. Words: {@code Task} (open, done).
 */
@NamedInterface("tasks")
@NullMarked
package com.arenacrm.pipeline.tasks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
