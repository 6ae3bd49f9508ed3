/** What all tests share: the application's context and the database below it. */
@NullMarked
package com.arenacrm.testing;

import org.jspecify.annotations.NullMarked;
