/**
 * No lead lies idle in somebody's drawer (R065): what nobody talks to goes back to the pool after a
 * notice, whoever has room takes it there, and a seller puts a lead aside for some days with a
 * reason, twice at most.
 *
 * <p>Tables: {@code pool_rule}, {@code pool_notice}, {@code pool_return} and {@code snooze} of
 * schema {@code leads}. Words: {@code PoolRule}, {@code Idle}, {@code Snooze}, {@code LeadDeals}.
 */
@NamedInterface("pool")
@NullMarked
package com.arenacrm.leads.pool;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
