// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import io.obsagent.testing.ModuleKit;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

class JbossLogManagerModuleTest extends ModuleKit {
  JbossLogManagerModuleTest() {
    super(new JbossLogManagerModule());
  }

  /** Since 3.0 handlers have a formatter of their own. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    boolean own =
        Stream.of(ExtHandler.class.getDeclaredMethods())
            .anyMatch(method -> method.getName().equals("getFormatter"));
    return own ? Set.of() : Set.of("HandlerAdvices.GetFormatter");
  }

  @Override
  protected String use() {
    Logger logger = LogContext.create().getLogger("kit");
    StringBuilder seen = new StringBuilder();
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord log) {
            ExtLogRecord extended = (ExtLogRecord) log;
            seen.append(log.getMessage()).append(extended.getMdc("user"));
            seen.append(extended.getMdcCopy());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
    logger.severe("tea");
    return seen.toString();
  }
}
