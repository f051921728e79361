// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.obsagent.testing.ModuleKit;

class LogbackModuleTest extends ModuleKit {
  LogbackModuleTest() {
    super(new LogbackModule());
  }

  @Override
  protected String use() {
    LoggerContext context = new LoggerContext();
    Logger logger = context.getLogger("kit");
    ListAppender<ILoggingEvent> list = new ListAppender<>();
    list.setContext(context);
    list.start();
    logger.addAppender(list);
    logger.warn("tea");
    context.stop();
    return list.list.get(0).getFormattedMessage() + list.list.size();
  }
}
