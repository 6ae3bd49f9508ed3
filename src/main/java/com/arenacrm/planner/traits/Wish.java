package com.arenacrm.planner.traits;

import org.jspecify.annotations.Nullable;

/**
 * That people should have a trait.
 *
 * @param trait its key
 */
public record Wish(String trait, @Nullable String choice, @Nullable Integer number) {}
