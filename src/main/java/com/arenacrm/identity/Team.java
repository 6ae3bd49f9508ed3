package com.arenacrm.identity;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Sales people who see one another's leads and deals when visibility is by team. */
@Entity
@Table(schema = "identity", name = "team")
public class Team {

  @EmbeddedId private TeamId id;
  private String name;
  @Version private @Nullable Integer version;

  protected Team() {}

  Team(TeamId id, String name) {
    this.id = id;
    this.name = name;
  }

  public TeamId id() {
    return id;
  }

  public String name() {
    return name;
  }

  void rename(String name) {
    this.name = name;
  }
}
