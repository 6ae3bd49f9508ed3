package com.arenacrm.lists;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.lists.SavedView.Audience;
import com.arenacrm.platform.Filters;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The front door for pages that show a list: which views there are, and which columns are shown.
 */
@Component
public class ListDesk {

  private static final int MOST_VIEWS = 100;

  private final JdbcClient jdbc;

  ListDesk(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The list as this person has it open; by one statement. */
  public OpenList open(WorkList list, Filters address, CurrentUser viewer) {
    return open(list, ListState.of(list, address), viewer);
  }

  OpenList open(WorkList list, ListState state, CurrentUser viewer) {
    Map<UUID, List<String>> chosen = new HashMap<>();
    List<SavedView> views = views(list, viewer, chosen);
    SavedView view =
        views.stream().filter(v -> v.id().equals(state.view())).findFirst().orElse(null);
    List<String> keys =
        view == null
            ? chosen.get(NONE)
            : chosen.getOrDefault(view.id(), view.columns().isEmpty() ? null : view.columns());
    List<ListColumn> columns = columns(list, keys);
    boolean changed =
        view != null
            && (!view.query().equals(state.filter())
                || !columns.equals(columns(list, view.columns())));
    boolean asked =
        state.view() != null || state.plain() || !state.isWhole() || state.after() != null;
    String begin =
        asked
            ? null
            : views.stream()
                .filter(SavedView::first)
                .findFirst()
                .map(v -> v.address(list.path()))
                .orElse(null);
    return new OpenList(
        state, views, view, state.view() != null && view == null, changed, columns, begin);
  }

  private static final UUID NONE = new UUID(0, 0);

  private List<SavedView> views(WorkList list, CurrentUser viewer, Map<UUID, List<String>> chosen) {
    List<SavedView> views = new ArrayList<>();
    jdbc.sql(
            """
            (select v.id, v.name, v.query, v.columns, v.audience, v.owner_id, v.version,
                    exists (select from lists.first_view f
                            where f.user_id = :viewer and f.view_id = v.id) as first
             from lists.saved_view v
             where v.list = :list and v.deleted_at is null
               and (v.owner_id = :viewer or v.audience in (:audiences))
             order by v.audience = 'ME' desc, lower(v.name), v.id limit :most)
            union all
            select c.view_id, null, null, c.columns, null, null, 0, false
            from lists.column_choice c where c.user_id = :viewer and c.list = :list
            """)
        .param("viewer", viewer.id().id())
        .param("list", list.key())
        .param("audiences", audiences(viewer))
        .param("most", MOST_VIEWS)
        .query(
            rs -> {
              UUID id = rs.getObject("id", UUID.class);
              if (rs.getString("name") == null) {
                chosen.put(id == null ? NONE : id, texts(rs));
              } else {
                views.add(
                    new SavedView(
                        id,
                        list.key(),
                        rs.getString("name"),
                        rs.getString("query"),
                        texts(rs),
                        Audience.valueOf(rs.getString("audience")),
                        rs.getObject("owner_id", UUID.class),
                        rs.getBoolean("first"),
                        rs.getInt("version")));
              }
            });
    return views;
  }

  static List<String> audiences(CurrentUser viewer) {
    return java.util.stream.Stream.of(Audience.values())
        .filter(a -> a.isOpenTo(viewer))
        .map(Audience::name)
        .toList();
  }

  /** The columns of these keys; the usual ones where nobody has chosen. */
  static List<ListColumn> columns(WorkList list, @Nullable List<String> keys) {
    if (keys == null) {
      return list.columns().stream().filter(ListColumn::usual).toList();
    }
    Map<String, ListColumn> known =
        list.columns().stream()
            .collect(
                Collectors.toMap(ListColumn::key, c -> c, (one, other) -> one, LinkedHashMap::new));
    // A column that is no more is left out without a word.
    return keys.stream().distinct().filter(known::containsKey).map(known::get).toList();
  }

  static List<String> texts(ResultSet rs) throws SQLException {
    Array array = rs.getArray("columns");
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
