package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactWork.Asked;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.lists.ListState;
import com.arenacrm.lists.Neighbourhood;
import com.arenacrm.lists.Neighbours;
import com.arenacrm.lists.WorkList;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where a person or a company stands in the list that it was opened from. */
@Component
class ContactPlaces {

  private final ContactLists lists;
  private final SavedFilters filters;
  private final AccountRisks risks;
  private final Neighbourhood neighbourhood;

  ContactPlaces(
      ContactLists lists, SavedFilters filters, AccountRisks risks, Neighbourhood neighbourhood) {
    this.lists = lists;
    this.filters = filters;
    this.risks = risks;
    this.neighbourhood = neighbourhood;
  }

  /**
   * What a list is narrowed to besides what is typed.
   *
   * @param segment null where it is narrowed to none
   * @param gone whether it is narrowed to one that is no more
   * @param among only these; null for all
   */
  record Within(@Nullable Saved segment, boolean gone, @Nullable PeopleQuery among) {}

  Within within(boolean companies, Asked asked, CurrentUser viewer, Instant now) {
    PeopleQuery among = companies && asked.risk() ? risks.companies(viewer, now) : null;
    if (asked.segment() == null) {
      return new Within(null, false, among);
    }
    Optional<Saved> segment =
        filters.find(asked.segment()).filter(s -> !companies || s.companies());
    return new Within(segment.orElse(null), segment.isEmpty(), among);
  }

  /** The place of a record; null where it came from no list. */
  @Nullable Neighbours of(
      UUID record, WorkList list, @Nullable String from, CurrentUser viewer, Instant now) {
    if (from == null) {
      return null;
    }
    ListState state = ListState.parse(list, from);
    boolean companies = list.key().equals(ContactWork.COMPANIES);
    Asked asked = Asked.of(state.query());
    Within within = within(companies, asked, viewer, now);
    if (within.gone()) {
      return null;
    }
    Neighbours place =
        neighbourhood.of(record, state, lists.source(companies, asked, within, false));
    // What the list found by its sound, it has beside one another by its sound.
    return place.total() > 0 || asked.q().isBlank()
        ? place
        : neighbourhood.of(record, state, lists.source(companies, asked, within, true));
  }
}
