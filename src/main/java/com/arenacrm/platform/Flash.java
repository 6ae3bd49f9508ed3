package com.arenacrm.platform;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The sentence at the top of the next page that says what was just done, and how to undo it. Kept
 * as text only, because it waits in the session.
 */
public final class Flash {

  private Flash() {}

  /** Says on the next page that something was done. */
  public static void done(RedirectAttributes next, String messageKey, Object... arguments) {
    put(next, "done", messageKey, arguments);
  }

  /** Says on the next page why nothing was done. */
  public static void refused(RedirectAttributes next, String messageKey, Object... arguments) {
    put(next, "refused", messageKey, arguments);
  }

  /** Says on the next page why nothing was done. */
  public static void refused(RedirectAttributes next, RefusedException why) {
    put(next, "refused", why.messageKey(), why.arguments());
  }

  /**
   * Offers to take the last action back.
   *
   * @param action the address to post to
   */
  public static void undo(RedirectAttributes next, String action) {
    next.addFlashAttribute("flashUndo", action);
  }

  /** Leads from the sentence to what it speaks of. */
  public static void link(RedirectAttributes next, String address, String title) {
    next.addFlashAttribute("flashLink", address);
    next.addFlashAttribute("flashLinkTitle", title);
  }

  private static void put(
      RedirectAttributes next, String kind, String messageKey, @Nullable Object[] arguments) {
    next.addFlashAttribute("flashKind", kind);
    next.addFlashAttribute("flashKey", messageKey);
    next.addFlashAttribute("flashArguments", Stream.of(arguments).map(Flash::kept).toArray());
  }

  /** Numbers stay numbers: sentences choose between one and many by them. */
  private static Object kept(@Nullable Object argument) {
    return argument instanceof Number number ? number : String.valueOf(argument);
  }
}
