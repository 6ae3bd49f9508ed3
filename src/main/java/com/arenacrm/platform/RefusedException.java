package com.arenacrm.platform;

/**
 * A rule of the business forbids this; says which, by the key of a message and its arguments, so
 * that each reader sees it in their own language. Nothing was changed.
 */
public class RefusedException extends RuntimeException {

  private final String messageKey;
  private final transient Object[] arguments;

  public RefusedException(String messageKey, Object... arguments) {
    super(messageKey, null, false, false);
    this.messageKey = messageKey;
    this.arguments = arguments.clone();
  }

  /** The key of the sentence in the message bundles. */
  public String messageKey() {
    return messageKey;
  }

  public Object[] arguments() {
    return arguments.clone();
  }
}
