// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.log;

import org.jspecify.annotations.Nullable;

/**
 * What the libraries on the request path get in place of {@code java.util.logging.Logger}: the
 * assembler writes it into their classes. A logger of the JDK would set up the LogManager when the
 * first context is asked for, which is before an application server has named its own.
 */
public final class LibraryLogger {
  /** In place of {@code java.util.logging.Level}. */
  public static final class Level {
    public static final Level SEVERE = new Level(true);
    public static final Level WARNING = new Level(true);
    public static final Level INFO = new Level(false);
    public static final Level CONFIG = new Level(false);
    public static final Level FINE = new Level(false);
    public static final Level FINER = new Level(false);
    public static final Level FINEST = new Level(false);

    private final boolean told;

    private Level(boolean told) {
      this.told = told;
    }
  }

  private final String name;

  private LibraryLogger(String name) {
    this.name = name;
  }

  public static LibraryLogger getLogger(String name) {
    return new LibraryLogger(name);
  }

  public boolean isLoggable(Level level) {
    return level.told;
  }

  /** What is worth a warning to the library is one line a minute at most; the rest is let go. */
  public void log(Level level, @Nullable String message) {
    if (level.told) {
      AgentLog.limited(AgentLog.Level.WARN, name, name + ": " + message);
    }
  }

  public void log(Level level, @Nullable String message, @Nullable Throwable cause) {
    log(level, cause == null ? message : message + " (" + cause + ")");
  }

  public void warning(@Nullable String message) {
    log(Level.WARNING, message);
  }

  public void fine(@Nullable String message) {
    log(Level.FINE, message);
  }
}
