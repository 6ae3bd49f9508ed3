package com.arenacrm.pipeline;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All stages. */
interface Stages extends Repository<Stage, StageId> {

  Stage save(Stage stage);

  Optional<Stage> findById(StageId id);

  List<Stage> findAll();

  void delete(Stage stage);
}
