/**
 * Several ways of selling side by side, each with stages of its own.
 *
 * <p>Table: {@code track} of schema {@code pipeline}. Word: {@code Track}.
 */
@NamedInterface("tracks")
@NullMarked
package com.arenacrm.pipeline.tracks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
