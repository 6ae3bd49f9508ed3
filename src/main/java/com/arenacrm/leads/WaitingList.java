package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.lists.ListColumn;
import com.arenacrm.lists.ListState;
import com.arenacrm.lists.Neighbourhood.Source;
import com.arenacrm.lists.WorkList;
import com.arenacrm.platform.Filters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists of what waits, along which one goes from record to record: the parts of marketing's inbox,
 * by leads, and the pool, by handoffs. Nobody chooses their columns or keeps views of them.
 */
public enum WaitingList implements WorkList {
  GATE("/leads/inbox/gate", "inbox.title", MarketingInbox.PAGE),
  RETURNED("/leads/inbox/returned", "inbox.title", MarketingInbox.PAGE),
  POOL("/leads/pool", "pool.title", WaitingList.POOL_PAGE);

  /** Rows of a page of the pool. */
  public static final int POOL_PAGE = 20;

  /** What is in the pool, of handoffs {@code h}. */
  public static final String QUEUED =
      """
      h.to_user is null and h.accepted_at is null and h.rejected_at is null
        and h.withdrawn_at is null""";

  /** The parameter that names the list, for the page of a record that several lists lead to. */
  private static final String IN = "in";

  private static final String WHY = "why";

  private final String path;
  private final String title;
  private final int page;

  WaitingList(String path, String title, int page) {
    this.path = path;
    this.title = title;
    this.page = page;
  }

  @Override
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public List<ListColumn> columns() {
    return List.of();
  }

  @Override
  public Map<String, String> read(Filters address) {
    Map<String, String> said = new LinkedHashMap<>();
    if (key().equals(address.text(IN))) {
      said.put(IN, key());
      Optional.of(address.text(WHY))
          .filter(why -> this == POOL && isPart(why))
          .ifPresent(why -> said.put(WHY, why));
    }
    return said;
  }

  private static boolean isPart(String why) {
    return why.equals("returned") || why.equals("unassigned");
  }

  /** What the address of a record carries that is opened from a page of this list. */
  public String carried(@Nullable String why, @Nullable UUID after) {
    Map<String, String> said = new LinkedHashMap<>(Map.of(IN, key()));
    if (why != null && isPart(why)) {
      said.put(WHY, why);
    }
    return new ListState(key(), path, said, null, false, after).carried();
  }

  /** Where in such a list somebody is; empty when the text names none of these. */
  static Optional<ListState> named(@Nullable String text, WaitingList... among) {
    return Stream.of(among)
        .map(list -> ListState.parse(list, text))
        .filter(state -> !state.query().isEmpty())
        .findFirst();
  }

  /** The condition for a part of the pool, of handoffs {@code h}; empty for all of it. */
  public static String ofPool(@Nullable String why) {
    String came =
        """
         and (select a.way from leads.assignment a where a.handoff_id = h.id
              order by a.at desc, a.id desc limit 1) %s 'RETURNED'
        """;
    return why == null || !isPart(why)
        ? ""
        : came.formatted(why.equals("returned") ? "=" : "is distinct from");
  }

  /** How the list is read. */
  static Source source(ListState state, CurrentUser viewer) {
    WaitingList list = valueOf(state.list().toUpperCase(java.util.Locale.ROOT));
    String scope = viewer.scope().condition("l.sales_owner_id");
    Map<String, Object> owners = Map.of(Scope.PARAMETER, viewer.scope().owners());
    return switch (list) {
      case GATE ->
          new Source(
              "leads.lead",
              "l",
              "row(" + MarketingInbox.KNOWN.formatted("l") + ", l.created_at)",
              true,
              "l.person_name",
              MarketingInbox.BELOW.formatted(scope),
              owners,
              list.page);
      case RETURNED ->
          new Source(
              "leads.lead",
              "l",
              "(select max(h.rejected_at) from leads.handoff h where h.lead_id = l.id)",
              false,
              "l.person_name",
              """
              l.stage = 'OPEN' and %s and l.id in (select h.lead_id from leads.handoff h
                where h.rejected_at is not null and h.return_answer is null)
              """
                  .formatted(scope),
              owners,
              list.page);
      case POOL ->
          new Source(
              "leads.handoff",
              "h",
              "h.due_at",
              false,
              "(select l.person_name from leads.lead l where l.id = h.lead_id)",
              QUEUED + ofPool(state.query().get(WHY)),
              Map.of(),
              list.page);
    };
  }
}
