package com.arenacrm.planner.reviews;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All that was said of us in public. */
interface Mentions extends Repository<Mention, MentionId> {

  Mention save(Mention mention);

  void delete(Mention mention);

  Optional<Mention> findById(MentionId id);
}
