package com.arenacrm.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives the application of a Spring test an {@link OwnDatabase} instead of the one that most
 * classes use; each is as new before the first test of a class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface OnOwnDatabase {

  /**
   * The database's name, of lower-case letters. Classes of the same name and the same annotations
   * share one application, one after the other; another name costs another start of it.
   */
  String value() default "own";
}
