// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.log;

import io.obsagent.spi.log.AgentLog.Level;
import io.obsagent.spi.log.AgentLog.Sink;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** One line a message to a stream; the stack trace only of what should never happen. */
final class StreamSink implements Sink {
  private final PrintStream stream;

  StreamSink(PrintStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(Level level, String message, @Nullable Throwable cause) {
    stream.println(LogLine.of("[obs-agent] ", level, message, cause));
  }
}
