package com.arenacrm.integration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a row.
 *
 * @param kind in which count it goes
 * @param reason why it is refused; null otherwise
 * @param notes what the person should know although the row is taken
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

  /** The same with notes. */
  public Outcome noting(List<Reason> more) {
    return more.isEmpty() ? this : new Outcome(kind, reason, List.copyOf(more));
  }

  public boolean isRefused() {
    return kind == Kind.REFUSED;
  }
}
