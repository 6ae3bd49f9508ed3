package com.arenacrm.identity;

import com.arenacrm.identity.UserNames.Colleague;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose leads and deals somebody sees, as a condition that every query over them carries. What is
 * out of scope does not exist for the viewer: not in lists, totals, searches or exports (Q20, Q21).
 *
 * @param all whether everything is visible
 * @param owners otherwise, the sales people whose records are visible; never empty
 */
public record Scope(boolean all, List<UUID> owners) {

  /** The name of the query parameter that {@link #condition} uses. */
  public static final String PARAMETER = "scopeOwners";

  /**
   * The condition for an SQL query, to be joined with {@code and}.
   *
   * @param ownerColumn the column that names the sales person in charge; a constant of the code,
   *     never input
   */
  public String condition(String ownerColumn) {
    return all ? "true" : ownerColumn + " in (:" + PARAMETER + ")";
  }

  /** Those of these people whose records are visible. */
  public List<Colleague> among(List<Colleague> people) {
    return people.stream().filter(c -> covers(Optional.of(c.id()))).toList();
  }

  /** Whether a record of this owner is visible; one without an owner only where all is. */
  public boolean covers(Optional<UserId> owner) {
    return all || owner.map(o -> owners.contains(o.id())).orElse(false);
  }
}
