package com.arenacrm;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** A module uses only what its own package-info allows: the floors of the house. */
class ModularityTests {

  private static final ApplicationModules MODULES = ApplicationModules.of(ArenaApplication.class);

  @Test
  void modulesUseOnlyWhatTheyDeclare() {
    MODULES.verify();
  }
}
