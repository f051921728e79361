// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.advice;

/**
 * Thrown by {@link OnEnter} advice, ends the advised method before its body runs: the application
 * gets the exception that this holds. The only thing by which advice changes what the application
 * does, and only for what a user has asked for by an option that is off by default.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Throwable exception;

  /**
   * @param exception of a type that the library throws itself; a checked one only where the advised
   *     method declares it
   */
  public Refusal(Throwable exception) {
    super(exception.getMessage(), exception, false, false);
    this.exception = exception;
  }

  /** What the application gets. */
  public Throwable exception() {
    return exception;
  }
}
