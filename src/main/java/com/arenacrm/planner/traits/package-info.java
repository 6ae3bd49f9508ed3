/**
 * What people have in common beyond what stands on their cards, such as how keen they are or
 * whether they have bought: audiences are narrowed to it (R038). Each floor answers for what it
 * knows.
 */
@NamedInterface("traits")
@NullMarked
package com.arenacrm.planner.traits;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
