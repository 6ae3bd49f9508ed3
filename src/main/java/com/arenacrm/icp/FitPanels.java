package com.arenacrm.icp;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactScores;
import com.arenacrm.contacts.ContactScores.Band;
import com.arenacrm.contacts.ContactScores.Scored;
import com.arenacrm.contacts.ContactScores.Tally;
import com.arenacrm.contacts.Facts;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.Scorecard;
import com.arenacrm.icp.FitPanel.Counts;
import com.arenacrm.icp.FitPanel.Example;
import com.arenacrm.icp.FitPanel.Place;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Counts who fits the rules of an edition, written or still being written. */
@Component
@Transactional(readOnly = true)
class FitPanels {

  private static final int EXAMPLES = 3;
  private static final ProfileId NONE = new ProfileId(new UUID(0, 0));

  private final ContactScores scores;
  private final Folding folding;

  FitPanels(ContactScores scores, Folding folding) {
    this.scores = scores;
    this.folding = folding;
  }

  /**
   * Counts by four statements, however many people there are.
   *
   * @param half how many rules were left out because they are not yet complete
   */
  FitPanel count(EditionText text, int half) {
    Scorecard scorecard = text.scorecard();
    Tally people = scores.tallyPeople(scorecard);
    Tally companies = scores.tallyCompanies(scorecard);
    List<UUID> best = best(people);
    List<UUID> worst = worst(people, best);
    List<UUID> bestCompanies = best(companies);
    List<UUID> worstCompanies = worst(companies, bestCompanies);
    Map<PersonId, Facts> persons =
        scores.factsOfPeople(
            Stream.concat(best.stream(), worst.stream()).map(PersonId::new).toList());
    Map<CompanyId, Facts> firms =
        scores.factsOfCompanies(
            Stream.concat(bestCompanies.stream(), worstCompanies.stream())
                .map(CompanyId::new)
                .toList());
    return new FitPanel(
        Counts.of(people),
        Counts.of(companies),
        FitPanel.lines(scorecard, people),
        people(best, persons, scorecard),
        people(worst, persons, scorecard),
        companies(bestCompanies, firms, scorecard),
        companies(worstCompanies, firms, scorecard),
        half);
  }

  /** How many people stand where, without examples. */
  Counts people(EditionText text) {
    return Counts.of(scores.tallyPeople(text.scorecard()));
  }

  /** The people behind a number, by name. */
  Slice<Example> people(EditionText text, Place place, @Nullable UUID after) {
    Scorecard scorecard = text.scorecard();
    Slice<Scored> page =
        scores.people(scorecard, place == Place.OUT, least(place), most(place), after);
    List<UUID> ids = page.rows().stream().map(Scored::id).toList();
    return new Slice<>(
        people(ids, scores.factsOfPeople(ids.stream().map(PersonId::new).toList()), scorecard),
        page.next());
  }

  /** The companies behind a number, by name. */
  Slice<Example> companies(EditionText text, Place place, @Nullable UUID after) {
    Scorecard scorecard = text.scorecard();
    Slice<Scored> page =
        scores.companies(scorecard, place == Place.OUT, least(place), most(place), after);
    List<UUID> ids = page.rows().stream().map(Scored::id).toList();
    return new Slice<>(
        companies(
            ids, scores.factsOfCompanies(ids.stream().map(CompanyId::new).toList()), scorecard),
        page.next());
  }

  private List<Example> people(List<UUID> ids, Map<PersonId, Facts> known, Scorecard scorecard) {
    List<Example> examples = new ArrayList<>();
    for (UUID id : ids) {
      Facts facts = known.get(new PersonId(id));
      if (facts != null) {
        examples.add(
            new Example(
                true,
                id,
                facts.name(),
                facts.company(),
                Fit.of(NONE, "", scorecard, facts, folding)));
      }
    }
    return examples;
  }

  private List<Example> companies(
      List<UUID> ids, Map<CompanyId, Facts> known, Scorecard scorecard) {
    List<Example> examples = new ArrayList<>();
    for (UUID id : ids) {
      Facts facts = known.get(new CompanyId(id));
      if (facts != null) {
        examples.add(
            new Example(
                false,
                id,
                facts.name(),
                null,
                Fit.of(NONE, "", scorecard.ofCompanies(), facts, folding)));
      }
    }
    return examples;
  }

  /** The best of those that are in and fit at all; bands come from the best score down. */
  private static List<UUID> best(Tally tally) {
    return tally.bands().stream()
        .filter(band -> !band.out() && band.score() > 0)
        .flatMap(band -> band.examples().stream())
        .limit(EXAMPLES)
        .toList();
  }

  /** Those ruled out first, then the lowest scores, and nobody who is among the best. */
  private static List<UUID> worst(Tally tally, List<UUID> best) {
    List<Band> upwards = new ArrayList<>(tally.bands());
    Collections.reverse(upwards);
    return upwards.stream()
        .filter(band -> band.out() || band.score() < Grade.B.least())
        .flatMap(band -> band.examples().stream())
        .filter(id -> !best.contains(id))
        .limit(EXAMPLES)
        .toList();
  }

  private static int least(Place place) {
    return place == Place.OUT ? 0 : Grade.valueOf(place.name()).least();
  }

  private static int most(Place place) {
    return place == Place.OUT ? 0 : Grade.valueOf(place.name()).most();
  }
}
