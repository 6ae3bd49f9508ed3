package com.arenacrm.leads.likelihood;

import com.arenacrm.leads.likelihood.LeakCheck.Suspicion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time that Arena learned how likely leads are to buy.
 *
 * @param outcomes how many leads had ended, or been open for too long
 * @param bought how many of those bought
 * @param quality how well it foretold those that came later; null when there was too little to try
 * @param doubts the facts that were doubted, and why
 * @param fields all facts that were known of any
 */
record Learning(
    UUID id,
    Instant at,
    Verdict verdict,
    int outcomes,
    int bought,
    @Nullable Quality quality,
    Map<String, Suspicion> doubts,
    List<String> fields) {}
