package com.arenacrm.lists;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a record stands in the list from which it was opened.
 *
 * @param state of the list
 * @param previous the record before it; null at the beginning
 * @param next the record after it; null at the end
 * @param position from one on; null where the list is too long to count, or it is no longer in it
 * @param total of the list, counted so far as lists are counted
 * @param within whether the list still holds it
 * @param back where the list shows it
 */
public record Neighbours(
    ListState state,
    @Nullable One previous,
    @Nullable One next,
    @Nullable Integer position,
    int total,
    boolean within,
    String back) {

  /** A record beside it. */
  public record One(UUID id, String name) {}

  /** The same with another way back, where the list is paged by something else. */
  public Neighbours backTo(String address) {
    return new Neighbours(state, previous, next, position, total, within, address);
  }

  /** What an address of this record carries, so that the place in the list stays known. */
  public String carried() {
    return state.carried();
  }
}
