package com.arenacrm.pipeline.tracks;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** All our ways of selling. */
public interface Tracks extends Repository<Track, UUID> {

  Track save(Track track);

  Optional<Track> findById(UUID id);

  List<Track> findAllByOrderByPosition();

  void delete(Track track);
}
