package com.arenacrm.contacts;

/**
 * Under which name another system knows a record, so that importing it again finds it.
 *
 * @param source which system or file, such as {@code zoho}
 * @param id the record's own identifier there
 */
public record OutsideId(String source, String id) {}
