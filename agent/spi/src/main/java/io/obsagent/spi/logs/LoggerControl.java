// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the levels of one context of a logging framework (Logback's and Log4j's {@code
 * LoggerContext}, JUL's {@code LogManager}). Called by agent threads; what it throws is told and
 * stops no other. Thread-safe.
 */
public interface LoggerControl {
  /** {@code logback}, {@code log4j2}, {@code jul} … */
  String framework();

  /**
   * All loggers that there are, at most {@code limit}, sorted by name; the root's name is empty.
   */
  List<State> loggers(int limit);

  /**
   * Sets the level of a logger, which is made if there is none.
   *
   * @param logger empty for the root
   * @param level null lets it inherit from its parent again; the root cannot
   */
  void setLevel(String logger, @Nullable Severity level);

  /**
   * @param level what is set for this logger itself, or null if it inherits
   * @param effective what counts for it
   */
  record State(String logger, @Nullable Severity level, Severity effective) {}
}
