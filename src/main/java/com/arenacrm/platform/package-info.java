/**
 * What any web application has and no business word needs: the embedded database, security headers,
 * error pages, paging, the icon sprite, the form token.
 */
@ApplicationModule(displayName = "Platform", allowedDependencies = "shared")
@NullMarked
package com.arenacrm.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
