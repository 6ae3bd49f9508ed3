package com.arenacrm.lists;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list as somebody has it open.
 *
 * @param views those that they may open, by name
 * @param view the one that is open; null for none
 * @param gone whether the address names a view that is not there, or not theirs
 * @param changed whether the filter, the order or the columns are not those of the view
 * @param columns what is shown, in order
 * @param begin where to go instead, since they begin with a view; null to stay
 */
public record OpenList(
    ListState state,
    List<SavedView> views,
    @Nullable SavedView view,
    boolean gone,
    boolean changed,
    List<ListColumn> columns,
    @Nullable String begin) {

  /** So many views stand beside one another; the others wait in a menu. */
  private static final int BESIDE = 6;

  public List<SavedView> beside() {
    return views.subList(0, Math.min(BESIDE, views.size()));
  }

  public List<SavedView> others() {
    return views.subList(Math.min(BESIDE, views.size()), views.size());
  }

  /** Whether the list shows that column. */
  public boolean shows(String key) {
    return columns.stream().anyMatch(c -> c.key().equals(key));
  }
}
