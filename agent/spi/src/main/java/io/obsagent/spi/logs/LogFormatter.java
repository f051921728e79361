// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

import io.obsagent.spi.config.Config;
import java.nio.file.Path;
import java.util.Map;

/**
 * How the application's own lines are written while {@code logging.format} asks for JSON. Another
 * one takes its place when the configuration changes. Thread-safe; nothing here throws.
 */
public interface LogFormatter {
  /** What becomes of the lines that the application has configured: {@code logging.mode}. */
  enum Mode {
    /** JSON stands where the application's format would. */
    OVERRIDE,
    /** JSON goes to a second file beside each file; consoles stay as they are. */
    BESIDE,
    /** As {@link #BESIDE}, and the file itself gets no lines. */
    REPLACE
  }

  Mode mode();

  /** One line of JSON with its line feed, in UTF-8. The array is the caller's. */
  byte[] format(LogRecord record);

  /**
   * The file for JSON beside a file of the application's: its name with {@code .json} after it. The
   * same one for the same path.
   */
  Beside beside(Path file);

  /**
   * A second file. Its methods block as the application's own file does, and throw nothing: what
   * cannot be written is counted and told once.
   */
  interface Beside {
    /** One line, as {@link LogFormatter#format} made it. */
    void write(byte[] line);

    /** The application's file has been rolled: so is this one. */
    void roll();

    /** The application's file is closed; a line that comes all the same opens this one again. */
    void close();
  }

  /** Makes the formatter that is configured; registered in {@code META-INF/services}. */
  interface Factory {
    LogFormatter create(Config config, Map<String, String> resource);
  }
}
