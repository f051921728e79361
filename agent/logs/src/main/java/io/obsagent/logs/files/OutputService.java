// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import io.obsagent.logs.redact.RedactOptions;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import java.io.IOException;
import java.util.List;

/** Follows the options of lines of JSON while the application runs, and owns the agent's files. */
public final class OutputService implements AgentService {
  private boolean closed;
  private boolean followsRedaction;

  @Override
  public List<Option<?>> options() {
    return FileOptions.ALL;
  }

  /** Before the log is read: no record comes before its files are there. */
  @Override
  public int order() {
    return -1;
  }

  @Override
  public synchronized String start(AgentContext context) throws IOException {
    follow(LogFormats.FORMAT, context);
    follow(FileOptions.MODE, context);
    follow(FileOptions.REDACT, context);
    if (LogFormats.current() != null) {
      configure(context); // now that all is known of this process
    }
    if (!closed && context.config().get(FileOptions.ENABLED)) {
      LogFiles.open(context.config(), context.resource());
    }
    return "";
  }

  private <T> void follow(Option<T> option, AgentContext context) {
    context.config().onChange(option, any -> configure(context));
  }

  private synchronized void configure(AgentContext context) {
    LogFormatter before = LogFormats.current();
    LogFormats.configure(context.config(), context::resource);
    if (before instanceof OutputFormatter output) {
      output.close();
    }
    if (!followsRedaction
        && LogFormats.current() != null
        && context.config().get(FileOptions.REDACT)) {
      followsRedaction = true;
      RedactOptions.onChange(context.config(), () -> configure(context));
    }
  }

  /** The log is read to its end after this: the files stay open until the process ends. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
