/**
 * What follows from winning a deal: whoever keeps what customers bought is told in the same
 * transaction.
 *
 * <p>Words: {@code Purchasing}, declared here and known on a higher floor.
 */
@NamedInterface("wins")
@NullMarked
package com.arenacrm.pipeline.wins;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
