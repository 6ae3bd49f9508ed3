package com.arenacrm.integration;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a row.
 *
 * @param kind in which count it goes
 * @param reason why it is refused; null otherwise
 * @param notes what the person should know although the row is taken; of one that is refused, what
 *     else is wrong with it
 */
public record Outcome(Kind kind, @Nullable Reason reason, List<Reason> notes) {

  /** The four counts of an import; each row is in exactly one. */
  public enum Kind {
    CREATED,
    UPDATED,
    UNCHANGED,
    REFUSED
  }

  public static Outcome of(Kind kind) {
    return new Outcome(kind, null, List.of());
  }

  public static Outcome refused(Reason reason) {
    return new Outcome(Kind.REFUSED, reason, List.of());
  }

  /** Refused for several faults, all of which are told. */
  public static Outcome refused(List<Reason> faults) {
    return new Outcome(Kind.REFUSED, faults.get(0), List.copyOf(faults.subList(1, faults.size())));
  }

  /** The same with notes. */
  public Outcome noting(List<Reason> more) {
    return more.isEmpty() ? this : new Outcome(kind, reason, List.copyOf(more));
  }

  /** All that a refused row is refused for; nothing of one that is taken. */
  public List<Reason> faults() {
    return reason == null ? List.of() : Stream.concat(Stream.of(reason), notes.stream()).toList();
  }

  public boolean isRefused() {
    return kind == Kind.REFUSED;
  }
}
