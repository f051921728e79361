// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import io.obsagent.testing.ModuleKit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

class JbossLogManagerModuleTest extends ModuleKit {
  JbossLogManagerModuleTest() {
    super(new JbossLogManagerModule());
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
