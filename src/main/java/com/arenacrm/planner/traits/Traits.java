package com.arenacrm.planner.traits;

import com.arenacrm.contacts.PeopleQuery;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All traits that some floor knows of. */
@Component
public class Traits {

  private final List<Trait> traits;

  Traits(List<Trait> traits) {
    this.traits = traits.stream().sorted(Comparator.comparingInt(Trait::place)).toList();
  }

  public List<Trait> all() {
    return traits;
  }

  public Optional<Trait> find(@Nullable String key) {
    return traits.stream().filter(t -> t.key().equals(key)).findFirst();
  }

  /**
   * Those of a set who have all that is wished for.
   *
   * @param among null for everybody; then something must be wished for
   */
  public PeopleQuery having(List<Wish> wishes, @Nullable PeopleQuery among, Instant now) {
    String sql = among == null ? null : among.sql();
    Map<String, @Nullable Object> parameters =
        new HashMap<>(among == null ? Map.of() : among.parameters());
    for (int i = 0; i < wishes.size(); i++) {
      Wish wish = wishes.get(i);
      PeopleQuery having =
          find(wish.trait())
              .orElseThrow()
              .people(wish.choice(), wish.number(), now, "trait" + i + "_");
      parameters.putAll(having.parameters());
      sql =
          sql == null
              ? having.sql()
              : "select id from (%s) some%d where id in (select id from (%s) having%d)"
                  .formatted(sql, i, having.sql(), i);
    }
    if (sql == null) {
      throw new IllegalArgumentException("Nothing is wished for");
    }
    return new PeopleQuery(sql, parameters);
  }
}
