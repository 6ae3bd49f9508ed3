package com.arenacrm.playbook;

import com.arenacrm.platform.NotFoundException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** All scripts. */
interface Scripts extends Repository<Script, ScriptId> {

  Script save(Script changed);

  Optional<Script> findById(ScriptId id);

  /**
   * The one of that identifier.
   *
   * @throws NotFoundException when there is none
   */
  default Script get(UUID id) {
    return findById(new ScriptId(id)).orElseThrow(NotFoundException::new);
  }
}
