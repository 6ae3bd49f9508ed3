package com.arenacrm.planner.feeds;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.Occurrence;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The private addresses: made, renewed, revoked, and read. An address is a secret of 256 bits, kept
 * as its hash only; it works for as long as its owner does, and shows what they may see (Q34).
 */
@Component
@Transactional
class Feeds {

  private static final int SECRET_BYTES = 32;

  /** So many days back and months ahead a feed shows, and never more than so many rows. */
  private static final int DAYS_BACK = 90;

  private static final int MONTHS_AHEAD = 12;
  private static final int MOST = 5000;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** What a feed shows: what its owner sees to, or their team, or everybody. */
  enum Kind {
    PERSON,
    TEAM,
    ALL
  }

  /** An address that exists. */
  record Feed(UUID id, Kind kind, Instant createdAt, UUID createdBy) {}

  /** An occurrence as a calendar shows it. */
  record Entry(
      UUID id,
      String title,
      HourglassPhase phase,
      UUID ownerId,
      LocalDate day,
      @Nullable LocalTime startTime,
      Occurrence.State state,
      boolean tentative,
      Instant changedAt,
      int version,
      String goal,
      String channel) {}

  private final UserNames userNames;
  private final AuditTrail audit;
  private final JdbcClient jdbc;

  Feeds(UserNames userNames, AuditTrail audit, JdbcClient jdbc) {
    this.userNames = userNames;
    this.audit = audit;
    this.jdbc = jdbc;
  }

  /** The addresses of a person. */
  @Transactional(readOnly = true)
  List<Feed> of(UserId owner) {
    return jdbc.sql(
            "select id, kind, created_at, created_by from planner.feed where created_by = :owner")
        .param("owner", owner.id())
        .query(Feed.class)
        .list();
  }

  /** Makes an address and answers with its secret; an earlier one of the kind stops working. */
  String issue(Kind kind, CurrentUser owner, Instant now) {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    jdbc.sql(
            """
            insert into planner.feed (id, hash, kind, created_at, created_by)
            values (:id, :hash, :kind, :now, :owner)
            on conflict (created_by, kind) do update
              set hash = excluded.hash, created_at = excluded.created_at
            """)
        .param("id", TimeOrderedUuid.next())
        .param("hash", hash(secret))
        .param("kind", kind.name())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("owner", owner.id().id())
        .update();
    audit.note(owner, "feed-issued", new Subject("feed", null, kind.name()));
    return secret;
  }

  /** Revokes an address of this person; nobody else's. */
  void revoke(Kind kind, CurrentUser owner) {
    int gone =
        jdbc.sql("delete from planner.feed where created_by = :owner and kind = :kind")
            .param("owner", owner.id().id())
            .param("kind", kind.name())
            .update();
    if (gone > 0) {
      audit.note(owner, "feed-revoked", new Subject("feed", null, kind.name()));
    }
  }

  /** The feed behind a secret, as long as its owner may sign in. */
  @Transactional(readOnly = true)
  Optional<Feed> find(String secret) {
    return jdbc.sql("select id, kind, created_at, created_by from planner.feed where hash = :hash")
        .param("hash", hash(secret))
        .query(Feed.class)
        .optional()
        .filter(feed -> userNames.isActive(new UserId(feed.createdBy())));
  }

  /** What it shows: the last ninety days and the next twelve months, in order. */
  @Transactional(readOnly = true)
  List<Entry> entries(Feed feed, LocalDate today) {
    Set<UUID> owners =
        switch (feed.kind()) {
          case ALL -> Set.of();
          case PERSON -> Set.of(feed.createdBy());
          case TEAM -> userNames.teamMates(new UserId(feed.createdBy()));
        };
    return jdbc.sql(
            """
            select o.id, o.title, o.phase, o.owner_id, o.day, o.start_time, o.state, o.tentative,
              o.changed_at, o.version, a.goal, a.channel
            from planner.occurrence o join planner.activity a on a.id = o.activity_id
            where o.day between :from and :until %s
            order by o.day, o.start_time, o.id limit :most
            """
                .formatted(feed.kind() == Kind.ALL ? "" : "and o.owner_id in (:owners)"))
        .param("from", today.minusDays(DAYS_BACK))
        .param("until", today.plusMonths(MONTHS_AHEAD))
        .param("owners", owners)
        .param("most", MOST)
        .query(Entry.class)
        .list();
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
