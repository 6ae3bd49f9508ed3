package com.arenacrm.lists;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** The parameter that asks a file for the columns that are shown. */
  public static final String SHOWN = "shown";

  /** So many views stand beside one another; the others wait in a menu. */
  private static final int BESIDE = 6;

  public List<SavedView> beside() {
    return views.subList(0, Math.min(BESIDE, views.size()));
  }

  public List<SavedView> others() {
    return views.subList(Math.min(BESIDE, views.size()), views.size());
  }

  /**
   * The same where the list itself decides what it shows: the address then says it, too.
   *
   * @param parameter of the filter
   * @param value null where it stands for all
   */
  public OpenList showing(String parameter, @Nullable String value) {
    Map<String, String> query = new LinkedHashMap<>(state.query());
    if (value == null) {
      query.remove(parameter);
    } else {
      query.put(parameter, value);
    }
    return new OpenList(state.asking(query), views, view, gone, changed, columns, begin);
  }

  /** The address of a file of it, with its filter and order. */
  public String file(String address) {
    return ListState.address(address, state.filter());
  }

  /** The address of a file with the columns that it shows, in their order. */
  public String fileAsShown(String address) {
    Map<String, String> said = new LinkedHashMap<>(state.query());
    if (view != null) {
      said.put(ListState.VIEW, view.id().toString());
    }
    said.put(SHOWN, "true");
    return ListState.address(address, ListState.write(said));
  }

  /** Message keys of the columns of such a file. */
  public static List<String> names(String first, List<ListColumn> columns) {
    List<String> names = new ArrayList<>(List.of(first));
    columns.forEach(column -> names.add(column.label()));
    return names;
  }

  /** What a file says: the name of the record, then what the columns show. */
  public static List<Object> row(String name, List<Cell> cells) {
    List<Object> row = new ArrayList<>(List.of(name));
    cells.forEach(cell -> row.add(cell.inFile()));
    return row;
  }

  /** Whether the list shows that column. */
  public boolean shows(String key) {
    return columns.stream().anyMatch(c -> c.key().equals(key));
  }
}
