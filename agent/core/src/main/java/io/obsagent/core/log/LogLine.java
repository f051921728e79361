// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.log;

import io.obsagent.spi.log.AgentLog.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** A message as text. */
final class LogLine {
  private LogLine() {}

  /** One line; with a cause, its stack trace below. Control characters cannot forge a line. */
  static String of(String prefix, Level level, String message, @Nullable Throwable cause) {
    StringBuilder line = new StringBuilder(prefix).append(level.name()).append(' ');
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    if (cause != null) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      line.append(": ").append(trace.toString().stripTrailing());
    }
    return line.toString();
  }
}
