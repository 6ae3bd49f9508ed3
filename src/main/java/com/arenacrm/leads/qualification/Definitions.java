package com.arenacrm.leads.qualification;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All editions of the definition. */
interface Definitions extends Repository<Definition, DefinitionId> {

  Definition save(Definition definition);

  void delete(Definition definition);

  Optional<Definition> findByNumber(int number);

  Optional<Definition> findByState(Definition.State state);

  Optional<Definition> findFirstByOrderByNumberDesc();
}
