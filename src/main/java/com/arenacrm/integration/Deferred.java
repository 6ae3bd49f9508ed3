package com.arenacrm.integration;

/**
 * Work that a row put off until all rows were read.
 *
 * @param line of the row
 * @param work JSON of the importer's own making
 */
public record Deferred(long line, String work) {}
