package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.platform.Slice;
import com.arenacrm.playbook.Kit.Carried;
import com.arenacrm.playbook.Kit.MaterialCard;
import com.arenacrm.playbook.Kit.StoryCard;
import com.arenacrm.playbook.Playbook.Choice;
import com.arenacrm.playbook.Playbook.KitChoice;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads the shelves of the playbook. */
@Component
@Transactional(readOnly = true)
class PlaybookLists {

  static final int PAGE = 50;

  /** Uses are counted over this many days. */
  static final int DAYS = 90;

  private static final int MOST_CHOICES = 500;
  private static final int MOST_IN_A_KIT = 12;

  private final JdbcClient jdbc;
  private final Clock clock;

  PlaybookLists(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A part of the core message with how many stories in use carry it. */
  record PartRow(
      UUID id, String name, @Nullable String says, @Nullable String proof, int carriedBy) {}

  /** The parts of the wording in force, in their order. */
  List<PartRow> parts() {
    return jdbc.sql(
            """
            select p.id, p.name, p.says, p.proof,
              (select count(*) from playbook.story_part c join playbook.story s on s.id = c.story_id
               where c.part_id = p.id and s.retired_at is null) as carried_by
            from playbook.present_part p order by p.position
            """)
        .query(PartRow.class)
        .list();
  }

  /** A story that carries a part. */
  record Carrier(UUID partId, UUID id, String title) {}

  /** The stories in use that carry any of these parts. */
  List<Carrier> carriers(Collection<UUID> parts) {
    return parts.isEmpty()
        ? List.of()
        : jdbc.sql(
                """
                select c.part_id, s.id, s.title
                from playbook.story_part c join playbook.story s on s.id = c.story_id
                where c.part_id in (:parts) and s.retired_at is null order by s.title, s.id
                """)
            .param("parts", parts)
            .query(Carrier.class)
            .list();
  }

  /** One line of the list of wordings. */
  record Wording(int number, String promise, Instant createdAt, UUID createdBy) {}

  /** All wordings, the newest first. */
  List<Wording> wordings() {
    return jdbc.sql(
            """
            select number, promise, created_at, created_by from playbook.core_message
            order by number desc limit 100
            """)
        .query(Wording.class)
        .list();
  }

  /**
   * What to list of a shelf.
   *
   * @param kind of the shelf's own kinds, or to whom scripts speak
   * @param part of the core message
   * @param bare only what carries, or tells, nothing
   */
  record Filter(
      String q,
      @Nullable HourglassPhase phase,
      @Nullable UUID profile,
      @Nullable String kind,
      @Nullable UUID part,
      boolean bare,
      boolean retired) {

    /** Whether nothing is left out but what is retired. */
    public boolean isOpen() {
      return q.isBlank()
          && phase == null
          && profile == null
          && kind == null
          && part == null
          && !bare;
    }
  }

  /** One line of the list of stories. */
  record StoryRow(
      UUID id,
      Story.Kind kind,
      String title,
      @Nullable String parts,
      @Nullable String phases,
      @Nullable UUID profileId,
      int scripts) {}

  Slice<StoryRow> stories(Filter filter, @Nullable UUID after, int size) {
    return Slice.of(
        filtered(
                """
                select x.id, x.kind, x.title, x.profile_id,
                  (select string_agg(p.name, ' · ' order by p.position) from playbook.present_part p
                   join playbook.story_part c on c.part_id = p.id where c.story_id = x.id) as parts,
                  (select string_agg(h.phase, ',' order by array_position(array['KNOW', 'LIKE', 'TRUST',
                      'TRY', 'BUY', 'REPEAT', 'REFER'], h.phase)) from playbook.story_phase h
                   where h.story_id = x.id) as phases,
                  (select count(*) from playbook.script r
                   where r.story_id = x.id and r.retired_at is null) as scripts
                from playbook.story x
                where (cast(:phase as text) is null or exists (select from playbook.story_phase h
                    where h.story_id = x.id and h.phase = :phase))
                  and (cast(:kind as text) is null or x.kind = :kind)
                  and (cast(:part as uuid) is null or exists (select from playbook.story_part c
                    where c.story_id = x.id and c.part_id = :part))
                  and (not :bare or not exists (select from playbook.present_part p
                    join playbook.story_part c on c.part_id = p.id where c.story_id = x.id))
                """,
                "story",
                "title",
                filter,
                after,
                size)
            .query(StoryRow.class)
            .list(),
        size,
        StoryRow::id);
  }

  /** One line of the list of scripts. */
  record ScriptRow(
      UUID id,
      String title,
      @Nullable HourglassPhase phase,
      @Nullable UUID profileId,
      @Nullable SpokenTo spokenTo,
      @Nullable UUID storyId,
      @Nullable String story,
      int uses,
      boolean everUsed) {}

  Slice<ScriptRow> scripts(Filter filter, @Nullable UUID after, int size) {
    return Slice.of(
        filtered(
                """
                select x.id, x.title, x.phase, x.profile_id, x.spoken_to, x.story_id,
                  t.title as story,
                  (select count(*) from playbook.item_use u
                   where u.script_id = x.id and u.used_at > :since) as uses,
                  exists (select from playbook.item_use u where u.script_id = x.id) as ever_used
                from playbook.script x left join playbook.story t on t.id = x.story_id
                where (cast(:phase as text) is null or x.phase = :phase)
                  and (cast(:kind as text) is null or x.spoken_to = :kind)
                  and (cast(:part as uuid) is null or exists (select from playbook.story_part c
                    where c.story_id = x.story_id and c.part_id = :part))
                  and (not :bare or x.story_id is null)
                """,
                "script",
                "title",
                filter,
                after,
                size)
            .param("since", since())
            .query(ScriptRow.class)
            .list(),
        size,
        ScriptRow::id);
  }

  /** One line of the list of material. */
  record MaterialRow(
      UUID id,
      Material.Kind kind,
      String title,
      @Nullable HourglassPhase phase,
      @Nullable UUID profileId,
      @Nullable String figure,
      @Nullable String competitor,
      int uses,
      boolean everUsed) {}

  Slice<MaterialRow> material(Filter filter, @Nullable UUID after, int size) {
    return Slice.of(
        filtered(
                """
                select x.id, x.kind, x.title, x.phase, x.profile_id, x.figure, x.competitor,
                  (select count(*) from playbook.item_use u
                   where u.material_id = x.id and u.used_at > :since) as uses,
                  exists (select from playbook.item_use u where u.material_id = x.id) as ever_used
                from playbook.material x
                where (cast(:phase as text) is null or x.phase = :phase)
                  and (cast(:kind as text) is null or x.kind = :kind)
                  and cast(:part as uuid) is null and not :bare
                """,
                "material",
                "title",
                filter,
                after,
                size)
            .param("since", since())
            .query(MaterialRow.class)
            .list(),
        size,
        MaterialRow::id);
  }

  /** One line of the list of offers. */
  record OfferRow(UUID id, Offer.Content content, int items) {}

  Slice<OfferRow> offers(Filter filter, @Nullable UUID after, int size) {
    return Slice.of(
        filtered(
                """
                select x.*,
                  array(select i.label from playbook.offer_item i
                    where i.offer_id = x.id order by i.position) as labels,
                  array(select i.worth from playbook.offer_item i
                    where i.offer_id = x.id order by i.position) as worths
                from playbook.offer x
                where (cast(:kind as text) is null or x.kind = :kind)
                  and cast(:phase as text) is null and cast(:part as uuid) is null and not :bare
                """,
                "offer",
                "name",
                filter,
                after,
                size)
            .query(
                (rs, n) ->
                    new OfferRow(
                        rs.getObject("id", UUID.class), terms(rs), terms(rs).items().size()))
            .list(),
        size,
        OfferRow::id);
  }

  private JdbcClient.StatementSpec filtered(
      String select, String table, String by, Filter filter, @Nullable UUID after, int size) {
    String profile =
        table.equals("offer")
            ? " and cast(:profile as uuid) is null"
            : " and (cast(:profile as uuid) is null or x.profile_id = :profile)";
    String sql =
        select
            + profile
            + """
               and (x.retired_at is not null) = :retired
               and (cast(:pattern as text) is null or x.search like platform.fold(:pattern))
               and (cast(:after as uuid) is null
                 or (x.%2$s, x.id) > (select a.%2$s, a.id from playbook.%1$s a where a.id = :after))
             order by x.%2$s, x.id limit :limit
            """
                .formatted(table, by);
    return jdbc.sql(sql)
        .param("phase", filter.phase() == null ? null : filter.phase().name())
        .param("profile", filter.profile())
        .param("kind", filter.kind())
        .param("part", filter.part())
        .param("bare", filter.bare())
        .param("retired", filter.retired())
        .param("pattern", filter.q().isBlank() ? null : Slice.containing(filter.q()))
        .param("after", after)
        .param("limit", size + 1);
  }

  /** How often something was used: in the last {@value #DAYS} days, and at all. */
  record Uses(int lately, int ever) {}

  Uses uses(Kit.Item item, UUID id) {
    return jdbc.sql(
            """
            select count(*) filter (where used_at > :since) as lately, count(*) as ever
            from playbook.item_use where script_id = :script or material_id = :material
            """)
        .param("since", since())
        .param("script", item == Kit.Item.SCRIPT ? id : null)
        .param("material", item == Kit.Item.MATERIAL ? id : null)
        .query(Uses.class)
        .single();
  }

  Optional<StoryCard> story(UUID id) {
    record Row(
        UUID id,
        String title,
        String body,
        boolean retired,
        @Nullable UUID partId,
        @Nullable String partName) {}
    List<Row> rows =
        jdbc.sql(
                """
                select s.id, s.title, s.body, s.retired_at is not null as retired, p.id as part_id,
                  p.name as part_name
                from playbook.story s
                left join (playbook.story_part c join playbook.present_part p on p.id = c.part_id)
                  on c.story_id = s.id
                where s.id = :id order by p.position
                """)
            .param("id", id)
            .query(Row.class)
            .list();
    return rows.stream()
        .findFirst()
        .map(
            s ->
                new StoryCard(
                    s.id(),
                    s.title(),
                    s.body(),
                    rows.stream()
                        .filter(r -> r.partId() != null)
                        .map(
                            r ->
                                new Carried(
                                    Objects.requireNonNull(r.partId()),
                                    Objects.requireNonNull(r.partName())))
                        .toList(),
                    s.retired()));
  }

  List<Choice> choices(String table, String by, @Nullable UUID kept) {
    return jdbc.sql(
            """
            select cast(id as text) as value, %2$s as label from playbook.%1$s
            where retired_at is null or id = cast(:kept as uuid) order by %2$s, id limit %3$d
            """
                .formatted(table, by, MOST_CHOICES))
        .param("kept", kept)
        .query(Choice.class)
        .list();
  }

  /**
   * A story to choose; {@code partless} where it carries no part of the core message, {@code
   * retired} where it is chosen already and told no more.
   */
  record StoryChoice(String value, String title, boolean partless, boolean retired) {}

  List<StoryChoice> storyChoices(@Nullable UUID kept) {
    return jdbc.sql(
            """
            select cast(s.id as text) as value, s.title, not exists (
              select from playbook.story_part c join playbook.present_part p on p.id = c.part_id
              where c.story_id = s.id) as partless, s.retired_at is not null as retired
            from playbook.story s
            where s.retired_at is null or s.id = cast(:kept as uuid)
            order by s.title, s.id limit :most
            """)
        .param("kept", kept)
        .param("most", MOST_CHOICES)
        .query(StoryChoice.class)
        .list();
  }

  Map<UUID, String> titles(String table, String by, Collection<UUID> ids) {
    record Named(UUID id, String title) {}
    return ids.isEmpty()
        ? Map.of()
        : jdbc
            .sql(
                "select id, %2$s as title from playbook.%1$s where id = any(cast(:ids as uuid[]))"
                    .formatted(table, by))
            .param("ids", SampleContent.array(ids))
            .query(Named.class)
            .list()
            .stream()
            .collect(Collectors.toMap(Named::id, Named::title));
  }

  /**
   * All offers in use, by name.
   *
   * @param kept one that is listed although it is not in use
   */
  List<BetterForNew.Other> offers(@Nullable UUID kept) {
    return jdbc.sql(
            """
            select x.*, array(select i.label from playbook.offer_item i
                    where i.offer_id = x.id order by i.position) as labels,
                  array(select i.worth from playbook.offer_item i
                    where i.offer_id = x.id order by i.position) as worths
            from playbook.offer x
            where x.retired_at is null or x.id = cast(:kept as uuid)
            order by x.name, x.id limit :most
            """)
        .param("kept", kept)
        .param("most", MOST_CHOICES)
        .query((rs, n) -> new BetterForNew.Other(rs.getObject("id", UUID.class), terms(rs)))
        .list();
  }

  /**
   * An offer, and after it, where it is for new customers, what others can have of its product
   * line; none where there is no such offer.
   */
  List<BetterForNew.Other> offerAndThoseAlike(UUID id) {
    return jdbc.sql(
            """
            select x.*, array(select i.label from playbook.offer_item i
                    where i.offer_id = x.id order by i.position) as labels,
                  array(select i.worth from playbook.offer_item i
                    where i.offer_id = x.id order by i.position) as worths
            from playbook.offer x
            where x.id = :id or (x.retired_at is null and x.kind = 'SALE' and x.for_whom <> 'NEW'
              and regexp_replace(platform.fold(x.product_line), '\\s', '', 'g') =
                (select regexp_replace(platform.fold(o.product_line), '\\s', '', 'g')
                from playbook.offer o
                where o.id = :id and o.kind = 'SALE' and o.for_whom = 'NEW'))
            order by (x.id = :id) desc, x.name, x.id limit :most
            """)
        .param("id", id)
        .param("most", MOST_CHOICES)
        .query((rs, n) -> new BetterForNew.Other(rs.getObject("id", UUID.class), terms(rs)))
        .list();
  }

  /** All offers in use of the product line of one, and that one. */
  List<BetterForNew.Other> offersOfLine(UUID id) {
    return jdbc.sql(
            """
            select x.*, array(select i.label from playbook.offer_item i
                    where i.offer_id = x.id order by i.position) as labels,
                  array(select i.worth from playbook.offer_item i
                    where i.offer_id = x.id order by i.position) as worths
            from playbook.offer x
            where x.id = :id or (x.retired_at is null and x.kind = 'SALE'
              and regexp_replace(platform.fold(x.product_line), '\\s', '', 'g') =
                (select regexp_replace(platform.fold(o.product_line), '\\s', '', 'g')
                from playbook.offer o where o.id = :id))
            order by (x.id = :id) desc, x.name, x.id limit :most
            """)
        .param("id", id)
        .param("most", MOST_CHOICES)
        .query((rs, n) -> new BetterForNew.Other(rs.getObject("id", UUID.class), terms(rs)))
        .list();
  }

  private static Offer.Content terms(ResultSet rs) throws SQLException {
    String[] labels = (String[]) rs.getArray("labels").getArray();
    BigDecimal[] worths = (BigDecimal[]) rs.getArray("worths").getArray();
    List<Offer.Item> items = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      items.add(new Offer.Item(labels[i], worths[i]));
    }
    return new Offer.Content(
        Offer.Kind.valueOf(rs.getString("kind")),
        rs.getString("name"),
        rs.getString("product_line"),
        rs.getBigDecimal("price"),
        Currency.getInstance(rs.getString("currency")),
        Offer.ForWhom.valueOf(rs.getString("for_whom")),
        rs.getString("guarantee"),
        rs.getObject("valid_from", LocalDate.class),
        rs.getObject("valid_until", LocalDate.class),
        items);
  }

  /**
   * What a kit is made of, before its scripts are filled.
   *
   * @param battlecards about the competitor who is named
   * @param objections what customers say against it, and what to answer
   */
  record KitParts(
      @Nullable StoryCard story,
      List<ScriptText> scripts,
      List<MaterialCard> material,
      List<MaterialCard> battlecards,
      List<MaterialCard> objections) {}

  /** A script that is still to be filled. */
  record ScriptText(
      UUID id,
      String title,
      @Nullable String subject,
      String body,
      @Nullable HourglassPhase phase,
      @Nullable SpokenTo spokenTo,
      boolean chosen) {}

  /**
   * The story told, the scripts and the material that suit, by one statement.
   *
   * @param hidden material that must not be shown here
   */
  KitParts kitParts(Kit.Wanted wanted, Collection<UUID> hidden) {
    List<ScriptText> scripts = new ArrayList<>();
    List<MaterialCard> material = new ArrayList<>();
    List<MaterialCard> battlecards = new ArrayList<>();
    List<MaterialCard> objections = new ArrayList<>();
    List<StoryCard> stories = new ArrayList<>();
    jdbc.sql(
            """
            select * from (
              (select 'STORY' as what, s.id, s.title, s.body, null::text as phase,
                 null::text as spoken_to, null::text as kind, null::text as figure,
                 null::text as source, null::text as url, null::text as competitor,
                 null::text as strengths, null::text as weaknesses, null::text as answer,
                 null::uuid as profile_id, false as chosen, false as battle,
                 s.retired_at is not null as retired,
                 array(select p.id from playbook.present_part p
                   join playbook.story_part c on c.part_id = p.id
                   where c.story_id = s.id order by p.position) as part_ids,
                 array(select p.name from playbook.present_part p
                   join playbook.story_part c on c.part_id = p.id
                   where c.story_id = s.id order by p.position) as part_names,
                 0::bigint as place
               from playbook.story s where s.id = cast(:story as uuid))
              union all
              (select 'SCRIPT', x.id, x.title, x.body, x.phase, x.spoken_to, null, x.subject, null,
                 null, null, null, null, null, x.profile_id,
                 x.id = any(cast(:scripts as uuid[])), false, false, null::uuid[], null::text[],
                 row_number() over (order by x.id = any(cast(:scripts as uuid[])) desc,
                   case when x.spoken_to = any(string_to_array(:roles, ',')) then 0
                     when x.spoken_to is null then 1 else 2 end,
                   case when x.phase = :phase then 0 when x.phase is null then 1 else 2 end,
                   (x.profile_id is not null) desc, x.title, x.id) as place
               from playbook.script x
               where x.retired_at is null and (x.id = any(cast(:scripts as uuid[])) or (
                 (x.phase is null or cast(:phase as text) is null or x.phase = :phase)
                 and (x.profile_id is null or x.profile_id = cast(:profile as uuid))
                 and (x.spoken_to is null or cast(:roles as text) = ''
                   or x.spoken_to = any(string_to_array(:roles, ',')))))
               order by place limit :most)
              union all
              (select 'MATERIAL', x.id, x.title, x.body, x.phase, x.spoken_to, x.kind, x.figure, x.source,
                 x.url, x.competitor, x.strengths, x.weaknesses, x.answer, x.profile_id,
                 x.id = any(cast(:material as uuid[])),
                 x.kind = 'BATTLECARD' and (platform.fold(x.competitor) in
                     (select platform.fold(r) from unnest(cast(:rivals as text[])) r)
                   or x.competitor is null and cardinality(cast(:rivals as text[])) = 0),
                 false, null::uuid[], null::text[],
                 row_number() over (order by x.id = any(cast(:material as uuid[])) desc,
                   (x.kind = 'BATTLECARD') desc,
                   case when x.spoken_to = any(string_to_array(:roles, ',')) then 0
                     when x.spoken_to is null then 1 else 2 end,
                   case when x.phase = :phase then 0 when x.phase is null then 1 else 2 end,
                   (x.profile_id is not null) desc, x.title, x.id) as place
               from playbook.material x
               where x.retired_at is null and not x.id = any(cast(:hidden as uuid[]))
                 and (x.id = any(cast(:material as uuid[]))
                 or (x.kind = 'BATTLECARD'
                   and platform.fold(x.competitor) in
                     (select platform.fold(r) from unnest(cast(:rivals as text[])) r))
                 or (x.kind <> 'BATTLECARD'
                   and (x.phase is null or cast(:phase as text) is null or x.phase = :phase)
                   and (x.profile_id is null or x.profile_id = cast(:profile as uuid))
                   and (x.spoken_to is null or cast(:roles as text) = ''
                     or x.spoken_to = any(string_to_array(:roles, ',')))))
               order by place limit :most)) k
            order by what, place
            """)
        .param("story", wanted.story() == null ? null : wanted.story().id())
        .param("scripts", SampleContent.array(wanted.scripts()))
        .param("material", SampleContent.array(wanted.material()))
        .param("hidden", SampleContent.array(hidden))
        .param("phase", wanted.phase() == null ? null : wanted.phase().name())
        .param("profile", wanted.profile() == null ? null : wanted.profile().id())
        .param("roles", wanted.roles().stream().map(Enum::name).collect(Collectors.joining(",")))
        .param("rivals", rivals(wanted.competitor()))
        .param("most", MOST_IN_A_KIT)
        .query(
            rs -> {
              switch (rs.getString("what")) {
                case "STORY" -> stories.add(storyCard(rs));
                case "SCRIPT" -> scripts.add(scriptText(rs));
                default -> {
                  MaterialCard card = materialCard(rs, rs.getBoolean("chosen"));
                  if (card.content().kind() == Material.Kind.OBJECTION) {
                    objections.add(card);
                  } else {
                    (rs.getBoolean("battle") ? battlecards : material).add(card);
                  }
                }
              }
            });
    return new KitParts(
        stories.isEmpty() ? null : stories.get(0), scripts, material, battlecards, objections);
  }

  /** Whom a customer considers besides us: as it is written, and each of several, by commas. */
  private static String[] rivals(@Nullable String written) {
    return written == null || written.isBlank()
        ? new String[0]
        : Stream.concat(Stream.of(written), Stream.of(written.split("[,;]")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toArray(String[]::new);
  }

  private static StoryCard storyCard(ResultSet rs) throws SQLException {
    UUID[] ids = (UUID[]) rs.getArray("part_ids").getArray();
    String[] names = (String[]) rs.getArray("part_names").getArray();
    List<Carried> parts = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      parts.add(new Carried(ids[i], names[i]));
    }
    return new StoryCard(
        rs.getObject("id", UUID.class),
        rs.getString("title"),
        rs.getString("body"),
        parts,
        rs.getBoolean("retired"));
  }

  private static ScriptText scriptText(ResultSet rs) throws SQLException {
    return new ScriptText(
        rs.getObject("id", UUID.class),
        rs.getString("title"),
        rs.getString("figure"), // where the statement reads the subject
        rs.getString("body"),
        one(HourglassPhase.class, rs.getString("phase")),
        one(SpokenTo.class, rs.getString("spoken_to")),
        rs.getBoolean("chosen"));
  }

  private static MaterialCard materialCard(ResultSet rs, boolean chosen) throws SQLException {
    UUID profile = rs.getObject("profile_id", UUID.class);
    return new MaterialCard(
        rs.getObject("id", UUID.class),
        chosen,
        new Material.Content(
            Material.Kind.valueOf(rs.getString("kind")),
            rs.getString("title"),
            rs.getString("body"),
            rs.getString("figure"),
            rs.getString("source"),
            rs.getString("url"),
            rs.getString("competitor"),
            rs.getString("strengths"),
            rs.getString("weaknesses"),
            rs.getString("answer"),
            one(HourglassPhase.class, rs.getString("phase")),
            profile == null ? null : new ProfileId(profile),
            one(SpokenTo.class, rs.getString("spoken_to"))));
  }

  List<KitChoice> kitChoices(HourglassPhase phase, ProfileId profile, Collection<UUID> hidden) {
    List<KitChoice> choices = new ArrayList<>();
    for (Kit.Item item : Kit.Item.values()) {
      boolean script = item == Kit.Item.SCRIPT;
      choices.addAll(
          jdbc.sql(
                  """
                  select x.id, x.title, %2$s as kind,
                    (x.phase is null or x.phase = :phase)
                      and (x.profile_id is null or x.profile_id = :profile) as suits,
                    (select count(*) from playbook.item_use u
                     where u.%3$s = x.id and u.used_at > :since) as uses
                  from playbook.%1$s x
                  where x.retired_at is null and not x.id = any(cast(:hidden as uuid[]))
                  order by suits desc, x.title, x.id limit %4$d
                  """
                      .formatted(
                          script ? "script" : "material",
                          script ? "x.spoken_to" : "x.kind",
                          script ? "script_id" : "material_id",
                          MOST_CHOICES))
              .param("hidden", SampleContent.array(hidden))
              .param("phase", phase.name())
              .param("profile", profile.id())
              .param("since", since())
              .query(
                  (rs, n) ->
                      new KitChoice(
                          item,
                          rs.getObject("id", UUID.class),
                          rs.getString("title"),
                          rs.getString("kind"),
                          rs.getBoolean("suits"),
                          rs.getInt("uses")))
              .list());
    }
    return choices;
  }

  private OffsetDateTime since() {
    return clock.instant().minus(DAYS, ChronoUnit.DAYS).atOffset(ZoneOffset.UTC);
  }

  private static <E extends Enum<E>> @Nullable E one(Class<E> type, @Nullable String name) {
    return name == null ? null : Enum.valueOf(type, name);
  }
}
