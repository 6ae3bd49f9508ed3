package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.icp.Edition.State;
import com.arenacrm.icp.FitPanel.Counts;
import com.arenacrm.icp.FitPanel.Place;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writing editions as marketing does it on a page that may have grown stale meanwhile. */
@Component
@Transactional
class Drafts {

  /** Which edition somebody had before their eyes when they began to write. */
  record Seen(int number, int version, int profileVersion) {}

  private final Profiles front;
  private final IdealCustomerProfiles profiles;
  private final Editions editions;
  private final FitPanels panels;

  Drafts(Profiles front, IdealCustomerProfiles profiles, Editions editions, FitPanels panels) {
    this.panels = panels;
    this.front = front;
    this.profiles = profiles;
    this.editions = editions;
  }

  /**
   * Keeps what was written: in the draft, or in a new edition where the latest is signed. Where
   * only the name changed, the edition stays.
   *
   * @return the number of the edition that now holds it
   * @throws StaleVersionException when somebody else changed the profile meanwhile
   * @throws RefusedException when the name is taken, or an edition waits for sales
   */
  int keep(ProfileId id, String name, EditionText text, Seen seen, CurrentUser actor, Instant now) {
    // Held from here on: who writes the same profile at the same moment finds what changed.
    IdealCustomerProfile profile = profiles.hold(id).orElseThrow(NotFoundException::new);
    StaleVersionException.check(seen.profileVersion(), profile.version());
    Edition latest = latest(id);
    StaleVersionException.check(seen.number(), latest.number());
    StaleVersionException.check(seen.version(), latest.version());
    if (profile.retiredAt().isPresent()) {
      throw new RefusedException("icp.retired.closed");
    }
    if (!profile.name().equals(name)) {
      front.requireFree(name, id);
      profile.rename(name);
      profiles.save(profile);
    }
    return latest.text().equals(text) ? latest.number() : front.revise(id, text, actor.id(), now);
  }

  /**
   * Adds what a study of who buys found to the profile's draft, or to a new one where the latest
   * edition is signed; marketing goes on writing it (R040).
   *
   * @return the number of the edition that holds it; empty when it asked for the same already
   * @throws RefusedException when an edition waits for sales, or the profile is retired or full
   */
  Optional<Integer> add(ProfileId id, Criterion found, CurrentUser actor, Instant now) {
    EditionText text = heldText(id);
    if (text.criteria().stream().anyMatch(c -> c.condition().equals(found.condition()))) {
      return Optional.empty();
    }
    if (text.criteria().size() >= EditionText.MOST) {
      throw new RefusedException("icp.tooMany", EditionText.MOST);
    }
    return Optional.of(front.revise(id, text.with(found), actor.id(), now));
  }

  /**
   * What a criterion would do to a profile that already asks for something of the same fact, or
   * whom it would leave without anybody who fits.
   *
   * @param before who fits as it is written now
   * @param added who would, with the criterion added as another rule
   * @param there what it asks of the same fact already; null where nothing
   * @param widened who would, with that rule widened; null where it cannot be
   * @param wide the rule as it would read then; null where it cannot be
   */
  record Foreseen(
      Counts before,
      Counts added,
      @Nullable Criterion there,
      @Nullable Counts widened,
      @Nullable Condition wide) {

    /** Whether fewer would fit best, or a rule stands against it. */
    boolean isDoubtful() {
      return there != null || added.of(Place.A) < before.of(Place.A);
    }
  }

  /** Foresees what {@link #add} would do. */
  Foreseen foresee(ProfileId id, Criterion found) {
    EditionText text = latest(id).text();
    Criterion there =
        text.criteria().stream().anyMatch(c -> c.condition().equals(found.condition()))
            ? null
            : text.asksFor(found.condition().field()).orElse(null);
    Optional<EditionText> widened = text.widened(found);
    Counts before = panels.people(text);
    boolean asked = text.criteria().stream().anyMatch(c -> c.condition().equals(found.condition()));
    return new Foreseen(
        before,
        asked ? before : panels.people(text.with(found)),
        there,
        widened.map(panels::people).orElse(null),
        widened
            .flatMap(t -> t.asksFor(found.condition().field()))
            .map(Criterion::condition)
            .orElse(null));
  }

  /**
   * Widens the rule that asks for the same fact, so that either will do.
   *
   * @return the number of the edition that holds it; empty when there is none to widen any more
   * @throws RefusedException as {@link #add}
   */
  Optional<Integer> widen(ProfileId id, Criterion found, CurrentUser actor, Instant now) {
    return heldText(id).widened(found).map(text -> front.revise(id, text, actor.id(), now));
  }

  /**
   * Adds to the draft, as {@link #add}, that who meets a condition is not wanted.
   *
   * @param why what it rests on, in words; null where nobody said
   * @throws RefusedException as {@link #add}
   */
  Optional<Integer> exclude(
      ProfileId id, Condition found, @Nullable String why, CurrentUser actor, Instant now) {
    EditionText text = heldText(id);
    if (text.exclusions().contains(found)) {
      return Optional.empty();
    }
    if (text.exclusions().size() >= EditionText.MOST) {
      throw new RefusedException("icp.tooMany", EditionText.MOST);
    }
    return Optional.of(front.revise(id, text.without(found, why), actor.id(), now));
  }

  private EditionText heldText(ProfileId id) {
    IdealCustomerProfile profile = profiles.hold(id).orElseThrow(NotFoundException::new);
    if (profile.retiredAt().isPresent()) {
      throw new RefusedException("icp.retired.closed");
    }
    return latest(id).text();
  }

  /**
   * Throws a draft away; the edition in force stays.
   *
   * @throws RefusedException when it is the only edition, or no draft
   */
  void discard(ProfileId id, int number, int version) {
    Edition draft = editions.findByProfileAndNumber(id, number).orElseThrow(NotFoundException::new);
    StaleVersionException.check(version, draft.version());
    if (draft.state() != State.DRAFT) {
      throw new RefusedException("icp.notDraft");
    }
    if (editions.countByProfile(id) == 1) {
      throw new RefusedException("icp.onlyEdition");
    }
    editions.delete(draft);
  }

  private Edition latest(ProfileId id) {
    return editions.findFirstByProfileOrderByNumberDesc(id).orElseThrow(NotFoundException::new);
  }
}
