package com.arenacrm.icp.research;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.shared.HourglassPhase;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a research note says. It is about a profile, a company or a market, or several of these.
 *
 * @param market in the words of whoever wrote it
 * @param phase TRY or BUY when it says what experience customers expect there (R076)
 * @param source who or what it comes from
 * @param foundOn the day of the source, not of the note
 */
public record Finding(
    @Nullable ProfileId profile,
    @Nullable CompanyId company,
    @Nullable String market,
    ResearchMethod method,
    @Nullable HourglassPhase phase,
    String title,
    String text,
    String source,
    @Nullable String link,
    LocalDate foundOn) {

  public Finding {
    if (profile == null && company == null && market == null) {
      throw new IllegalArgumentException("A finding is about something");
    }
    if (phase != null && phase != HourglassPhase.TRY && phase != HourglassPhase.BUY) {
      throw new IllegalArgumentException("Experience is expected when trying or buying");
    }
  }
}
