package com.arenacrm.integration;

import java.util.Set;
import java.util.UUID;

/**
 * A record as a rehearsal would have left it. It stands for the record of the same identifier in
 * the database, if there is one.
 *
 * @param kind the record kind
 * @param id of the record
 * @param keys all keys by which a later row may look for it, such as {@code email:ana@example.com};
 *     at most 2,000 characters each
 * @param content the record, as JSON of the importer's own making
 */
public record Ghost(String kind, UUID id, Set<String> keys, String content) {}
