@NullMarked
package com.arenacrm.journeys;

import org.jspecify.annotations.NullMarked;
