package com.arenacrm.lists;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Views, columns and bulk changes of sample people. */
@Component
class ListsSample implements SampleContent {

  private final JdbcClient jdbc;

  ListsSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 12;
  }

  // That somebody began with a view, or chose its columns, keeps no view of the sample.
  @Override
  public Set<String> workedOut() {
    return Set.of("lists.first_view.view_id", "lists.column_choice.view_id");
  }

  @Override
  public void removeMadeBy(Collection<UUID> users, Set<UUID> kept) {
    for (String owned :
        new String[] {
          "lists.saved_view where owner_id",
          "lists.first_view where user_id",
          "lists.column_choice where user_id",
          "lists.bulk_change where created_by"
        }) {
      jdbc.sql("delete from " + owned + " in (:users)").param("users", users).update();
    }
  }
}
