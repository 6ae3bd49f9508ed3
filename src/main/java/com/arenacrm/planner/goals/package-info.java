/**
 * What marketing and sales mean to reach together in a quarter (R035). Tables: {@code
 * planner.goal}, {@code planner.goal_quarter}. Words: {@code Measure}, {@code Goal}.
 */
@NamedInterface("goals")
@NullMarked
package com.arenacrm.planner.goals;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
