package com.arenacrm.pipeline.tracks;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of our ways of selling, such as new business or renewals: stages of its own, in which its
 * deals stand (R103). Companies that sell in one way have one, and read nothing of it.
 */
@Entity
@Table(schema = "pipeline", name = "track")
public class Track {

  @Id private UUID id;
  private int position;
  private @Nullable String name;
  private boolean retired;
  @Version private @Nullable Integer version;

  protected Track() {}

  public Track(UUID id, int position, @Nullable String name) {
    this(id, position, name, false);
  }

  /** As it stands, for showing. */
  public Track(UUID id, int position, @Nullable String name, boolean retired) {
    this.id = id;
    this.position = position;
    this.name = name;
    this.retired = retired;
  }

  public UUID id() {
    return id;
  }

  /** The place among the others; what comes from outside starts in the first. */
  public int position() {
    return position;
  }

  /** Empty as long as it is the only one and nobody has named it. */
  public String name() {
    return name == null ? "" : name;
  }

  /** Whether no deal goes it any more. */
  public boolean isRetired() {
    return retired;
  }

  public void retire() {
    retired = true;
  }

  public void restore() {
    retired = false;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Track track && id.equals(track.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  public void rename(String name) {
    this.name = name;
  }

  public void place(int position) {
    this.position = position;
  }
}
