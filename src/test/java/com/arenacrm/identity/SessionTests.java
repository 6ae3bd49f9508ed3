package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.testing.ArenaTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/** How sessions are kept in the database. */
@ArenaTest
class SessionTests {

  @Autowired SessionRepository<? extends Session> sessions;
  @Autowired JdbcClient jdbc;

  @Test
  void thatSomebodyIsStillThereIsWrittenOnceAMinute() {
    checkWith(sessions);
  }

  private <S extends Session> void checkWith(SessionRepository<S> repository) {
    S session = repository.createSession();
    Instant start = session.getLastAccessedTime();
    repository.save(session);

    access(repository, session.getId(), start.plusSeconds(50));
    assertThat(lastAccess(session.getId())).isEqualTo(start.toEpochMilli());

    Instant later = start.plusSeconds(70);
    access(repository, session.getId(), later);
    assertThat(lastAccess(session.getId())).isEqualTo(later.toEpochMilli());

    S known = repository.findById(session.getId());
    known.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "somebody");
    known.setMaxInactiveInterval(Duration.ofHours(1));
    String newId = known.changeSessionId();
    repository.save(known);
    assertThat(repository.findById(session.getId())).isNull();
    assertThat(repository.findById(newId).getMaxInactiveInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(
            jdbc.sql("select principal_name from identity.session where session_id = :id")
                .param("id", newId)
                .query(String.class)
                .single())
        .isEqualTo("somebody");
    repository.deleteById(newId);
  }

  private static <S extends Session> void access(
      SessionRepository<S> repository, String id, Instant at) {
    S session = repository.findById(id);
    session.setLastAccessedTime(at);
    repository.save(session);
  }

  private long lastAccess(String id) {
    return jdbc.sql("select last_access_time from identity.session where session_id = :id")
        .param("id", id)
        .query(Long.class)
        .single();
  }

  /** As two requests do that leave a message each. */
  @Test
  void twoRequestsOfOneSessionMayKeepTheSameAtTheSameMoment() {
    keepBoth(sessions);
  }

  private <S extends Session> void keepBoth(SessionRepository<S> sessions) {
    S made = sessions.createSession();
    sessions.save(made);
    S one = sessions.findById(made.getId());
    S other = sessions.findById(made.getId());
    one.setAttribute("said", "first");
    other.setAttribute("said", "second");

    sessions.save(one);
    sessions.save(other);

    assertThat(sessions.findById(made.getId()).<String>getAttribute("said")).isEqualTo("second");
    sessions.deleteById(made.getId());
  }
}
