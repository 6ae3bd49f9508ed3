package com.arenacrm.lists;

import com.arenacrm.identity.CurrentUser;
import java.util.List;
import java.util.UUID;

/**
 * A filter, an order and columns of a list, under a name. It holds no rows: whoever opens it sees
 * those that they may see.
 *
 * @param query filter and order in the list's own spelling
 * @param columns keys of the columns, in order
 * @param first whether the reader begins with it
 */
public record SavedView(
    UUID id,
    String list,
    String name,
    String query,
    List<String> columns,
    Audience audience,
    UUID ownerId,
    boolean first,
    int version) {

  /** Who sees a view besides its owner. */
  public enum Audience {
    ME,
    MARKETING,
    SALES,
    EVERYONE;

    boolean isOpenTo(CurrentUser viewer) {
      return switch (this) {
        case ME -> false;
        case MARKETING -> viewer.isMarketing() || viewer.isManager();
        case SALES -> viewer.isSales() || viewer.isManager();
        case EVERYONE -> true;
      };
    }
  }

  public boolean isShared() {
    return audience != Audience.ME;
  }

  public boolean isOf(CurrentUser viewer) {
    return ownerId.equals(viewer.id().id());
  }

  /** Whether this person may change it: its owner and, where it is shared, an administrator. */
  public boolean mayChange(CurrentUser viewer) {
    return isOf(viewer) || isShared() && viewer.isAdministrator();
  }

  /** Where it is opened. */
  public String address(String path) {
    return ListState.address(path, query.isEmpty() ? "saved=" + id : query + "&saved=" + id);
  }
}
