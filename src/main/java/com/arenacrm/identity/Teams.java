package com.arenacrm.identity;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All teams. */
interface Teams extends Repository<Team, TeamId> {

  Team save(Team team);

  void delete(Team team);

  Optional<Team> findById(TeamId id);

  Optional<Team> findByNameIgnoreCase(String name);

  List<Team> findAllByOrderByName();
}
