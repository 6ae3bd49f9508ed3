package com.arenacrm.playbook;

import com.arenacrm.platform.NotFoundException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** All stories. */
interface Stories extends Repository<Story, StoryId> {

  Story save(Story changed);

  Optional<Story> findById(StoryId id);

  /**
   * The one of that identifier.
   *
   * @throws NotFoundException when there is none
   */
  default Story get(UUID id) {
    return findById(new StoryId(id)).orElseThrow(NotFoundException::new);
  }
}
