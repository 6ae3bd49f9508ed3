package com.arenacrm.icp;

import com.arenacrm.contacts.ContactScores;
import com.arenacrm.contacts.Facts;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.Scorecard;
import com.arenacrm.icp.Edition.State;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to ideal-customer profiles: which there are, who fits them, which phases apply,
 * and writing and signing them.
 */
@Component
@Transactional
public class Profiles {

  private final IdealCustomerProfiles profiles;
  private final Editions editions;
  private final EditionPages pages;
  private final ContactScores scores;
  private final Folding folding;
  private final JdbcClient jdbc;

  Profiles(
      IdealCustomerProfiles profiles,
      Editions editions,
      EditionPages pages,
      ContactScores scores,
      Folding folding,
      JdbcClient jdbc) {
    this.profiles = profiles;
    this.editions = editions;
    this.pages = pages;
    this.scores = scores;
    this.folding = folding;
    this.jdbc = jdbc;
  }

  /** The profiles to choose from: all that are not retired, the signed ones first, by name. */
  @Transactional(readOnly = true)
  public List<ProfileName> choices() {
    return jdbc.sql(
            """
            select p.id, p.name, e.state = 'SIGNED' as signed
            from icp.profile p join icp.edition_in_force e on e.profile_id = p.id
            where p.retired_at is null order by signed desc, p.name, p.id
            """)
        .query(
            (rs, n) ->
                new ProfileName(
                    new ProfileId(rs.getObject("id", UUID.class)),
                    rs.getString("name"),
                    rs.getBoolean("signed")))
        .list();
  }

  /** Every profile's name, also of those that are retired. */
  @Transactional(readOnly = true)
  public Map<ProfileId, String> names() {
    return jdbc
        .sql("select id, name from icp.profile")
        .query(
            (rs, n) ->
                Map.entry(new ProfileId(rs.getObject("id", UUID.class)), rs.getString("name")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Which phases apply, by the edition in force.
   *
   * @param profile the profile; null for all active profiles together
   * @throws NotFoundException when there is no such profile
   */
  @Transactional(readOnly = true)
  public Applicability applicability(@Nullable ProfileId profile) {
    return new Applicability(
        (profile == null
                ? pages.inForce()
                : List.of(pages.inForce(profile).orElseThrow(NotFoundException::new)))
            .stream().map(EditionPages.Page::text).toList());
  }

  /** The profiles that can be chosen from, with the phases that apply to the chosen one. */
  public record Choice(List<ProfileName> profiles, Applicability applicability) {}

  /**
   * As {@link #choices} and {@link #applicability}, by one statement.
   *
   * @param profile the chosen profile, retired or not; null for all active ones together
   * @throws NotFoundException when there is no such profile
   */
  @Transactional(readOnly = true)
  public Choice choice(@Nullable ProfileId profile) {
    List<EditionPages.Page> all = profile == null ? pages.inForce() : pages.inForceWith(profile);
    List<EditionPages.Page> chosen =
        all.stream().filter(p -> profile == null || p.profile().equals(profile)).toList();
    if (profile != null && chosen.isEmpty()) {
      throw new NotFoundException();
    }
    return new Choice(
        all.stream()
            .filter(p -> p.retiredAt() == null)
            .map(p -> new ProfileName(p.profile(), p.name(), p.state().isSigned()))
            .sorted(Comparator.comparing(ProfileName::signed).reversed())
            .toList(),
        new Applicability(chosen.stream().map(EditionPages.Page::text).toList()));
  }

  /** A profile by name, with the phases that apply to it. */
  public record Aim(String name, Applicability applicability) {}

  /**
   * What a plan shows of the profile that it aims at, by one statement.
   *
   * @throws NotFoundException when there is no such profile
   */
  @Transactional(readOnly = true)
  public Aim aim(ProfileId profile) {
    EditionPages.Page page = pages.inForce(profile).orElseThrow(NotFoundException::new);
    return new Aim(page.name(), new Applicability(List.of(page.text())));
  }

  /**
   * The edition in force of a profile, retired or not, to measure people by.
   *
   * @throws NotFoundException when there is no such profile
   */
  @Transactional(readOnly = true)
  public Yardstick yardstick(ProfileId profile) {
    EditionPages.Page page = pages.inForce(profile).orElseThrow(NotFoundException::new);
    return new Yardstick(
        profile, page.name(), page.number(), page.state().isSigned(), page.text().scorecard());
  }

  /** A profile's edition that one side has to look at. */
  public record Open(ProfileId profile, String name, int number) {}

  /** What marketing has signed and sales not yet, the longest waiting first. */
  @Transactional(readOnly = true)
  public List<Open> waitingForSales() {
    return open("e.state = 'PROPOSED'");
  }

  /** What sales sent back with an objection and marketing has not proposed again. */
  @Transactional(readOnly = true)
  public List<Open> sentBack() {
    return open(
        "e.state = 'DRAFT' and exists (select from icp.objection o where o.edition_id = e.id)");
  }

  private List<Open> open(String condition) {
    return jdbc.sql(
            """
            select p.id, p.name, e.number from icp.edition e join icp.profile p on p.id = e.profile_id
            where p.retired_at is null and %s order by e.proposed_at, e.id limit 5
            """
                .formatted(condition))
        .query(
            (rs, n) ->
                new Open(
                    new ProfileId(rs.getObject("id", UUID.class)),
                    rs.getString("name"),
                    rs.getInt("number")))
        .list();
  }

  /** How somebody fits each active profile, the best fit first; empty for an unknown person. */
  @Transactional(readOnly = true)
  public List<Fit> fitsOf(PersonId person) {
    return fitsOf(List.of(person)).getOrDefault(person, List.of());
  }

  /** How each of these people fits each active profile, by two statements however many they are. */
  @Transactional(readOnly = true)
  public Map<PersonId, List<Fit>> fitsOf(Collection<PersonId> people) {
    List<EditionPages.Page> active = pages.inForce();
    Map<ProfileId, Scorecard> scorecards =
        active.stream()
            .collect(Collectors.toMap(EditionPages.Page::profile, p -> p.text().scorecard()));
    Map<PersonId, List<Fit>> fits = new LinkedHashMap<>();
    Map<PersonId, Facts> known = scores.factsOfPeople(people);
    known.forEach(
        (person, facts) ->
            fits.put(
                person,
                active.stream()
                    .map(
                        p ->
                            Fit.of(
                                p.profile(), p.name(), scorecards.get(p.profile()), facts, folding))
                    .sorted(Fit.BEST_FIRST)
                    .toList()));
    return fits;
  }

  /**
   * Adds a profile with its first edition, a draft.
   *
   * @param id chosen by the caller, so that sending a form twice adds one profile
   * @throws RefusedException when another profile has the name
   */
  public ProfileId define(
      ProfileId id, String name, EditionText text, UserId marketing, Instant now) {
    requireFree(name, id);
    IdealCustomerProfile profile = new IdealCustomerProfile(id, name, marketing, now);
    profile.announce();
    profiles.save(profile);
    editions.save(new Edition(EditionId.next(), id, 1, text, marketing, now));
    return id;
  }

  /**
   * Writes the profile's draft anew, or begins one where the latest edition is signed.
   *
   * @return the number of the edition written
   * @throws RefusedException when an edition is waiting for sales
   */
  public int revise(ProfileId id, EditionText text, UserId marketing, Instant now) {
    Edition latest = latest(id);
    if (latest.state().isSigned()) {
      return editions
          .save(new Edition(EditionId.next(), id, latest.number() + 1, text, marketing, now))
          .number();
    }
    latest.rewrite(text);
    if (latest.number() == 1) {
      announce(id);
    }
    return editions.save(latest).number();
  }

  /**
   * Sends the draft to sales with the signature of marketing.
   *
   * @throws RefusedException when something is missing in it, or there is no draft
   */
  public void propose(ProfileId id, UserId marketing, Instant now) {
    Edition latest = latest(id);
    latest.propose(marketing, now);
    editions.save(latest);
  }

  /**
   * Signs the proposal for sales. It is in force from now on, in place of the one before.
   *
   * @throws RefusedException when nothing is waiting for a signature
   */
  public void sign(ProfileId id, UserId sales, Instant now) {
    sign(latest(id), sales, now);
  }

  void sign(Edition proposal, UserId sales, Instant now) {
    proposal.requireProposed();
    // The database allows one signed edition, so the one before gives way first. When somebody
    // else signed this very one a moment ago, its version tells below.
    editions
        .findByProfileAndStateIn(proposal.profile(), List.of(State.SIGNED))
        .filter(before -> !before.id().equals(proposal.id()))
        .ifPresent(
            before -> {
              before.supersede();
              editions.save(before);
            });
    proposal.sign(sales, now);
    editions.save(proposal);
    announce(proposal.profile());
  }

  private void announce(ProfileId id) {
    IdealCustomerProfile profile = profiles.findById(id).orElseThrow(NotFoundException::new);
    profile.announce();
    profiles.save(profile);
  }

  void requireFree(String name, ProfileId id) {
    profiles
        .findByNameIgnoreCase(name)
        .filter(other -> !other.id().equals(id))
        .ifPresent(
            other -> {
              throw new RefusedException("icp.name.taken", other.name());
            });
  }

  private Edition latest(ProfileId id) {
    return editions.findFirstByProfileOrderByNumberDesc(id).orElseThrow(NotFoundException::new);
  }
}
