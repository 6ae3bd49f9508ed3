/**
 * Who you are and what you may do: the company's own settings, users, teams and roles, sign-in and
 * its one-time links, the written matrix of who may open which route, the audit trail.
 *
 * <p>Tables: schema {@code identity}. Words: {@code User}, {@code Team}, {@code Role}, {@code
 * CurrentUser}, {@code AccessToken}, {@code AuditTrail}, {@code Organization}.
 */
@ApplicationModule(
    displayName = "Identity",
    allowedDependencies = {"shared", "platform"})
@NullMarked
package com.arenacrm.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
