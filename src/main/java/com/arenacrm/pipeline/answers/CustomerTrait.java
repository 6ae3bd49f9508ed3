package com.arenacrm.pipeline.answers;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.identity.Organizations;
import com.arenacrm.pipeline.wins.Buyers;
import com.arenacrm.planner.traits.Trait;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Whether somebody, or the company where they work, has bought from us, and when last. */
@Component
class CustomerTrait implements Trait {

  private enum Choice {
    YES,
    NO,
    /** In the last months. */
    SINCE,
    /** Bought, but no longer in the last months. */
    BEFORE
  }

  private final ContactSets sets;
  private final Buyers buyers;
  private final Organizations organizations;
  private final MessageSource messages;

  CustomerTrait(
      ContactSets sets, Buyers buyers, Organizations organizations, MessageSource messages) {
    this.sets = sets;
    this.buyers = buyers;
    this.organizations = organizations;
    this.messages = messages;
  }

  @Override
  public String key() {
    return "customer";
  }

  @Override
  public int place() {
    return 40;
  }

  @Override
  public List<Option> options(Locale locale) {
    return Stream.of(Choice.values())
        .map(c -> new Option(c.name(), messages.getMessage("trait.customer." + c, null, locale)))
        .toList();
  }

  @Override
  public Bounds bounds() {
    return new Bounds(1, 120);
  }

  @Override
  public boolean needsNumber(@Nullable String choice) {
    return Choice.SINCE.name().equals(choice) || Choice.BEFORE.name().equals(choice);
  }

  @Override
  public PeopleQuery people(
      @Nullable String choice, @Nullable Integer number, Instant now, String prefix) {
    PeopleQuery all = buyers.people(1, null, prefix);
    if (choice == null || Choice.valueOf(choice) == Choice.YES) {
      return all;
    }
    if (Choice.valueOf(choice) == Choice.NO) {
      return sets.others(all);
    }
    LocalDate today = LocalDate.ofInstant(now, organizations.current().timeZone());
    PeopleQuery lately = buyers.people(1, today.minusMonths(number == null ? 1 : number), prefix);
    return Choice.valueOf(choice) == Choice.SINCE
        ? lately
        : new PeopleQuery(
            "select id from (%s) buyers where id not in (select id from (%s) lately)"
                .formatted(all.sql(), lately.sql()),
            lately.with(all.parameters()));
  }
}
