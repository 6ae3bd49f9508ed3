package com.arenacrm.pipeline.comments;

import com.arenacrm.pipeline.comments.Mentions.Part;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What somebody of our own says about a deal, a lead, a person or a company.
 *
 * @param by who says it
 * @param earlier whether it was said about the lead that the deal comes from
 * @param parts the text in pieces, those that call somebody marked
 */
public record Comment(UUID id, Instant at, UUID by, boolean earlier, List<Part> parts) {}
