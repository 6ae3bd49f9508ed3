package com.arenacrm.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Gives the application of a Spring test an {@link OwnDatabase} instead of the shared one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface OnOwnDatabase {

  /** The database's name, of lower-case letters; tests that name the same share it. */
  String value();
}
