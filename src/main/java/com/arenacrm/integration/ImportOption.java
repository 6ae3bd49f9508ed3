package com.arenacrm.integration;

import java.util.List;

/**
 * A choice for the whole file.
 *
 * @param key names it in the mapping; never changes
 * @param label message key of its name
 * @param hint message key of a sentence that explains it
 * @param required whether one must be chosen
 * @param choices what can be chosen
 */
public record ImportOption(
    String key, String label, String hint, boolean required, List<Choice> choices) {}
