package com.arenacrm.icp;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's part in buying, and how to talk to them (R044, R045).
 *
 * @param name who: the chef, the owner, whoever pays
 * @param reality what their day is like and what worries them
 * @param words words to use with them, and to avoid
 * @param solution how the product solves what worries them
 */
public record BuyingRole(
    String name, @Nullable String reality, @Nullable String words, @Nullable String solution) {}
