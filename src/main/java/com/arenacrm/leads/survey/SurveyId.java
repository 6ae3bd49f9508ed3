package com.arenacrm.leads.survey;

import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies a {@link Survey}. */
@Embeddable
public record SurveyId(UUID id) implements Serializable {

  public static SurveyId next() {
    return new SurveyId(TimeOrderedUuid.next());
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
