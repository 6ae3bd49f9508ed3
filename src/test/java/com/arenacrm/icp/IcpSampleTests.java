package com.arenacrm.icp;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.UserId;
import com.arenacrm.testing.ArenaTest;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Each test is undone, because the people who are taken for the sample's are everybody's. */
@ArenaTest
@Transactional
class IcpSampleTests {

  private static final Instant NOW = Instant.parse("2026-11-16T09:00:00Z");

  @Autowired IcpSample sample;
  @Autowired Profiles profiles;
  @Autowired JdbcClient jdbc;
  @Autowired Cast cast;
  @Autowired EntityManager entityManager;

  @Test
  void whatSamplePeopleMadeGoesAndWhatOthersMadeStays() {
    UserId lucia = cast.lucia().id();
    UserId nuria = cast.nuria().id();
    ProfileId theirs = define(nuria);
    ProfileId ours = define(lucia);

    remove(nuria);

    assertThat(profiles.names()).doesNotContainKey(theirs).containsKey(ours);
  }

  @Test
  void anEditionThatASamplePersonSignedIsADraftAgain() {
    UserId lucia = cast.lucia().id();
    UserId nuria = cast.nuria().id();
    ProfileId ours = define(lucia);
    profiles.propose(ours, lucia, NOW);
    profiles.sign(ours, nuria, NOW);

    remove(nuria);

    assertThat(states(ours)).containsExactly("DRAFT");
    assertThat(count("icp.signature where user_id = '" + nuria + "'")).isZero();
    profiles.propose(ours, lucia, NOW);
    profiles.sign(ours, lucia, NOW);
    assertThat(states(ours)).containsExactly("SIGNED");
  }

  @Test
  void theEditionBeforeASamplePersonsIsInForceAgain() {
    UserId lucia = cast.lucia().id();
    UserId nuria = cast.nuria().id();
    ProfileId ours = define(lucia);
    profiles.propose(ours, lucia, NOW);
    profiles.sign(ours, lucia, NOW);
    profiles.revise(ours, Example.ofIndustry("Hotel"), nuria, NOW);
    profiles.propose(ours, nuria, NOW);
    profiles.sign(ours, lucia, NOW);
    assertThat(states(ours)).containsExactly("SUPERSEDED", "SIGNED");

    remove(nuria);

    assertThat(states(ours)).containsExactly("SIGNED");
  }

  private void remove(UserId user) {
    sample.removeMadeBy(List.of(user.id()), Set.of());
    entityManager.clear();
  }

  private ProfileId define(UserId by) {
    return profiles.define(
        ProfileId.next(), "Muestra " + UUID.randomUUID(), Example.signable(), by, NOW);
  }

  private List<String> states(ProfileId profile) {
    return jdbc.sql("select state from icp.edition where profile_id = ? order by number")
        .param(profile.id())
        .query(String.class)
        .list();
  }

  private int count(String what) {
    return jdbc.sql("select count(*) from " + what).query(Integer.class).single();
  }
}
