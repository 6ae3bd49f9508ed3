package com.arenacrm.leads.qualification;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.qualification.Definition.Side;
import com.arenacrm.leads.qualification.Definition.State;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
  private final AuditTrail audit;

  Agreement(Definitions definitions, AuditTrail audit) {
    this.definitions = definitions;
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

  /**
   * Puts into force what both teams have signed already, elsewhere than on its page.
   *
   * @return the id of the edition
   */
  public UUID agreed(List<Criterion> criteria, UserId marketing, UserId sales, Instant at) {
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

  /** Signs for the actor's team, and asks the other to. */
  void propose(int number, int version, CurrentUser actor, Instant now) {
    Definition draft = read(number, version);
    draft.propose(sideOf(actor), actor.id(), now);
    definitions.save(draft);
    audit.note(actor, "definition-proposed", subject(draft));
  }

  void takeBack(int number, int version, CurrentUser actor) {
    Definition proposed = read(number, version);
    if (proposed.awaited().filter(side -> maySign(actor, side.other())).isEmpty()) {
      throw new RefusedException("definition.otherTeam");
    }
    proposed.takeBack();
    definitions.save(proposed);
    audit.note(actor, "definition-taken-back", subject(proposed));
  }

  /** Signs for the team that is awaited; the one in force gives way. */
  void sign(int number, int version, CurrentUser actor, Instant now) {
    Definition proposed = read(number, version);
    requireAwaited(proposed, actor);
    giveWay(now);
    proposed.sign(actor.id(), now);
    definitions.save(proposed);
    audit.note(actor, "definition-signed", subject(proposed));
  }

  void sendBack(int number, int version, String comment, CurrentUser actor, Instant now) {
    Definition proposed = read(number, version);
    requireAwaited(proposed, actor);
    proposed.sendBack(actor.id(), comment, now);
    definitions.save(proposed);
    audit.note(actor, "definition-sent-back", subject(proposed), null, comment);
  }

  void discard(int number, int version, CurrentUser actor) {
    Definition draft = read(number, version);
    draft.requireDraft();
    definitions.delete(draft);
    audit.note(actor, "definition-discarded", subject(draft));
  }

  private static void requireAwaited(Definition proposed, CurrentUser actor) {
    Side awaited =
        proposed.awaited().orElseThrow(() -> new RefusedException("definition.notProposed"));
    if (!maySign(actor, awaited)) {
      throw new RefusedException("definition.otherTeam");
    }
  }

  /** Whether somebody may speak for a team; a manager does for sales. */
  static boolean maySign(CurrentUser actor, Side side) {
    return side == Side.MARKETING ? actor.isMarketing() : actor.isSales() || actor.isManager();
  }

  /** The team that somebody proposes for: marketing where they belong to it. */
  private static Side sideOf(CurrentUser actor) {
    return actor.holds(Role.MARKETING) || !maySign(actor, Side.SALES) || actor.isAdministrator()
        ? Side.MARKETING
        : Side.SALES;
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
