package com.arenacrm.pipeline.forecast;

import com.arenacrm.pipeline.Stage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a deal counts as, and who says so.
 *
 * @param open whether it is still worked; what has ended counts as what it brought
 * @param owner who has it; null when nobody does
 * @param ofStage what its stage says
 * @param said what was said of this deal; null where its stage decides
 * @param by who said so
 * @param version that of what was said; 0 where nothing was
 */
record DealForecast(
    UUID deal,
    String name,
    boolean open,
    @Nullable UUID owner,
    String stage,
    Stage.Forecast ofStage,
    Stage.@Nullable Forecast said,
    @Nullable UUID by,
    @Nullable Instant at,
    int version) {

  /** What it counts as. */
  public Stage.Forecast category() {
    return said == null ? ofStage : said;
  }
}
