// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.servlet;

/** What came out of a servlet, without what a container or framework only put around it. */
public final class ServletErrors {
  /** Causes looked at: a chain may be of any length, or a ring. */
  private static final int MAX_CAUSES = 8;

  private ServletErrors() {}

  /**
   * What the application threw: {@code ServletException}, by either name, only wraps what a
   * framework's handler threw, and a container wraps what an asynchronous dispatch threw.
   *
   * @param asyncClass name of the container's class, of whose making such a wrapper is
   */
  public static Throwable cause(Throwable thrown, String asyncClass) {
    Throwable found = thrown;
    for (int i = 0; i < MAX_CAUSES && isWrapper(found, asyncClass); i++) {
      Throwable cause = found.getCause();
      if (cause == null) {
        return found;
      }
      found = cause;
    }
    return found;
  }

  /** Whether a throwable, or one that caused it, is of a class. */
  public static boolean isCausedBy(Throwable thrown, Class<?> type) {
    Throwable each = thrown;
    for (int i = 0; i < MAX_CAUSES && each != null; i++) {
      if (type.isInstance(each)) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  private static boolean isWrapper(Throwable thrown, String asyncClass) {
    return thrown.getClass().getName().endsWith("ServletException")
        || isOfAsyncDispatch(thrown, asyncClass);
  }

  private static boolean isOfAsyncDispatch(Throwable thrown, String asyncClass) {
    if (thrown.getClass() != RuntimeException.class) {
      return false;
    }
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(asyncClass);
  }
}
