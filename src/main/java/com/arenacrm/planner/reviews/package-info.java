/**
 * What people say of us in public: reviews and mentions, what we answered, and how it goes from
 * month to month.
 *
 * <p>Tables: {@code mention} of schema {@code planner}. Words: {@code Mention}, {@code Tone}.
 */
@NamedInterface("reviews")
@NullMarked
package com.arenacrm.planner.reviews;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
