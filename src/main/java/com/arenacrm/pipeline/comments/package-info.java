/**
 * What our own people say to one another about a deal, a lead, a person or a company, marketing
 * included, and whom they call by name. It is no contact with the customer, so it leaves the clock
 * of idleness as it is.
 *
 * <p>Tables: {@code comment}, {@code comment_mention} of schema {@code pipeline}. Words: {@code
 * Comment}, {@code Topic}, {@code Mentions}.
 */
@NamedInterface("comments")
@NullMarked
package com.arenacrm.pipeline.comments;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
