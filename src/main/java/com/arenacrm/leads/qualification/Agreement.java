package com.arenacrm.leads.qualification;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.leads.qualification.Definition.Side;
import com.arenacrm.leads.qualification.Definition.State;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the two teams do with the definition: each signs what it read, so each verb carries the
 * version that was on the page, and each is in the audit trail.
 */
@Component
@Transactional
public class Agreement {

  private final Definitions definitions;
  private final UserNames userNames;
  private final Notices notices;
  private final AuditTrail audit;

  Agreement(Definitions definitions, UserNames userNames, Notices notices, AuditTrail audit) {
    this.definitions = definitions;
    this.userNames = userNames;
    this.notices = notices;
    this.audit = audit;
  }

  /**
   * Keeps a draft: the one that is being written, or a new edition.
   *
   * @param number the edition that was on the page; 0 when none was being written
   * @param version of that edition
   * @return the number of the draft
   * @throws RefusedException when the other team is reading a proposal
   * @throws StaleVersionException when somebody else wrote it meanwhile
   */
  int keep(int number, int version, List<Criterion> criteria, CurrentUser actor, Instant now) {
    Optional<Definition> latest = definitions.findFirstByOrderByNumberDesc();
    Optional<Definition> open = latest.filter(d -> d.state().isOpen());
    if (open.filter(d -> d.state() == State.DRAFT && d.criteria().equals(criteria)).isPresent()) {
      return open.get().number(); // sent twice
    }
    if (number == 0) {
      if (open.isPresent()) {
        throw new StaleVersionException();
      }
      int next = latest.map(Definition::number).orElse(0) + 1;
      definitions.save(new Definition(DefinitionId.next(), next, criteria, actor.id(), now));
      return next;
    }
    Definition draft = read(number, version);
    draft.rewrite(criteria);
    definitions.save(draft);
    return number;
  }

  /** Whether both teams have signed just this. */
  @Transactional(readOnly = true)
  public boolean isInForce(List<Criterion> criteria) {
    return definitions
        .findByState(State.IN_FORCE)
        .filter(now -> now.criteria().equals(criteria))
        .isPresent();
  }

  /**
   * Puts into force what both teams have signed already, elsewhere than on its page.
   *
   * @return the id of the edition
   * @throws RefusedException when one person stands for both teams
   */
  public UUID agreed(List<Criterion> criteria, UserId marketing, UserId sales, Instant at) {
    if (marketing.equals(sales)) {
      throw new RefusedException("definition.onePerson");
    }
    int next = definitions.findFirstByOrderByNumberDesc().map(Definition::number).orElse(0) + 1;
    Definition edition = new Definition(DefinitionId.next(), next, criteria, marketing, at);
    giveWay(at);
    edition.propose(Side.MARKETING, marketing, at);
    edition.sign(sales, at);
    return definitions.save(edition).id().id();
  }

  private void giveWay(Instant now) {
    definitions
        .findByState(State.IN_FORCE)
        .ifPresent(
            before -> {
              before.giveWay(now);
              definitions.save(before);
            });
  }

  /**
   * Signs for the actor's team, and asks the other to; each of them is told at once.
   *
   * @throws RefusedException when the actor belongs to neither team, or it asks what is in force
   */
  void propose(int number, int version, CurrentUser actor, Instant now) {
    if (definitions
        .findByNumber(number)
        .filter(d -> d.state() == State.PROPOSED && actor.id().equals(d.proposer()))
        .isPresent()) {
      return; // sent twice
    }
    Definition draft = read(number, version);
    if (isInForce(draft.criteria())) {
      throw new RefusedException("definition.same");
    }
    Side side = sideOf(actor).orElseThrow(() -> new RefusedException("definition.noTeam"));
    draft.propose(side, actor.id(), now);
    definitions.save(draft);
    audit.note(actor, "definition-proposed", subject(draft));
    for (Colleague colleague : userNames.active(side.other().role())) {
      if (!colleague.id().equals(actor.id())) {
        tell(colleague.id(), draft, "definition.told.proposed", actor, now);
      }
    }
  }

  private void tell(
      UserId user, Definition definition, String textKey, CurrentUser actor, Instant now) {
    String number = String.valueOf(definition.number());
    notices.tellAtOnce(
        user,
        show ->
            new Line(
                "definition",
                textKey,
                List.of(number, actor.name()),
                "/leads/definition/" + number),
        now);
  }

  /** Tells who signed first what the other team did. */
  private void tellProposer(
      @Nullable UserId proposer,
      Definition definition,
      String textKey,
      CurrentUser actor,
      Instant now) {
    if (proposer != null && !proposer.equals(actor.id()) && userNames.isActive(proposer)) {
      tell(proposer, definition, textKey, actor, now);
    }
  }

  void takeBack(int number, int version, CurrentUser actor) {
    Definition proposed = read(number, version);
    if (!mayTakeBack(actor, proposed)) {
      throw new RefusedException("definition.otherTeam");
    }
    proposed.takeBack();
    definitions.save(proposed);
    audit.note(actor, "definition-taken-back", subject(proposed));
  }

  /** Signs for the team that is awaited; the one in force gives way. */
  void sign(int number, int version, CurrentUser actor, Instant now) {
    if (definitions
        .findByNumber(number)
        .filter(d -> d.state() == State.IN_FORCE && d.isSignedBy(actor.id()))
        .isPresent()) {
      return; // sent twice
    }
    Definition proposed = read(number, version);
    requireAwaited(proposed, actor);
    UserId proposer = proposed.proposer();
    giveWay(now);
    proposed.sign(actor.id(), now);
    definitions.save(proposed);
    audit.note(actor, "definition-signed", subject(proposed));
    tellProposer(proposer, proposed, "definition.told.signed", actor, now);
  }

  void sendBack(int number, int version, String comment, CurrentUser actor, Instant now) {
    Definition proposed = read(number, version);
    requireAwaited(proposed, actor);
    UserId proposer = proposed.proposer();
    proposed.sendBack(actor.id(), comment, now);
    definitions.save(proposed);
    audit.note(actor, "definition-sent-back", subject(proposed), null, comment);
    tellProposer(proposer, proposed, "definition.told.sentBack", actor, now);
  }

  void discard(int number, int version, CurrentUser actor) {
    if (definitions.findByNumber(number).isEmpty()) {
      return; // sent twice
    }
    Definition draft = read(number, version);
    draft.requireDraft();
    definitions.delete(draft);
    audit.note(actor, "definition-discarded", subject(draft));
  }

  private static void requireAwaited(Definition proposed, CurrentUser actor) {
    Side awaited =
        proposed.awaited().orElseThrow(() -> new RefusedException("definition.notProposed"));
    if (!belongsTo(actor, awaited)) {
      throw new RefusedException("definition.otherTeam");
    }
    if (actor.id().equals(proposed.proposer())) {
      throw new RefusedException("definition.onePerson");
    }
  }

  /**
   * Whether somebody may answer a proposal for the team that is awaited. Nobody does for both
   * teams, whatever they may do besides: an agreement takes two.
   */
  static boolean maySign(CurrentUser actor, Definition proposed) {
    return proposed.awaited().filter(side -> belongsTo(actor, side)).isPresent()
        && !actor.id().equals(proposed.proposer());
  }

  /** Whether somebody belongs to the team that proposed it. */
  static boolean mayTakeBack(CurrentUser actor, Definition proposed) {
    return proposed.awaited().filter(side -> belongsTo(actor, side.other())).isPresent();
  }

  /** Whether somebody may propose: whoever belongs to one of the two teams. */
  static boolean mayPropose(CurrentUser actor) {
    return sideOf(actor).isPresent();
  }

  /** Whether somebody speaks for a team. A manager who does not sell is none of sales. */
  private static boolean belongsTo(CurrentUser actor, Side side) {
    return actor.is(side.role());
  }

  /** The team that somebody proposes for: marketing where they belong to both. */
  private static Optional<Side> sideOf(CurrentUser actor) {
    return Stream.of(Side.MARKETING, Side.SALES)
        .filter(side -> actor.holds(side.role()))
        .findFirst()
        .or(() -> actor.isAdministrator() ? Optional.of(Side.MARKETING) : Optional.empty());
  }

  private Definition read(int number, int version) {
    Definition definition = definitions.findByNumber(number).orElseThrow(NotFoundException::new);
    StaleVersionException.check(version, definition.version());
    return definition;
  }

  private static Subject subject(Definition definition) {
    return new Subject("definition", definition.id().id(), String.valueOf(definition.number()));
  }
}
