package com.arenacrm.integration;

/**
 * Something that can be chosen.
 *
 * @param value as forms and rows carry it
 * @param label as people read it
 */
public record Choice(String value, String label) {}
