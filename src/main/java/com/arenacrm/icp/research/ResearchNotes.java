package com.arenacrm.icp.research;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All research notes. */
interface ResearchNotes extends Repository<ResearchNote, ResearchNoteId> {

  ResearchNote save(ResearchNote note);

  void delete(ResearchNote note);

  Optional<ResearchNote> findById(ResearchNoteId id);
}
