package com.arenacrm.playbook;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** All wordings of the core message. */
interface CoreMessages extends Repository<CoreMessage, UUID> {

  CoreMessage save(CoreMessage wording);

  Optional<CoreMessage> findById(UUID id);

  Optional<CoreMessage> findByNumber(int number);

  /** The wording in force. */
  Optional<CoreMessage> findFirstByOrderByNumberDesc();
}
