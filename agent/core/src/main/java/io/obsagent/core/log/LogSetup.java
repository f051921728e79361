// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.log;

import io.obsagent.core.config.AgentConfig;
import io.obsagent.core.config.AgentOptions;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.log.AgentLog.Sink;
import java.io.File;
import java.io.IOException;

/** Points the agent's log to where the configuration wants it. */
public final class LogSetup {
  static final long MAX_FILE_BYTES = 10L << 20;

  private LogSetup() {}

  /** Called first thing; the log's level follows the file from then on. */
  public static void install(AgentConfig config) {
    // The stream of now: one that the application sets later may lead into its logging.
    Sink stderr = new StreamSink(System.err);
    Sink sink = stderr;
    String problem = null;
    String path = config.get(AgentOptions.LOG_FILE);
    if (!path.isEmpty()) {
      try {
        sink = new FileSink(new File(path), MAX_FILE_BYTES, stderr);
      } catch (IOException e) {
        problem = "log.file: cannot write (" + e.getMessage() + "); logging to standard error";
      }
    }
    AgentLog.install(config.get(AgentOptions.LOG_LEVEL), sink);
    if (problem != null) {
      AgentLog.warn(problem);
    }
    config.onChange(AgentOptions.LOG_LEVEL, AgentLog::setThreshold);
  }
}
