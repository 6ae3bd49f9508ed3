package com.arenacrm.leads.survey;

import com.arenacrm.leads.TrialId;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All surveys. */
interface SurveyRecords extends Repository<Survey, SurveyId> {

  Survey save(Survey survey);

  Optional<Survey> findById(SurveyId id);

  Optional<Survey> findByHash(byte[] hash);

  Optional<Survey> findByTrialAndVoidedAtIsNull(TrialId trial);
}
