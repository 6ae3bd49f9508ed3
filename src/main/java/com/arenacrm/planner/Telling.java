package com.arenacrm.planner;

import com.arenacrm.platform.Formats;
import com.arenacrm.playbook.Kit.OfferCard;
import com.arenacrm.playbook.Playbook;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Which stories and offers the form of an activity lets choose. */
@Component
class Telling {

  private final Playbook playbook;
  private final Clock clock;

  Telling(Playbook playbook, Clock clock) {
    this.playbook = playbook;
    this.clock = clock;
  }

  /** Puts what can be told and offered into the model of the form. */
  void offer(Model model, @Nullable ActivityDetails present, Formats show) {
    model.addAttribute(
        "storyChoices", playbook.storyChoices(present == null ? null : present.story()));
    model.addAttribute(
        "offerChoices", playbook.offerChoices(present == null ? null : present.offer(), show));
    model.addAttribute(
        "chosenOffer",
        present == null || present.offer() == null
            ? null
            : playbook
                .offer(present.offer(), show.day(clock.instant()))
                .map(OfferCard::better)
                .orElse(null));
  }

  /**
   * What can be chosen.
   *
   * @param ids of stories and offers
   * @param whyNoOffer the key of why another offer cannot be
   */
  record Choices(List<UUID> ids, Function<UUID, String> whyNoOffer) {}

  /** All that can be chosen. */
  Choices choices(@Nullable ActivityDetails present, LocalDate today) {
    return new Choices(
        playbook.toChoose(
            present == null ? null : present.story(),
            present == null ? null : present.offer(),
            today),
        offer -> playbook.refusalOf(offer, today));
  }
}
