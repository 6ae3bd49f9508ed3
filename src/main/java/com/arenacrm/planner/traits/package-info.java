/**
 * What people have in common beyond what stands on their cards, such as how keen they are or
 * whether they have bought: audiences are narrowed to it (R038). {@link Arrival} says how a phase
 * is come to by something else than an activity, {@link Answers} what counts as an answer to
 * invitations (R041). Each floor answers for what it knows.
 */
@NamedInterface("traits")
@NullMarked
package com.arenacrm.planner.traits;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
