package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to what we say and offer: what there is to choose from, the kit for one record,
 * and writing it all down.
 */
@Component
@Transactional
public class Playbook {

  /** Something to choose. */
  public record Choice(String value, String label) {}

  private final CoreMessages messages;
  private final Stories stories;
  private final Scripts scripts;
  private final Materials materials;
  private final Offers offers;
  private final PlaybookLists lists;
  private final Profiles profiles;
  private final MessageSource words;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final Folding folding;
  private final OwnWords ownWords;

  Playbook(
      CoreMessages messages,
      Stories stories,
      Scripts scripts,
      Materials materials,
      Offers offers,
      PlaybookLists lists,
      Profiles profiles,
      MessageSource words,
      JdbcClient jdbc,
      Clock clock,
      Folding folding,
      OwnWords ownWords) {
    this.ownWords = ownWords;
    this.folding = folding;
    this.clock = clock;
    this.messages = messages;
    this.stories = stories;
    this.scripts = scripts;
    this.materials = materials;
    this.offers = offers;
    this.lists = lists;
    this.profiles = profiles;
    this.words = words;
    this.jdbc = jdbc;
  }

  /**
   * Words the core message anew; the same words again change nothing.
   *
   * @param upon the number of the wording that the writer has read; 0 when there was none
   * @return the number of the wording in force
   * @throws StaleVersionException when somebody else worded it meanwhile
   * @throws RefusedException when it has no part, or too many
   */
  public int word(
      int upon, String promise, List<CoreMessage.Part> parts, UserId actor, Instant now) {
    Optional<CoreMessage> before = messages.findFirstByOrderByNumberDesc();
    if (before.filter(b -> b.says(promise, parts)).isPresent()) {
      return before.get().number();
    }
    StaleVersionException.check(upon, before.map(CoreMessage::number).orElse(0));
    CoreMessage wording =
        new CoreMessage(TimeOrderedUuid.next(), upon + 1, promise, parts, actor, now);
    for (CoreMessage.Part part : parts) {
      jdbc.sql(
              """
              insert into playbook.part (id, created_at, created_by) values (:id, :now, :actor)
              on conflict (id) do nothing
              """)
          .param("id", part.id())
          .param("now", utc(now))
          .param("actor", actor.id())
          .update();
    }
    return messages.save(wording).number();
  }

  /** Writes down a new story. */
  public StoryId tell(StoryId id, Story.Content content, UserId actor, Instant now) {
    return stories.save(new Story(id, content, actor, now)).id();
  }

  /**
   * Writes down a new script.
   *
   * @throws RefusedException when it names a merge field that there is not
   */
  public ScriptId script(ScriptId id, Script.Content content, UserId actor, Instant now) {
    return scripts.save(new Script(id, content, actor, now)).id();
  }

  /** Writes down a new piece of material. */
  public MaterialId material(MaterialId id, Material.Content content, UserId actor, Instant now) {
    return materials.save(new Material(id, content, actor, now)).id();
  }

  /** Takes a piece of material out of use; nothing happens where it is, or is gone. */
  public void retire(MaterialId id, Instant now) {
    materials
        .findById(id)
        .ifPresent(
            material -> {
              material.retire(now);
              materials.save(material);
            });
  }

  /**
   * Takes a piece of material into use again that was taken out of it by mistake.
   *
   * @param retired when that was; one that was out of use before, or is since, stays so
   */
  public void bringBack(MaterialId id, Instant retired) {
    materials
        .findById(id)
        .filter(material -> material.retiredAt().filter(retired::equals).isPresent())
        .ifPresent(
            material -> {
              material.bringBack();
              materials.save(material);
            });
  }

  /**
   * Writes down a new offer.
   *
   * @throws RefusedException when a sale names nothing that comes with the price
   */
  public OfferId offer(OfferId id, Offer.Content content, UserId actor, Instant now) {
    return offers.save(new Offer(id, content, actor, now)).id();
  }

  /**
   * Counts that somebody used an item, once for each item, record, person and day, however often it
   * is copied or said (R046).
   *
   * @param use identifies the use, chosen by the form
   * @param script the script used; null when it was a piece of material
   * @param material the material used; null when it was a script
   * @param about the record that it was used for
   * @param zone where the day ends
   * @return the use that counts: this one, or the one of before on that day; empty when there is no
   *     such item
   */
  public Optional<UUID> use(
      UUID use,
      @Nullable UUID script,
      @Nullable UUID material,
      Kit.About kind,
      UUID about,
      UserId actor,
      Instant now,
      ZoneId zone) {
    UUID item = script == null ? material : script;
    if (item == null) {
      return Optional.empty();
    }
    LocalDate day = LocalDate.ofInstant(now, zone);
    jdbc.sql(
            """
            insert into playbook.item_use
              (id, script_id, material_id, about_kind, about_id, used_at, used_by, day)
            select :use, s.id, m.id, :kind, :about, :now, :actor, :day
            from (select cast(:script as uuid) as script, cast(:material as uuid) as material) i
            left join playbook.script s on s.id = i.script
            left join playbook.material m on m.id = i.material
            where s.id is not null or m.id is not null
            on conflict do nothing
            """)
        .param("day", day)
        .param("use", use)
        .param("script", script)
        .param("material", script == null ? material : null)
        .param("kind", kind.name())
        .param("about", about)
        .param("now", utc(now))
        .param("actor", actor.id())
        .update();
    return jdbc.sql(
            """
            select id from playbook.item_use
            where coalesce(script_id, material_id) = :item and about_kind = :kind
              and about_id = :about and used_by = :actor and day = :day
            """)
        .param("item", item)
        .param("kind", kind.name())
        .param("about", about)
        .param("actor", actor.id())
        .param("day", day)
        .query(UUID.class)
        .optional();
  }

  /** What was used, and for whom. */
  record Used(@Nullable UUID scriptId, @Nullable UUID materialId, Kit.About kind, UUID about) {

    /** The address of the record that it was used for. */
    String page() {
      return switch (kind) {
            case LEAD -> "/leads/";
            case DEAL -> "/pipeline/opportunities/";
            case PERSON -> "/contacts/people/";
          }
          + about;
    }
  }

  /** Takes back that somebody used something; only they may. */
  Optional<Used> unuse(UUID use, UserId actor) {
    return jdbc.sql(
            """
            delete from playbook.item_use where id = :use and used_by = :actor
            returning script_id, material_id, about_kind as kind, about_id as about
            """)
        .param("use", use)
        .param("actor", actor.id())
        .query(Used.class)
        .optional();
  }

  /**
   * The stories to choose from, by title; those retired or without a part of the message say so.
   */
  @Transactional(readOnly = true)
  public List<Choice> storyChoices(@Nullable StoryId kept) {
    Locale locale = LocaleContextHolder.getLocale();
    String partless = words.getMessage("story.choice.partless", null, locale);
    String retired = words.getMessage("story.choice.retired", null, locale);
    return lists.storyChoices(kept == null ? null : kept.id()).stream()
        .map(
            story ->
                new Choice(
                    story.value(),
                    story.retired()
                        ? story.title() + " · " + retired
                        : story.partless() ? story.title() + " · " + partless : story.title()))
        .toList();
  }

  /** The titles of these stories. */
  @Transactional(readOnly = true)
  public Map<UUID, String> storyTitles(Collection<UUID> ids) {
    return lists.titles("story", "title", ids);
  }

  /**
   * The offers that can still be taken, by name, with their price.
   *
   * @param kept one that may stay although it is over
   */
  @Transactional(readOnly = true)
  public List<Choice> offerChoices(@Nullable OfferId kept, Formats show) {
    LocalDate today = show.day(clock.instant());
    return offerChoices(
        kept,
        show,
        today,
        o -> !o.isOver(today),
        words.getMessage("offer.over", null, show.locale()));
  }

  /** The same with those that are over: what was bought some day may have been one of them. */
  @Transactional(readOnly = true)
  public List<Choice> offersOfAnyDay(@Nullable OfferId kept, Formats show) {
    return offerChoices(kept, show, show.day(clock.instant()), o -> true, "");
  }

  private List<Choice> offerChoices(
      @Nullable OfferId kept,
      Formats show,
      LocalDate today,
      Predicate<Offer.Content> open,
      String over) {
    List<BetterForNew.Other> all = lists.offers(kept == null ? null : kept.id());
    return all.stream()
        .filter(o -> open.test(o.content()) || kept != null && kept.id().equals(o.id()))
        .map(
            o -> {
              String label = o.content().name() + " · " + price(o.content(), show);
              return new Choice(
                  o.id().toString(),
                  !open.test(o.content())
                      ? label + " · " + over
                      : BetterForNew.of(o.content(), all, today, folding).isPresent()
                          ? label
                              + " · "
                              + words.getMessage("offer.better.short", null, show.locale())
                          : label);
            })
        .toList();
  }

  /** The key of why an offer that is not among the choices cannot be chosen. */
  @Transactional(readOnly = true)
  public String refusalOf(UUID offer, LocalDate today) {
    return offers
        .findById(new OfferId(offer))
        .filter(o -> o.content().isOver(today))
        .map(o -> "offer.over.refused")
        .orElse("choose");
  }

  /**
   * The ids of all stories and offers that something may tell and offer.
   *
   * @param story one that may stay although it is not in use
   * @param offer one that may stay although it is not in use
   * @param today offers that are over by then are none of them; null for those of any day
   */
  @Transactional(readOnly = true)
  public List<UUID> toChoose(
      @Nullable StoryId story, @Nullable OfferId offer, @Nullable LocalDate today) {
    return Stream.concat(
            storyChoices(story).stream().map(c -> UUID.fromString(c.value())),
            lists.offers(offer == null ? null : offer.id()).stream()
                .filter(
                    o ->
                        today == null
                            || !o.content().isOver(today)
                            || offer != null && offer.id().equals(o.id()))
                .map(BetterForNew.Other::id))
        .toList();
  }

  /** The trials and diagnoses that can be asked for on a day, by name. */
  @Transactional(readOnly = true)
  public List<Choice> trialChoices(LocalDate day) {
    return lists.offers(null).stream()
        .filter(o -> !o.content().isOver(day))
        .filter(o -> o.content().kind() != Offer.Kind.SALE)
        .map(o -> new Choice(o.id().toString(), o.content().name()))
        .toList();
  }

  /** The names of these offers. */
  @Transactional(readOnly = true)
  public Map<UUID, String> offerNames(Collection<UUID> ids) {
    return lists.titles("offer", "name", ids);
  }

  /** The offer, with how it beats what existing customers can have on that day. */
  @Transactional(readOnly = true)
  public Optional<Kit.OfferCard> offer(OfferId id, LocalDate today) {
    List<BetterForNew.Other> known = lists.offerAndThoseAlike(id.id());
    return known.stream()
        .findFirst()
        .filter(o -> o.id().equals(id.id()))
        .map(
            o ->
                new Kit.OfferCard(
                    o.id(),
                    o.content(),
                    BetterForNew.of(o.content(), known, today, folding).orElse(null)));
  }

  /**
   * All the ways in which somebody who is no customer yet would be better off than one who took
   * this offer (R033), the cheapest first, then those that give more; empty when nobody would.
   *
   * @param taken what the customer has, though it may be over; where it was for new customers only,
   *     the best that existing ones can have today of its product line is compared
   */
  @Transactional(readOnly = true)
  public List<NewOffer> betterForNew(OfferId taken, LocalDate today) {
    List<BetterForNew.Other> line = lists.offersOfLine(taken.id());
    Optional<BetterForNew.Other> theirs =
        line.stream()
            .filter(o -> o.id().equals(taken.id()))
            .filter(o -> o.content().forWhom() != Offer.ForWhom.NEW)
            .findFirst();
    return line.stream()
        .flatMap(
            o ->
                theirs
                    .map(own -> BetterForNew.than(own, o.content(), today, folding))
                    .orElseGet(
                        () ->
                            BetterForNew.of(o.content(), line, today, folding)
                                .filter(BetterForNew::isNow))
                    .stream()
                    .map(better -> new NewOffer(o.id(), o.content().name(), better)))
        .sorted(
            Comparator.comparing((NewOffer o) -> o.better().by())
                .thenComparing(
                    o ->
                        o.better().price() == null ? BigDecimal.ZERO : o.better().price().amount()))
        .toList();
  }

  /** An offer for new customers only, and how it beats what existing ones have. */
  public record NewOffer(UUID id, String name, BetterForNew better) {}

  /** The story, with the parts of the core message that it carries now. */
  @Transactional(readOnly = true)
  public Optional<Kit.StoryCard> story(StoryId id) {
    return lists.story(id.id());
  }

  /** The competitors about whom there is a battlecard. */
  @Transactional(readOnly = true)
  public List<String> competitors() {
    return jdbc.sql(
            """
            select distinct competitor from playbook.material
            where competitor is not null and retired_at is null order by 1 limit 100
            """)
        .query(String.class)
        .list();
  }

  /**
   * The scripts and the material to choose a kit from, those that suit the phase and the profile
   * first; without customers' words that may not be shown to others.
   */
  @Transactional(readOnly = true)
  public List<KitChoice> kitChoices(HourglassPhase phase, ProfileId profile) {
    return lists.kitChoices(phase, profile, ownWords.hiddenFrom(Set.of()));
  }

  /**
   * Something that can be chosen for the kit of an activity.
   *
   * @param suits whether it is for that phase and profile
   */
  public record KitChoice(
      Kit.Item item, UUID id, String title, @Nullable String kind, boolean suits, int uses) {}

  /** The kit for a record, in the reader's formats. */
  @Transactional(readOnly = true)
  public Kit kit(Kit.Wanted wanted, Formats show) {
    PlaybookLists.KitParts parts = lists.kitParts(wanted, ownWords.hiddenFrom(wanted.about()));
    Kit.StoryCard story = parts.story();
    Kit.OfferCard offer =
        wanted.offer() == null
            ? null
            : offer(wanted.offer(), show.day(clock.instant())).orElse(null);
    Map<MergeField, String> facts = new EnumMap<>(MergeField.class);
    facts.putAll(wanted.facts());
    if (story != null) {
      facts.put(MergeField.STORY_TITLE, story.title());
    }
    if (offer != null) {
      Offer.Content content = offer.content();
      facts.put(MergeField.OFFER_NAME, content.name());
      facts.put(MergeField.OFFER_PRICE, price(content, show));
      if (content.guarantee() != null) {
        facts.put(MergeField.OFFER_GUARANTEE, content.guarantee());
      }
    }
    boolean named =
        parts.scripts().stream().anyMatch(t -> MergeText.asks(t.body(), MergeField.PROFILE_NAME));
    if (named && wanted.profile() != null) {
      Optional.ofNullable(profiles.names().get(wanted.profile()))
          .ifPresent(name -> facts.put(MergeField.PROFILE_NAME, name));
    }
    Map<MergeField, String> known = Map.copyOf(facts);
    wanted.typed().forEach(facts::putIfAbsent);
    return new Kit(
        story,
        offer,
        parts.scripts().stream()
            .map(
                t ->
                    new Kit.FilledScript(
                        t.id(),
                        t.title(),
                        t.phase(),
                        t.spokenTo(),
                        t.chosen(),
                        t.subject() == null ? List.of() : MergeText.fill(t.subject(), facts),
                        MergeText.fill(t.body(), facts),
                        MergeText.missing(
                            Objects.requireNonNullElse(t.subject(), "") + "\n" + t.body(), known)))
            .toList(),
        parts.material(),
        parts.battlecards(),
        parts.objections(),
        known.get(MergeField.PERSON_EMAIL),
        known.get(MergeField.PERSON_PHONE));
  }

  /** What each merge field is called in words. */
  public Map<MergeField, String> mergeNames(Locale locale) {
    return Stream.of(MergeField.values())
        .collect(
            Collectors.toMap(
                f -> f,
                f -> words.getMessage("merge." + f, null, locale),
                (a, b) -> a,
                () -> new EnumMap<>(MergeField.class)));
  }

  private String price(Offer.Content offer, Formats show) {
    return offer.price() == null
        ? words.getMessage("offer.free", null, show.locale())
        : show.money(offer.price(), offer.currency());
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
