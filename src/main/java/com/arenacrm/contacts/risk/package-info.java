/**
 * Which accounts are at risk, because something that was promised to them is overdue (R066).
 *
 * <p>What is overdue, the modules of the floors above know, and declare it. Words: {@code
 * AccountRisk}.
 */
@NamedInterface("risk")
@NullMarked
package com.arenacrm.contacts.risk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
