package com.arenacrm.lists;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.lists.SavedView.Audience;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to saved views and chosen columns. */
@Component
@Transactional
public class SavedViews {

  private final WorkLists lists;
  private final JdbcClient jdbc;
  private final AuditTrail audit;

  SavedViews(WorkLists lists, JdbcClient jdbc, AuditTrail audit) {
    this.lists = lists;
    this.jdbc = jdbc;
    this.audit = audit;
  }

  /**
   * Saves a view.
   *
   * @param id chosen by the caller
   * @param list the key of the list
   * @param address what the list is asked for; what it does not know is not kept
   * @param columns keys of its columns
   * @throws RefusedException when another of theirs has the name
   */
  public void save(
      UUID id,
      String list,
      String name,
      Audience audience,
      String address,
      List<String> columns,
      CurrentUser owner,
      Instant now) {
    WorkList of = lists.get(list);
    try {
      jdbc.sql(
              """
              insert into lists.saved_view
                (id, list, name, query, columns, audience, owner_id, made_at, version)
              values (:id, :list, :name, :query, :columns, :audience, :owner, :now, 0)
              """)
          .param("id", id)
          .param("list", list)
          .param("name", name)
          .param("query", ListState.parse(of, address).filter())
          .param("columns", known(of, columns))
          .param("audience", audience.name())
          .param("owner", owner.id().id())
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    } catch (DuplicateKeyException e) {
      throw new RefusedException("views.name.taken");
    }
  }

  /** Whether a view of that identifier was saved. */
  @Transactional(readOnly = true)
  public boolean isThere(UUID id) {
    return jdbc.sql("select exists (select from lists.saved_view where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /**
   * A view that this person may open.
   *
   * @throws NotFoundException when there is none
   */
  @Transactional(readOnly = true)
  SavedView get(UUID id, CurrentUser viewer) {
    return find(id, viewer, false);
  }

  private SavedView find(UUID id, CurrentUser viewer, boolean deleted) {
    return jdbc.sql(
            """
            select v.list, v.name, v.query, v.columns, v.audience, v.owner_id, v.version,
                   exists (select from lists.first_view f
                           where f.user_id = :viewer and f.view_id = v.id) as first
            from lists.saved_view v
            where v.id = :id and (v.deleted_at is not null) = :deleted
              and (v.owner_id = :viewer or v.audience in (:audiences))
            """)
        .param("id", id)
        .param("viewer", viewer.id().id())
        .param("deleted", deleted)
        .param("audiences", ListDesk.audiences(viewer))
        .query(
            (rs, n) ->
                new SavedView(
                    id,
                    rs.getString("list"),
                    rs.getString("name"),
                    rs.getString("query"),
                    ListDesk.texts(rs),
                    Audience.valueOf(rs.getString("audience")),
                    rs.getObject("owner_id", UUID.class),
                    rs.getBoolean("first"),
                    rs.getInt("version")))
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  /**
   * Gives it another name and other readers.
   *
   * @throws NotFoundException when it is none they may change
   * @throws StaleVersionException when somebody else was quicker
   */
  void change(UUID id, int version, String name, Audience audience, CurrentUser actor) {
    SavedView view = changeable(id, actor, false);
    StaleVersionException.check(version, view.version());
    try {
      jdbc.sql(
              """
              update lists.saved_view set name = :name, audience = :audience, version = version + 1
              where id = :id
              """)
          .param("name", name)
          .param("audience", audience.name())
          .param("id", id)
          .update();
    } catch (DuplicateKeyException e) {
      throw new RefusedException("views.name.taken");
    }
  }

  /** Makes it what the list shows now; it has these columns for everybody from then on. */
  void renew(UUID id, WorkList list, ListState state, List<String> columns, CurrentUser actor) {
    changeable(id, actor, false);
    jdbc.sql(
            """
            update lists.saved_view set query = :query, columns = :columns, version = version + 1
            where id = :id and list = :list
            """)
        .param("query", state.filter())
        .param("columns", known(list, columns))
        .param("id", id)
        .param("list", list.key())
        .update();
    jdbc.sql("delete from lists.column_choice where view_id = :id and user_id = :actor")
        .param("id", id)
        .param("actor", actor.id().id())
        .update();
  }

  /** Takes it away, from everybody who sees it. */
  SavedView delete(UUID id, CurrentUser actor, Instant now) {
    SavedView view = changeable(id, actor, false);
    jdbc.sql("update lists.saved_view set deleted_at = :now where id = :id")
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
    if (view.isShared()) {
      audit.note(actor, "view-deleted", new Subject("view", id, view.name()), view.query(), null);
    }
    return view;
  }

  /** Brings it back. */
  SavedView restore(UUID id, CurrentUser actor) {
    SavedView view = changeable(id, actor, true);
    try {
      jdbc.sql("update lists.saved_view set deleted_at = null where id = :id")
          .param("id", id)
          .update();
    } catch (DuplicateKeyException e) {
      throw new RefusedException("views.name.taken");
    }
    return view;
  }

  private SavedView changeable(UUID id, CurrentUser actor, boolean deleted) {
    SavedView view = find(id, actor, deleted);
    if (!view.mayChange(actor)) {
      throw new NotFoundException();
    }
    return view;
  }

  /** Begins the list with this view, or with the list itself when null. */
  void beginWith(@Nullable UUID view, WorkList list, CurrentUser reader) {
    jdbc.sql("delete from lists.first_view where user_id = :reader and list = :list")
        .param("reader", reader.id().id())
        .param("list", list.key())
        .update();
    if (view != null) {
      jdbc.sql(
              """
              insert into lists.first_view (user_id, list, view_id) values (:reader, :list, :view)
              on conflict (user_id, list) do update set view_id = excluded.view_id
              """)
          .param("reader", reader.id().id())
          .param("list", list.key())
          .param("view", view)
          .update();
    }
  }

  /**
   * Chooses the columns of a list, or of a view of it, for one reader.
   *
   * @param view null for the list itself
   * @param columns null for the usual ones
   */
  void choose(
      WorkList list, @Nullable UUID view, @Nullable List<String> columns, CurrentUser reader) {
    if (columns == null) {
      jdbc.sql(
              """
              delete from lists.column_choice
              where user_id = :reader and list = :list and view_id is not distinct from :view
              """)
          .param("reader", reader.id().id())
          .param("list", list.key())
          .param("view", view)
          .update();
      return;
    }
    jdbc.sql(
            """
            insert into lists.column_choice (user_id, list, view_id, columns)
            values (:reader, :list, :view, :columns)
            on conflict (user_id, list, view_id) do update set columns = excluded.columns
            """)
        .param("reader", reader.id().id())
        .param("list", list.key())
        .param("view", view)
        .param("columns", known(list, columns))
        .update();
  }

  private static String[] known(WorkList list, List<String> columns) {
    return ListDesk.columns(list, columns).stream().map(ListColumn::key).toArray(String[]::new);
  }
}
