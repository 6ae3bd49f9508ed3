package com.arenacrm.welcome;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.ActivityKits;
import com.arenacrm.playbook.CoreMessage;
import com.arenacrm.playbook.Kit;
import com.arenacrm.playbook.Material;
import com.arenacrm.playbook.MaterialId;
import com.arenacrm.playbook.Offer;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.Script;
import com.arenacrm.playbook.ScriptId;
import com.arenacrm.playbook.SpokenTo;
import com.arenacrm.playbook.Story;
import com.arenacrm.playbook.StoryId;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Cafés Almendro says and offers: one promise with its proofs, worded anew once; stories, of
 * which one carries no part; scripts, cases and a competitor; an offer that is better for new
 * customers than for those it has, which Arena points out.
 */
final class SamplePlaybook {

  private final Playbook playbook;
  private final ActivityKits kits;
  private final SampleCast cast;
  private final SampleProfiles profiles;
  private final SampleWords words;
  private final SampleTime time;

  private final UUID remembered = TimeOrderedUuid.next();
  private final UUID noQueues = TimeOrderedUuid.next();
  private final UUID running = TimeOrderedUuid.next();
  private final UUID roasted = TimeOrderedUuid.next();
  private final StoryId breakfast = StoryId.next();
  private final StoryId roastery = StoryId.next();
  private final StoryId machine = StoryId.next();
  private final ScriptId firstCall = ScriptId.next();
  private final ScriptId director = ScriptId.next();
  private final ScriptId office = ScriptId.next();
  private final MaterialId caseStudy = MaterialId.next();
  private final MaterialId figure = MaterialId.next();
  private final MaterialId competitor = MaterialId.next();
  private final OfferId welcome = OfferId.next();
  private final OfferId loyal = OfferId.next();
  private final OfferId trial = OfferId.next();
  private final OfferId diagnosis = OfferId.next();

  SamplePlaybook(
      Playbook playbook,
      ActivityKits kits,
      SampleCast cast,
      SampleProfiles profiles,
      SampleWords words,
      SampleTime time) {
    this.playbook = playbook;
    this.kits = kits;
    this.cast = cast;
    this.profiles = profiles;
    this.words = words;
    this.time = time;
  }

  /** The story that an activity of the plan tells, by the activity's name in the plan. */
  @Nullable StoryId storyOf(String activity) {
    return Map.of(
            "newsletter", breakfast,
            "caseStudy", breakfast,
            "tasting", breakfast,
            "video", roastery,
            "visit", roastery,
            "lunch", breakfast,
            "diagnosis", machine)
        .get(activity);
  }

  /** What an activity of the plan offers. */
  @Nullable OfferId offerOf(String activity) {
    return Map.of("tasting", trial, "diagnosis", diagnosis, "offers", welcome, "sixtyDays", loyal)
        .get(activity);
  }

  StoryId breakfast() {
    return breakfast;
  }

  OfferId welcome() {
    return welcome;
  }

  OfferId loyal() {
    return loyal;
  }

  OfferId trial() {
    return trial;
  }

  OfferId diagnosis() {
    return diagnosis;
  }

  void write() {
    Instant first = time.at(-13, DayOfWeek.MONDAY, 10);
    playbook.word(
        0,
        words.say("say.promise.before"),
        List.of(part("say.roasted", roasted)),
        lucia().id(),
        first);
    playbook.word(
        1,
        words.say("say.promise"),
        List.of(
            part("say.remembered", remembered),
            part("say.noQueues", noQueues),
            part("say.running", running),
            new CoreMessage.Part(
                roasted, words.say("say.roasted.name"), words.say("say.roasted.says"), null)),
        lucia().id(),
        time.at(-9, DayOfWeek.MONDAY, 10));
    story(
        breakfast,
        Story.Kind.CUSTOMER,
        "story.breakfast",
        profiles.hotels(),
        Set.of(remembered, noQueues),
        Set.of(HourglassPhase.LIKE, HourglassPhase.TRUST, HourglassPhase.TRY));
    story(
        roastery,
        Story.Kind.COMPANY,
        "story.roastery",
        null,
        Set.of(),
        Set.of(HourglassPhase.LIKE));
    story(
        machine,
        Story.Kind.PRODUCT,
        "story.machine",
        null,
        Set.of(running),
        Set.of(HourglassPhase.TRY, HourglassPhase.BUY));
    script(firstCall, "script.firstCall", HourglassPhase.TRY, profiles.hotels(), null, breakfast);
    script(director, "script.director", null, profiles.hotels(), SpokenTo.DECIDES, breakfast);
    script(office, "script.officeCall", HourglassPhase.KNOW, profiles.offices(), null, null);
    material();
    offers();
  }

  /** The kits of two activities. */
  void pack(ActivityId tasting, ActivityId visit) {
    kits.pack(tasting, List.of(firstCall, director), List.of(caseStudy, figure));
    kits.pack(visit, List.of(director), List.of(caseStudy));
  }

  /** Marcos calls with the script of the kit. */
  void usedFor(UUID lead, Instant at) {
    playbook.use(
        TimeOrderedUuid.next(),
        firstCall.id(),
        null,
        Kit.About.LEAD,
        lead,
        cast.marcos().id(),
        at,
        cast.marcos().company().zone());
  }

  /** Inés shows the case. */
  void shownTo(UUID lead, Instant at) {
    playbook.use(
        TimeOrderedUuid.next(),
        null,
        caseStudy.id(),
        Kit.About.LEAD,
        lead,
        cast.ines().id(),
        at,
        cast.ines().company().zone());
  }

  private CurrentUser lucia() {
    return cast.lucia();
  }

  private CoreMessage.Part part(String name, UUID id) {
    return new CoreMessage.Part(
        id, words.say(name + ".name"), words.say(name + ".says"), words.say(name + ".proof"));
  }

  private void story(
      StoryId id,
      Story.Kind kind,
      String name,
      @Nullable ProfileId profile,
      Set<UUID> parts,
      Set<HourglassPhase> phases) {
    playbook.tell(
        id,
        new Story.Content(
            kind, words.say(name + ".title"), words.say(name + ".body"), profile, parts, phases),
        lucia().id(),
        time.at(-13, DayOfWeek.TUESDAY, 10));
  }

  private void script(
      ScriptId id,
      String name,
      @Nullable HourglassPhase phase,
      ProfileId profile,
      @Nullable SpokenTo to,
      @Nullable StoryId story) {
    playbook.script(
        id,
        new Script.Content(
            words.say(name + ".title"),
            words.say(name + ".subject"),
            words.say(name + ".body"),
            phase,
            profile,
            to,
            story),
        lucia().id(),
        time.at(-13, DayOfWeek.WEDNESDAY, 10));
  }

  private void material() {
    keep(
        caseStudy,
        new Material.Content(
            Material.Kind.CASE,
            words.say("case.title"),
            words.say("case.body"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            profiles.hotels()));
    keep(
        figure,
        new Material.Content(
            Material.Kind.BENCHMARK,
            words.say("figure.title"),
            null,
            words.say("figure.figure"),
            words.say("figure.source"),
            null,
            null,
            null,
            null,
            null,
            null,
            profiles.hotels()));
    keep(
        competitor,
        new Material.Content(
            Material.Kind.BATTLECARD,
            words.say("competitor.title"),
            null,
            null,
            null,
            null,
            COMPETITOR,
            words.say("competitor.strengths"),
            words.say("competitor.weaknesses"),
            words.say("competitor.answer"),
            null,
            null));
  }

  /** Whom hotels compare it with. */
  static final String COMPETITOR = "Cafés Norte";

  private void keep(MaterialId id, Material.Content content) {
    playbook.material(id, content, lucia().id(), time.at(-13, DayOfWeek.WEDNESDAY, 12));
  }

  private void offers() {
    offer(
        welcome,
        Offer.Kind.SALE,
        "offer.welcome",
        690,
        Offer.ForWhom.NEW,
        true,
        List.of(item("offer.training", 300), item("offer.spare", 240)));
    offer(
        loyal,
        Offer.Kind.SALE,
        "offer.loyal",
        720,
        Offer.ForWhom.EXISTING,
        false,
        List.of(item("offer.training", 300)));
    offer(
        trial,
        Offer.Kind.TRIAL,
        "offer.trial",
        null,
        Offer.ForWhom.NEW,
        true,
        List.of(item("offer.beans", 120)));
    offer(
        diagnosis,
        Offer.Kind.DIAGNOSIS,
        "offer.diagnosis",
        null,
        Offer.ForWhom.ALL,
        false,
        List.of());
  }

  private Offer.Item item(String name, int worth) {
    return new Offer.Item(words.say(name + ".item"), BigDecimal.valueOf(worth));
  }

  private void offer(
      OfferId id,
      Offer.Kind kind,
      String name,
      @Nullable Integer price,
      Offer.ForWhom forWhom,
      boolean guaranteed,
      List<Offer.Item> items) {
    playbook.offer(
        id,
        new Offer.Content(
            kind,
            words.say(name + ".name"),
            words.say("offer.line"),
            price == null ? null : BigDecimal.valueOf(price),
            lucia().company().currency(),
            forWhom,
            guaranteed ? words.say(name + ".guarantee") : null,
            null,
            null,
            items),
        lucia().id(),
        time.at(-13, DayOfWeek.THURSDAY, 10));
  }
}
