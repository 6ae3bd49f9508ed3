package com.arenacrm.leads;

import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ActivityKits;
import com.arenacrm.planner.ActivityKits.Packed;
import com.arenacrm.playbook.Kit;
import com.arenacrm.playbook.MergeField;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.SpokenTo;
import com.arenacrm.playbook.StoryId;
import com.arenacrm.shared.HourglassPhase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to what a lead was told, and with what they are to be spoken to: by the activity
 * that brought them, and in the way that suits them (R081, R089, R100).
 */
@Component
@Transactional(readOnly = true)
public class LeadKits {

  /**
   * What a lead was told.
   *
   * @param lead null for somebody who was told as a person, without being a lead
   * @param brought what the activity that brought them was given, or the one that told them; null
   *     when none did
   * @param story the one that the form told by which they came, else the activity
   * @param adaptation how the message is told to this one
   */
  public record Told(
      @Nullable LeadId lead,
      @Nullable Packed brought,
      @Nullable StoryId story,
      @Nullable String need,
      @Nullable String adaptation,
      @Nullable HourglassPhase phase,
      @Nullable ProfileId profile) {

    /** Scripts of the kit. */
    public Set<UUID> scripts() {
      return brought == null ? Set.of() : brought.scripts();
    }

    /** Material of the kit. */
    public Set<UUID> material() {
      return brought == null ? Set.of() : brought.material();
    }
  }

  /**
   * What part somebody has in a deal that is open, said by whoever keeps the deals.
   *
   * @param lead whom the deal comes from; null for nobody
   * @param roles their part in the purchase; none where nobody knows
   * @param competitor whom else they consider; null where nobody knows
   */
  public record Part(
      @Nullable LeadId lead,
      Set<SpokenTo> roles,
      HourglassPhase phase,
      @Nullable ProfileId profile,
      @Nullable OfferId offer,
      @Nullable String competitor) {}

  /** Knows the deals in which people take part. */
  public interface Parts {

    /** The latest open deal of somebody that the viewer may see; empty without one. */
    Optional<Part> of(PersonId person, CurrentUser viewer);
  }

  private final Leads leads;
  private final JdbcClient jdbc;
  private final ActivityKits kits;
  private final ContactBook contacts;

  LeadKits(Leads leads, JdbcClient jdbc, ActivityKits kits, ContactBook contacts) {
    this.leads = leads;
    this.jdbc = jdbc;
    this.kits = kits;
    this.contacts = contacts;
  }

  /** What this lead was told; empty when there is no such lead. */
  public Optional<Told> told(LeadId id) {
    return leads.findById(id).map(this::told);
  }

  /**
   * What somebody was told: as the lead that they are, else as one that they were, else by what
   * they met themselves (R089, R100).
   *
   * @param viewer who may see the leads; the activities everybody sees
   */
  public Optional<Told> toldTo(PersonId person, CurrentUser viewer) {
    Optional<Lead> lead =
        leads.findOpenElseEnded(person).filter(known -> viewer.scope().covers(known.salesOwner()));
    return toldTo(person, lead.filter(known -> !known.isEnded()), () -> lead.filter(Lead::isEnded));
  }

  /** The same where the open lead of theirs is known, if the viewer may see any. */
  Optional<Told> toldTo(PersonId person, Optional<Lead> open, CurrentUser viewer) {
    return toldTo(person, open, () -> of(person, EnumSet.of(LeadStage.ENDED), viewer));
  }

  private Optional<Told> toldTo(
      PersonId person, Optional<Lead> open, Supplier<Optional<Lead>> ended) {
    Told own = open.map(this::told).orElse(null);
    if (own != null && own.story() != null) {
      return Optional.of(own);
    }
    Packed met = kits.lastToldTo(person).orElse(null);
    if (met == null) {
      return Optional.ofNullable(own)
          .or(() -> ended.get().map(this::told).map(this::then))
          .filter(told -> told == own || told.story() != null);
    }
    return Optional.of(
        own == null
            ? new Told(null, met, met.story(), null, null, null, null)
            : new Told(
                own.lead(),
                met,
                met.story(),
                own.need(),
                own.adaptation(),
                own.phase(),
                own.profile()));
  }

  private Optional<Lead> of(PersonId person, Set<LeadStage> stages, CurrentUser viewer) {
    return leads
        .findFirstByPersonAndStageInOrderByCreatedAtDesc(person, EnumSet.copyOf(stages))
        .filter(lead -> viewer.scope().covers(lead.salesOwner()));
  }

  /** Of a lead that has ended, what they were told stays; what they then needed may be over. */
  private Told then(Told told) {
    return new Told(told.lead(), told.brought(), told.story(), null, null, null, told.profile());
  }

  Told told(Lead lead) {
    Packed brought =
        lead.sourceActivity()
            .flatMap(
                activity ->
                    kits.of(activity, lead.sourceOccurrence().orElse(null), lead.createdAt()))
            .orElse(null);
    return new Told(
        lead.id(),
        brought,
        lead.form()
            .flatMap(form -> storyOf(form, lead.createdAt()))
            .orElse(brought == null ? null : brought.story()),
        lead.facts().need(),
        lead.adaptation().orElse(null),
        lead.phase().orElse(null),
        lead.profile().orElse(null));
  }

  /** The story that a form told then. */
  private Optional<StoryId> storyOf(LeadFormId form, Instant at) {
    return jdbc.sql(
            """
            select coalesce((select b.story_id from leads.form_story_before b
              where b.form_id = f.id and b.until > :at order by b.until limit 1), f.story_id)
            from leads.lead_form f where f.id = :form
            """)
        .param("form", form.id())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .query((rs, n) -> Optional.ofNullable(rs.getObject(1, UUID.class)))
        .optional()
        .flatMap(story -> story)
        .map(StoryId::new);
  }

  /** Somebody for whom a kit is; null for nobody. */
  public @Nullable PersonCard card(@Nullable PersonId person) {
    return person == null ? null : contacts.cards(List.of(person)).get(person);
  }

  /** Whether somebody took back their consent to be written to; an answer they still get. */
  public static boolean isUnwilling(@Nullable PersonCard card) {
    return card != null && card.consent() == ConsentState.WITHDRAWN;
  }

  /** What fills a script for somebody. */
  public static Map<MergeField, String> facts(
      @Nullable PersonCard card, @Nullable Told told, CurrentUser speaker) {
    Map<MergeField, String> facts = new EnumMap<>(MergeField.class);
    if (card != null) {
      put(facts, MergeField.PERSON_NAME, card.name());
      put(facts, MergeField.PERSON_FIRST_NAME, card.name().strip().split("\\s+")[0]);
      put(facts, MergeField.PERSON_JOB, card.jobTitle());
      put(facts, MergeField.PERSON_EMAIL, card.email());
      put(facts, MergeField.PERSON_PHONE, card.phone());
      put(facts, MergeField.COMPANY_NAME, card.company());
    }
    if (told != null) {
      put(facts, MergeField.NEED, told.need());
      put(facts, MergeField.ADAPTATION, told.adaptation());
      put(facts, MergeField.ACTIVITY_TITLE, told.brought() == null ? null : told.brought().title());
    }
    put(facts, MergeField.SELLER_NAME, speaker.name());
    put(facts, MergeField.OUR_NAME, speaker.company().name());
    return facts;
  }

  private static void put(Map<MergeField, String> facts, MergeField field, @Nullable String fact) {
    if (fact != null && !fact.isBlank()) {
      facts.put(field, fact);
    }
  }

  /** What a kit has to hold for somebody who was told this; for anybody when nothing is known. */
  static Kit.Wanted wanted(
      @Nullable Told told,
      @Nullable Part part,
      PersonId person,
      @Nullable PersonCard card,
      CurrentUser speaker,
      Map<MergeField, String> typed) {
    Set<UUID> about = new HashSet<>(Set.of(person.id()));
    if (card != null && card.companyId() != null) {
      about.add(card.companyId().id());
    }
    Packed brought = told == null ? null : told.brought();
    return new Kit.Wanted(
        told == null ? Set.of() : told.scripts(),
        told == null ? Set.of() : told.material(),
        told == null ? null : told.story(),
        part != null && part.offer() != null
            ? part.offer()
            : brought == null ? null : brought.offer(),
        part != null ? part.phase() : told == null ? null : told.phase(),
        part != null && part.profile() != null
            ? part.profile()
            : told == null ? null : told.profile(),
        part == null ? Set.of() : part.roles(),
        part == null ? null : part.competitor(),
        about,
        facts(card, told, speaker),
        typed);
  }
}
