package com.arenacrm.pipeline;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage of our way of selling, set by the administrator: what kind it is, how likely a deal in it
 * is won, and what must be so before a deal leaves it (R092). A stage belongs to the pipeline; a
 * phase belongs to the hourglass.
 */
@Entity
@Table(schema = "pipeline", name = "stage")
public class Stage {

  /** Whether deals in a stage are still being worked, and if not, how they ended. */
  public enum Kind {
    OPEN,
    WON,
    LOST
  }

  @EmbeddedId private StageId id;
  private int position;
  private String name;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  private int probability;
  private String[] exitCriteria = {};
  private boolean retired;
  @Version private @Nullable Integer version;

  protected Stage() {}

  Stage(StageId id, int position, String name, Kind kind, int probability, List<String> criteria) {
    this.id = id;
    this.position = position;
    change(name, kind, probability, criteria);
  }

  public StageId id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  public boolean isOpen() {
    return kind == Kind.OPEN;
  }

  /**
   * How likely a deal in this stage is won, in percent; 100 where it is won, 0 where it is lost.
   */
  public int probability() {
    return probability;
  }

  /** What must be so before a deal leaves this stage. */
  public List<String> exitCriteria() {
    return List.of(exitCriteria);
  }

  /** The place in the order of stages; a greater one is later. */
  public int position() {
    return position;
  }

  /** Whether no deal enters it any more. */
  public boolean isRetired() {
    return retired;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  void change(String name, Kind kind, int probability, Collection<String> criteria) {
    this.name = name;
    this.kind = kind;
    this.probability =
        switch (kind) {
          case OPEN -> probability;
          case WON -> 100;
          case LOST -> 0;
        };
    this.exitCriteria =
        kind == Kind.OPEN ? criteria.stream().distinct().toArray(String[]::new) : new String[0];
  }

  void place(int position) {
    this.position = position;
  }

  void retire() {
    retired = true;
  }

  void restore() {
    retired = false;
  }
}
