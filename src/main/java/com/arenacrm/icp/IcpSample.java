package com.arenacrm.icp;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes the profiles of sample people away, and what they left on those of others. */
@Component
@Transactional
class IcpSample implements SampleContent {

  private static final List<String> IN_ORDER =
      List.of(
          "delete from icp.validation where created_by in (:users)",
          "delete from icp.research_note_before where replaced_by in (:users)",
          """
          delete from icp.research_note
          where created_by in (:users) and id <> all(cast(:kept as uuid[]))
          """,
          "delete from icp.profile where created_by in (:users)",
          "delete from icp.objection where user_id in (:users)",
          // An edition is signed by two; without one of them it is a draft again, unless a later
          // one is being written already.
          """
          update icp.edition e
          set state = case when exists (select 1 from icp.edition o
                        where o.profile_id = e.profile_id and o.id <> e.id
                          and (o.state in ('DRAFT', 'PROPOSED') or o.number > e.number))
                      then 'SUPERSEDED' else 'DRAFT' end,
              version = e.version + 1
          where e.state in ('PROPOSED', 'SIGNED')
            and exists (select 1 from icp.signature s
              where s.edition_id = e.id and s.user_id in (:users))
          """,
          """
          delete from icp.signature s using icp.edition e
          where e.id = s.edition_id
            and (s.user_id in (:users) or (e.state = 'DRAFT' and s.side = 'MARKETING'))
          """,
          """
          delete from icp.edition
          where created_by in (:users) and profile_id <> all(cast(:kept as uuid[]))
          """,
          // Where the edition in force was theirs, the one before it counts again.
          """
          update icp.edition e set state = 'SIGNED', version = e.version + 1
          where e.state = 'SUPERSEDED'
            and e.number = (select max(l.number) from icp.edition l
              where l.profile_id = e.profile_id and l.signed_at is not null)
            and (select count(*) from icp.signature s where s.edition_id = e.id) = 2
            and not exists (select 1 from icp.edition o
              where o.profile_id = e.profile_id and o.state = 'SIGNED')
          """);

  private final JdbcClient jdbc;

  IcpSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 22;
  }

  @Override
  public void removeMadeBy(Collection<UUID> sampleUsers, Set<UUID> kept) {
    if (!sampleUsers.isEmpty()) {
      String stays = SampleContent.array(kept);
      IN_ORDER.forEach(
          sql -> jdbc.sql(sql).param("users", sampleUsers).param("kept", stays).update());
    }
  }
}
