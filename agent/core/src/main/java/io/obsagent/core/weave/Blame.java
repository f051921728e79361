// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import org.jspecify.annotations.Nullable;

/**
 * Whose fault a failure of advice is, told by where it was thrown: the first frame outside of the
 * JDK. A driver that throws out of a method that advice calls has a fault of its own.
 */
enum Blame {
  /** The instrumentation does not link with the library that is there; it never will. */
  LINKAGE,
  /** The agent's code threw. */
  OWN,
  /** The library's or the application's code threw. */
  OTHERS;

  private static final String AGENT = "io.obsagent.";
  private static final String NOT_INITIALISED = "Could not initialize class ";

  static Blame of(Throwable failure) {
    if (failure instanceof ExceptionInInitializerError error) {
      Throwable cause = error.getCause();
      return cause != null && isOwn(cause) ? LINKAGE : OTHERS;
    }
    // An object that lacks a method of its interface is an old or an unfinished one; the JVM names
    // the caller, who is not to blame.
    if (failure instanceof AbstractMethodError || !isOwn(failure)) {
      return OTHERS;
    }
    if (!(failure instanceof LinkageError)) {
      return OWN;
    }
    return isOfForeignInitialiser(failure.getMessage()) ? OTHERS : LINKAGE;
  }

  /**
   * A class whose static initialiser failed before: whoever names it gets the blame from the JVM.
   */
  private static boolean isOfForeignInitialiser(@Nullable String message) {
    return message != null
        && message.startsWith(NOT_INITIALISED)
        && !message.startsWith(AGENT, NOT_INITIALISED.length());
  }

  /**
   * Without a stack trace, too: the JIT leaves it out of what it throws itself, often in advice.
   */
  private static boolean isOwn(Throwable failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      String type = frame.getClassName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
        return type.startsWith(AGENT) || type.startsWith("io.opentelemetry.");
      }
    }
    return true;
  }
}
