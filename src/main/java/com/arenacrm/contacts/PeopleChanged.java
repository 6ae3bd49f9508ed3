package com.arenacrm.contacts;

import java.util.List;

/**
 * What is known of these people changed, all at once: an import or its undo. Says of many what
 * {@link Person.Changed} says of one, and whoever listens to that listens to this, too. At most a
 * thousand at a time. People who are new are not announced, here as there.
 */
public record PeopleChanged(List<PersonId> people) {}
