package com.arenacrm.playbook;

import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One wording of the core message, the plumb line of all that we say (R073): a short promise and
 * the parts that hold it up. Wordings are only ever added, so that it can be read who said what
 * when.
 */
@Entity
@Table(schema = "playbook", name = "core_message")
public class CoreMessage {

  /** What one page can hold, and people can remember. */
  static final int MOST_PARTS = 9;

  /**
   * A part of the message.
   *
   * @param id stays the same from wording to wording, so that stories go on carrying it
   * @param says what it means, in a sentence or two
   * @param proof why somebody should believe it
   */
  public record Part(UUID id, String name, @Nullable String says, @Nullable String proof) {

    /** The identifier as a form sends it. */
    public String value() {
      return id.toString();
    }

    public String label() {
      return name;
    }
  }

  /** A part as it is stored. */
  @Embeddable
  record PartRow(UUID partId, String name, @Nullable String says, @Nullable String proof) {}

  @Id private UUID id;
  private int number;
  private String promise;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      schema = "playbook",
      name = "message_part",
      joinColumns = @JoinColumn(name = "message_id"))
  @OrderColumn(name = "position")
  private List<PartRow> parts = new ArrayList<>();

  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected CoreMessage() {}

  /**
   * @param number one more than that of the wording before
   * @throws RefusedException when it has no part, or more than anybody can remember
   */
  CoreMessage(UUID id, int number, String promise, List<Part> parts, UserId actor, Instant now) {
    if (parts.isEmpty()) {
      throw new RefusedException("message.parts.none");
    }
    if (parts.size() > MOST_PARTS) {
      throw new RefusedException("message.parts.tooMany", MOST_PARTS);
    }
    this.id = id;
    this.number = number;
    this.promise = promise;
    parts.forEach(p -> this.parts.add(new PartRow(p.id(), p.name(), p.says(), p.proof())));
    this.createdAt = now;
    this.createdBy = actor.id();
  }

  public UUID id() {
    return id;
  }

  /** The first wording is 1. */
  public int number() {
    return number;
  }

  public String promise() {
    return promise;
  }

  public List<Part> parts() {
    return parts.stream().map(p -> new Part(p.partId(), p.name(), p.says(), p.proof())).toList();
  }

  public Instant createdAt() {
    return createdAt;
  }

  public UUID createdBy() {
    return createdBy;
  }

  /** Whether it says the same, word for word. */
  boolean says(String promise, List<Part> parts) {
    return this.promise.equals(promise) && parts().equals(parts);
  }
}
