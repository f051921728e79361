// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * How deep the current thread is in a driver, and the statement that it came there by. Entered by
 * an operation, and by a question of ours: what a driver does within is no more. One object for
 * each thread.
 */
final class Inside {
  private static final ThreadLocal<Inside> CURRENT = ThreadLocal.withInitial(Inside::new);

  private int depth;
  private @Nullable Statement statement;

  private Inside() {}

  static boolean driver() {
    return CURRENT.get().depth > 0;
  }

  /**
   * Each needs one {@link #exit}.
   *
   * @param statement that is run, or null
   */
  static void enter(@Nullable Statement statement) {
    Inside inside = CURRENT.get();
    if (inside.depth++ == 0) {
      inside.statement = statement;
    }
  }

  /**
   * @return the statement that has run, of the outermost
   */
  static @Nullable Statement exit() {
    Inside inside = CURRENT.get();
    if (inside.depth == 0 || --inside.depth > 0) {
      return null;
    }
    Statement ran = inside.statement;
    inside.statement = null;
    return ran;
  }
}
