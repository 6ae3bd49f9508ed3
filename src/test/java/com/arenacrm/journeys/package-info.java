/**
 * Journeys: what people do in Arena on a normal Monday, through the running application in a real
 * browser, with axe on each new part of a page.
 *
 * <p>How to write one: extend {@link com.arenacrm.journeys.FourLooks} (or {@link
 * com.arenacrm.journeys.Journey} for other looks), take a {@link com.arenacrm.journeys.Tab} for
 * each person from {@link com.arenacrm.journeys.Arena}, find things by what people read, by the key
 * of its text ({@code word}), and wait for what the page shows, never for time to pass. Days pass
 * by Arena's own clock.
 */
@NullMarked
package com.arenacrm.journeys;

import org.jspecify.annotations.NullMarked;
