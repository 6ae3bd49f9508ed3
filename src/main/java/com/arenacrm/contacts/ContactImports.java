package com.arenacrm.contacts;

import com.arenacrm.integration.ImportPass;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The front door to people and companies for importers, also those of other modules. */
@Component
public class ContactImports {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ApplicationEventPublisher events;
  private final Lookout lookout;

  ContactImports(
      JdbcClient jdbc, JsonMapper json, ApplicationEventPublisher events, Lookout lookout) {
    this.lookout = lookout;
    this.jdbc = jdbc;
    this.json = json;
    this.events = events;
  }

  /** The people and companies of one batch; to be used within the transaction of its plan. */
  public ContactBatch batch(ImportPass pass) {
    return new ContactBatch(pass, jdbc, json, events, lookout);
  }
}
