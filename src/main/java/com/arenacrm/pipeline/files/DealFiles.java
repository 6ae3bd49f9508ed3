package com.arenacrm.pipeline.files;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The front door to files at deals. */
@Component
public class DealFiles {

  static final int LARGEST = 10 * 1024 * 1024;
  static final int MOST = 30;

  private final JdbcClient jdbc;

  DealFiles(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A file with what is in it. */
  record Kept(String name, String type, byte[] content) {}

  /** The files of a deal, the latest first. */
  List<DealFile> of(OpportunityId deal) {
    return jdbc.sql(
            """
            select id, name, size, at, created_by as by from pipeline.deal_file
            where opportunity_id = :deal order by at desc, id desc
            """)
        .param("deal", deal.id())
        .query(DealFile.class)
        .list();
  }

  /**
   * Keeps a file.
   *
   * @param id chosen by the caller, so that sending a form twice keeps it once
   * @throws RefusedException when the deal has too many already
   */
  void keep(UUID id, OpportunityId deal, Kept file, CurrentUser actor, Instant now) {
    Once.make(
        () ->
            jdbc.sql("select true from pipeline.deal_file where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .optional()
                .isPresent(),
        () -> {
          int kept =
              jdbc.sql(
                      """
                      insert into pipeline.deal_file
                        (id, opportunity_id, name, type, size, content, at, created_by)
                      select :id, :deal, :name, :type, :size, :content, :now, :actor
                      where (select count(*) from pipeline.deal_file
                        where opportunity_id = :deal) < :most
                      """)
                  .param("id", id)
                  .param("deal", deal.id())
                  .param("name", file.name())
                  .param("type", file.type())
                  .param("size", file.content().length)
                  .param("content", file.content())
                  .param("now", now.atOffset(ZoneOffset.UTC))
                  .param("actor", actor.id().id())
                  .param("most", MOST)
                  .update();
          if (kept == 0) {
            throw new RefusedException("files.most", MOST);
          }
        });
  }

  /**
   * A file of a deal.
   *
   * @throws NotFoundException when the deal has none of this identifier
   */
  Kept get(UUID id, OpportunityId deal) {
    return jdbc.sql(
            """
            select name, type, content from pipeline.deal_file
            where id = :id and opportunity_id = :deal
            """)
        .param("id", id)
        .param("deal", deal.id())
        .query((rs, n) -> new Kept(rs.getString(1), rs.getString(2), rs.getBytes(3)))
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  /**
   * Takes a file away.
   *
   * @throws NotFoundException when the deal has none of this person's; whoever manages takes away
   *     those of others, too
   */
  void remove(UUID id, OpportunityId deal, CurrentUser actor) {
    int removed =
        jdbc.sql(
                """
                delete from pipeline.deal_file
                where id = :id and opportunity_id = :deal and (created_by = :actor or :manages)
                """)
            .param("id", id)
            .param("deal", deal.id())
            .param("actor", actor.id().id())
            .param("manages", actor.isManager())
            .update();
    if (removed == 0) {
      throw new NotFoundException();
    }
  }
}
