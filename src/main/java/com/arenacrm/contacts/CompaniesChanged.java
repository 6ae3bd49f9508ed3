package com.arenacrm.contacts;

import java.util.List;

/**
 * What is known of these companies changed, all at once: an import or its undo. Says of many what
 * {@link Company.Changed} says of one. At most a thousand at a time.
 */
public record CompaniesChanged(List<CompanyId> companies) {}
