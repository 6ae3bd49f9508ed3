/**
 * Where the records are kept: Arena's own PostgreSQL server, or the one that {@code
 * spring.datasource.url} names. Why and how: {@code docs/adr/0003-embedded-postgresql.md}.
 */
@NullMarked
package com.arenacrm.platform.database;

import org.jspecify.annotations.NullMarked;
