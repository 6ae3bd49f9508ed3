package com.arenacrm.leads.survey;

import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.research.Finding;
import com.arenacrm.icp.research.Research;
import com.arenacrm.icp.research.ResearchNoteId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.Secret;
import com.arenacrm.leads.Trial;
import com.arenacrm.leads.TrialId;
import com.arenacrm.leads.Trials;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.playbook.Playbook;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to what people say after a trial: asking them, taking their answer, and reading
 * what they said (R076).
 */
@Component
@Transactional
public class Surveys {

  static final int PAGE = 30;

  private final SurveyRecords surveys;
  private final Trials trials;
  private final ContactBook contacts;
  private final Playbook playbook;
  private final Research research;
  private final Notices notices;
  private final UserNames userNames;
  private final JdbcClient jdbc;

  Surveys(
      SurveyRecords surveys,
      Trials trials,
      ContactBook contacts,
      Playbook playbook,
      Research research,
      Notices notices,
      UserNames userNames,
      JdbcClient jdbc) {
    this.surveys = surveys;
    this.trials = trials;
    this.contacts = contacts;
    this.playbook = playbook;
    this.research = research;
    this.notices = notices;
    this.userNames = userNames;
    this.jdbc = jdbc;
  }

  /**
   * Asks somebody what a trial was like. An address that was made before and not answered no longer
   * works.
   *
   * @param secret of the new address, chosen by the caller, so that sending a form twice asks once
   * @throws NotFoundException when this person may not see the lead
   * @throws RefusedException before the trial was delivered, once it was answered, when they do not
   *     want to hear from us, or when that address has given way to another
   */
  public void ask(TrialId id, Secret secret, CurrentUser actor, Instant now) {
    Trial trial = trials.get(id, actor);
    if (trial.state() == Trial.State.REQUESTED) {
      throw new RefusedException("survey.undelivered");
    }
    About about = about(id);
    if (contacts.person(new PersonId(about.personId())).consent() == ConsentState.WITHDRAWN) {
      throw new RefusedException("survey.withdrawn", about.personName());
    }
    // Of two who ask at once, the second sees what the first did.
    jdbc.sql("select id from leads.trial where id = :id for update")
        .param("id", id.id())
        .query(UUID.class)
        .single();
    Optional<Survey> same = surveys.findByHash(secret.hash());
    if (same.isPresent()) {
      if (!same.get().trial().equals(id) || same.get().state(now) != Survey.State.OPEN) {
        throw new RefusedException("survey.replaced");
      }
      return;
    }
    surveys
        .findByTrialAndVoidedAtIsNull(id)
        .ifPresent(
            before -> {
              before.giveWay(now);
              surveys.save(before);
            });
    surveys.save(new Survey(SurveyId.next(), id, secret, actor.id(), now));
  }

  /** The survey at this address; empty for an address that we never made. */
  @Transactional(readOnly = true)
  Optional<Survey> at(Secret secret) {
    return surveys.findByHash(secret.hash());
  }

  /**
   * Takes an answer, and tells those in charge of the lead; where nobody is, whoever asked.
   *
   * @param form identifies the form that was sent, so that sending it twice answers once
   * @throws NotFoundException for an address that we never made
   * @throws RefusedException when it takes no answer, any more or again
   */
  public void answer(Secret secret, UUID form, Survey.Answer said, Instant now) {
    Survey survey = at(secret).orElseThrow(NotFoundException::new);
    survey.answer(form, said, now);
    surveys.save(survey);
    About about = about(survey.trial());
    String offer = offerName(about);
    List<UUID> inCharge =
        Stream.of(about.ownerId(), about.salesOwnerId())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    for (UUID user : inCharge.isEmpty() ? List.of(survey.createdBy()) : inCharge) {
      if (userNames.isActive(new UserId(user))) {
        notices.tell(
            new UserId(user),
            new Reminders.Line(
                "survey",
                "survey.notice",
                List.of(about.personName(), offer, String.valueOf(said.score())),
                "/leads/" + about.leadId() + "#trials"),
            now);
      }
    }
  }

  /** Whether the survey at this address was answered by this very form. */
  @Transactional(readOnly = true)
  boolean isAnsweredBy(Secret secret, UUID form) {
    return at(secret).filter(s -> s.isAnsweredBy(form)).isPresent();
  }

  /**
   * Makes a research note of an answer, which then says so.
   *
   * @throws NotFoundException when there is no such answer, or this person may not see it
   * @throws RefusedException when there is a note of it already
   */
  public void note(
      SurveyId id, ResearchNoteId note, Finding finding, CurrentUser actor, Instant now) {
    Survey survey = get(id, actor);
    survey.note(note);
    research.note(note, finding, actor.id(), now);
    surveys.save(survey);
  }

  /** The survey, if this person may see its lead. */
  @Transactional(readOnly = true)
  Survey get(SurveyId id, CurrentUser viewer) {
    Survey survey = surveys.findById(id).orElseThrow(NotFoundException::new);
    trials.get(survey.trial(), viewer);
    return survey;
  }

  /** The survey of a trial whose address was made last; empty while nobody asked. */
  @Transactional(readOnly = true)
  public Optional<Survey> of(TrialId trial) {
    return surveys.findByTrialAndVoidedAtIsNull(trial);
  }

  /**
   * What a survey is about.
   *
   * @param profileId the profile that the lead is for, or that it fits best
   */
  record About(
      UUID trialId,
      boolean delivered,
      UUID leadId,
      UUID personId,
      String personName,
      @Nullable UUID ownerId,
      @Nullable UUID salesOwnerId,
      @Nullable UUID profileId,
      UUID offerId) {}

  private static final String ABOUT =
      """
      select t.id as trial_id, t.delivered_on is not null as delivered, l.id as lead_id,
        l.person_id, l.person_name, l.owner_id, l.sales_owner_id,
        coalesce(l.profile_id, (select f.profile_id from leads.lead_fit f
          where f.lead_id = l.id order by f.knocked_out, f.score desc limit 1)) as profile_id,
        t.offer_id
      from leads.trial t join leads.lead l on l.id = t.lead_id
      where t.id = :trial and %s
      """;

  /** What a survey is about, whoever looks: the page behind its address shows the offer only. */
  @Transactional(readOnly = true)
  About about(TrialId trial) {
    return jdbc.sql(ABOUT.formatted("true")).param("trial", trial.id()).query(About.class).single();
  }

  /**
   * The same, if this person may see the lead.
   *
   * @throws NotFoundException otherwise
   */
  @Transactional(readOnly = true)
  About about(TrialId trial, CurrentUser viewer) {
    return jdbc.sql(ABOUT.formatted(viewer.scope().condition("l.sales_owner_id")))
        .param("trial", trial.id())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(About.class)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  /** What was tried, by its name. */
  @Transactional(readOnly = true)
  String offerName(About about) {
    return playbook.offerNames(List.of(about.offerId())).getOrDefault(about.offerId(), "");
  }

  /** Which surveys are meant. */
  enum Which {
    ANSWERED("s.answered_at is not null"),
    /** Not answered, in time or ever. */
    UNANSWERED("s.answered_at is null");

    private final String condition;

    Which(String condition) {
      this.condition = condition;
    }
  }

  /** One line of the list of surveys. */
  record Row(
      UUID id,
      UUID leadId,
      String personName,
      @Nullable String companyName,
      UUID offerId,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant answeredAt,
      @Nullable Integer score,
      @Nullable String expected,
      @Nullable String surprised,
      @Nullable UUID noteId) {

    /** Whether its address takes no answer any more. */
    public boolean isExpired(Instant now) {
      return answeredAt == null && !now.isBefore(expiresAt);
    }
  }

  /**
   * The surveys of leads that this viewer may see, those that were answered or asked last first;
   * addresses that gave way to others do not count.
   *
   * @param which null for all of them
   */
  @Transactional(readOnly = true)
  Slice<Row> seen(
      @Nullable UUID offer, @Nullable Which which, @Nullable UUID after, CurrentUser viewer) {
    return Slice.of(
        jdbc.sql(
                """
                select s.id, t.lead_id, l.person_name, l.company_name, t.offer_id, s.created_at,
                  s.expires_at, s.answered_at, s.score, s.expected, s.surprised, s.note_id
                from leads.survey s join leads.trial t on t.id = s.trial_id
                join leads.lead l on l.id = t.lead_id
                where s.voided_at is null and %s and %s
                  and (cast(:offer as uuid) is null or t.offer_id = :offer)
                  and (cast(:after as uuid) is null
                    or (coalesce(s.answered_at, s.created_at), s.id) <
                      (select coalesce(a.answered_at, a.created_at), a.id
                       from leads.survey a where a.id = :after))
                order by coalesce(s.answered_at, s.created_at) desc, s.id desc limit :limit
                """
                    .formatted(
                        which == null ? "true" : which.condition,
                        viewer.scope().condition("l.sales_owner_id")))
            .param("offer", offer)
            .param("after", after)
            .param("limit", PAGE + 1)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Row.class)
            .list(),
        PAGE,
        Row::id);
  }

  /**
   * How many were asked, how many answered, and how it was on average.
   *
   * @param mean from 1 to 5; null while nobody answered
   */
  record Summary(int asked, int answered, @Nullable BigDecimal mean) {

    /** With fewer answers a mean may well be chance, and must say so. */
    static final int ENOUGH = 5;

    public int unanswered() {
      return asked - answered;
    }

    public boolean isEnough() {
      return answered >= ENOUGH;
    }

    /** How many answers are missing before the mean says something. */
    public int missing() {
      return ENOUGH - answered;
    }
  }

  /** The same of all of them, for the trials of one offer or of all. */
  @Transactional(readOnly = true)
  Summary summary(@Nullable UUID offer, CurrentUser viewer) {
    return jdbc.sql(
            """
            select count(*) as asked, count(s.answered_at) as answered,
              round(avg(s.score), 1) as mean
            from leads.survey s join leads.trial t on t.id = s.trial_id
            join leads.lead l on l.id = t.lead_id
            where s.voided_at is null and %s
              and (cast(:offer as uuid) is null or t.offer_id = :offer)
            """
                .formatted(viewer.scope().condition("l.sales_owner_id")))
        .param("offer", offer)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Summary.class)
        .single();
  }
}
