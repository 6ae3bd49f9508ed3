package com.arenacrm.integration;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All imports. */
interface ImportRuns extends Repository<ImportRun, ImportRunId> {

  ImportRun save(ImportRun run);

  void delete(ImportRun run);

  Optional<ImportRun> findById(ImportRunId id);

  /** The files that came together, in the order in which they come in. */
  @Query("select r from ImportRun r where r.setId = :set order by r.setPosition")
  List<ImportRun> findBySet(UUID set);

  /** The import, if it is this person's or the person may see everybody's. */
  @Query("select r from ImportRun r where r.id.id = :id and (r.createdBy = :viewer or :all = true)")
  Optional<ImportRun> findVisible(UUID id, UUID viewer, boolean all);
}
