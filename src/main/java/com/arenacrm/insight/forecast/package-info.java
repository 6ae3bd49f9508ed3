/**
 * What will be won, month by month: committed, possible and weighted, as it stands and as it stood
 * at the start of each week; what changed since, to the cent; and how right it was (complaint 22).
 *
 * <p>Addresses: {@code /reports/forecast}. Tables: {@code forecast_snapshot} and {@code
 * forecast_deal} of schema {@code insight}. Words: {@code Part}, {@code Bridge}, {@code Snapshots},
 * {@code Accuracy}.
 */
@NamedInterface("forecast")
@NullMarked
package com.arenacrm.insight.forecast;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
