/**
 * Reasons to talk to a customer today that are no deals: renewals, and the moment to ask for a
 * recommendation.
 *
 * <p>What they are, the floor above knows, and declares it. Words: {@code Moment}.
 */
@NamedInterface("moments")
@NullMarked
package com.arenacrm.pipeline.moments;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
