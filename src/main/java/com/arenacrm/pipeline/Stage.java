package com.arenacrm.pipeline;

import com.arenacrm.pipeline.tracks.Track;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/**
 * A stage of our way of selling, set by the administrator: what kind it is, how likely a deal in it
 * is won, and what must be so before a deal enters and leaves it (R092, R103). A stage belongs to
 * the pipeline; a phase belongs to the hourglass.
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

  /**
   * How sure a seller is of what they say of a deal (R092): counted on, possible, still being
   * worked, or no part of the forecast.
   */
  public enum Forecast {
    COMMIT,
    BEST,
    PIPELINE,
    OMITTED;

    /** What a probability, in percent, amounts to where nobody has said. */
    public static Forecast of(int probability) {
      return probability >= 75 ? COMMIT : probability >= 50 ? BEST : PIPELINE;
    }
  }

  /**
   * What a stage means for the forecast.
   *
   * @param needsAmount whether deals have an amount from this stage on, later ones included
   * @param needsClose whether they have a close date from this stage on
   * @param forecast what its deals count as, unless their sellers say otherwise
   */
  public record Outlook(boolean needsAmount, boolean needsClose, Forecast forecast) {

    /** Asks for nothing, and counts by how likely its deals are won. */
    static Outlook of(int probability) {
      return new Outlook(false, false, Forecast.of(probability));
    }
  }

  /**
   * What must be so, in the administrator's words.
   *
   * @param entry before a deal enters the stage
   * @param exit before it leaves it for a later one
   */
  record Criteria(List<String> entry, List<String> exit) {

    static final Criteria NONE = new Criteria(List.of(), List.of());

    Criteria {
      entry = entry.stream().distinct().toList();
      exit = exit.stream().distinct().toList();
    }

    /** Nothing is asked to enter. */
    static Criteria toLeave(List<String> exit) {
      return new Criteria(List.of(), exit);
    }
  }

  @EmbeddedId private StageId id;

  private UUID trackId;

  @Formula("(select t.position from pipeline.track t where t.id = track_id)")
  private int trackPosition;

  @Formula("(select t.name from pipeline.track t where t.id = track_id)")
  private @Nullable String trackName;

  @Formula("coalesce((select t.retired from pipeline.track t where t.id = track_id), false)")
  private boolean trackRetired;

  private int position;
  private String name;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  private int probability;
  private String[] entryCriteria = {};
  private String[] exitCriteria = {};
  private boolean retired;
  private boolean needsAmount;
  private boolean needsClose;

  @Enumerated(EnumType.STRING)
  private Forecast forecast;

  @Version private @Nullable Integer version;

  protected Stage() {}

  Stage(
      StageId id,
      Track track,
      int position,
      String name,
      Kind kind,
      int probability,
      Criteria criteria,
      Outlook outlook) {
    this.id = id;
    this.trackId = track.id();
    this.trackPosition = track.position();
    this.trackName = track.name();
    this.position = position;
    change(name, kind, probability, criteria, outlook);
  }

  public StageId id() {
    return id;
  }

  /** The way of selling that it belongs to. */
  public Track track() {
    return new Track(trackId, trackPosition, trackName, trackRetired);
  }

  /** Whether it belongs to this way of selling. */
  boolean isOf(Track track) {
    return trackId.equals(track.id());
  }

  /** Whether both belong to one way of selling. */
  boolean isAlong(Stage other) {
    return trackId.equals(other.trackId);
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

  /** What must be so before a deal enters this stage. */
  public List<String> entryCriteria() {
    return List.of(entryCriteria);
  }

  /** What must be so before a deal leaves this stage. */
  public List<String> exitCriteria() {
    return List.of(exitCriteria);
  }

  /** The place in the order of stages; a greater one is later. */
  public int position() {
    return position;
  }

  /** Whether no deal enters it any more, by itself or with its way of selling. */
  public boolean isRetired() {
    return retired || trackRetired;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /** What it means for the forecast; later stages ask for what it asks for, too. */
  public Outlook outlook() {
    return new Outlook(needsAmount, needsClose, forecast);
  }

  void change(String name, Kind kind, int probability, Criteria criteria, Outlook outlook) {
    this.name = name;
    this.kind = kind;
    this.probability =
        switch (kind) {
          case OPEN -> probability;
          case WON -> 100;
          case LOST -> 0;
        };
    Criteria asked = kind == Kind.OPEN ? criteria : Criteria.NONE;
    this.entryCriteria = asked.entry().toArray(String[]::new);
    this.exitCriteria = asked.exit().toArray(String[]::new);
    this.needsAmount = kind == Kind.OPEN && outlook.needsAmount();
    this.needsClose = kind == Kind.OPEN && outlook.needsClose();
    this.forecast =
        switch (kind) {
          case OPEN -> outlook.forecast();
          case WON -> Forecast.COMMIT;
          case LOST -> Forecast.OMITTED;
        };
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
