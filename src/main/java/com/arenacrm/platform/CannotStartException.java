package com.arenacrm.platform;

/**
 * Why Arena cannot start, told to the person at the console: the clause after "Arena cannot start:
 * ", which names what is wrong and what to do about it. It is printed alone, without a stack trace,
 * and the process ends with exit code 1. Any module may throw it while the application starts.
 */
public final class CannotStartException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CannotStartException(String whyAndWhatToDo) {
    super(whyAndWhatToDo);
  }

  public CannotStartException(String whyAndWhatToDo, Throwable cause) {
    super(whyAndWhatToDo, cause);
  }
}
