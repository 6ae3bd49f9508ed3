/**
 * Who gets which lead, and why (R099): rules in order, turns by weight, how much each seller takes
 * on, and the queue of those that nobody could take.
 *
 * <p>Tables: {@code routing_rule}, {@code routing_member}, {@code routing_turn}, {@code
 * seller_capacity} and {@code assignment} of schema {@code leads}. Words: {@code RoutingRule},
 * {@code Turn}, {@code Decision}.
 */
@NamedInterface("routing")
@NullMarked
package com.arenacrm.leads.routing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
