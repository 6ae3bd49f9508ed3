/**
 * Our own people as files name them: brings them in without access, and finds those that a row of
 * another file means by its owner.
 */
@NamedInterface("colleagues")
@NullMarked
package com.arenacrm.integration.colleagues;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
