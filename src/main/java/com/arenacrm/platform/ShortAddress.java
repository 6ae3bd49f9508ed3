package com.arenacrm.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A page that is narrowed by a form, where a field left empty asks for nothing. Browsers send such
 * fields all the same; the page is then shown under the address without them, so that a link to it
 * can be read and sent.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ShortAddress {}
