package com.arenacrm.contacts;

import java.util.List;

/**
 * What a module holds of people and companies. Declared here, known on higher floors: when two
 * records turn out to be one (R005), each bean of this type says which columns follow, so that
 * nothing is lost and no module is forgotten.
 */
public interface Belongings {

  /**
   * The columns, in the order in which they are to be moved. Every column that names a person or a
   * company, or copies their name, is in one of them.
   */
  List<Belonging> belongings();
}
