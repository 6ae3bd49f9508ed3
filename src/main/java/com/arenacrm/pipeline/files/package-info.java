/**
 * Files at a deal. Each is told by what is in it, kept as it came, and only ever downloaded.
 *
 * <p>Table: {@code deal_file} of schema {@code pipeline}. Words: {@code DealFile}.
 */
@NamedInterface("files")
@NullMarked
package com.arenacrm.pipeline.files;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
