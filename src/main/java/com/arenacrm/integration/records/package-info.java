/**
 * What importers of many modules need to read, make, change and restore the rows of their tables by
 * a few statements for each batch.
 */
@NamedInterface("records")
@NullMarked
package com.arenacrm.integration.records;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
