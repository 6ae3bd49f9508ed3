package com.arenacrm.playbook;

import com.arenacrm.platform.NotFoundException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** All material. */
interface Materials extends Repository<Material, MaterialId> {

  Material save(Material changed);

  Optional<Material> findById(MaterialId id);

  /**
   * The one of that identifier.
   *
   * @throws NotFoundException when there is none
   */
  default Material get(UUID id) {
    return findById(new MaterialId(id)).orElseThrow(NotFoundException::new);
  }
}
