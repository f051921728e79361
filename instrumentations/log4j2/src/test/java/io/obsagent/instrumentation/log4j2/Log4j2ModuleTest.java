// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.testing.ModuleKit;
import org.apache.logging.log4j.core.LoggerContext;

class Log4j2ModuleTest extends ModuleKit {
  Log4j2ModuleTest() {
    super(new Log4j2Module());
  }

  @Override
  protected String use() {
    LoggerContext context = new LoggerContext("kit");
    context.start();
    context.getLogger("kit").info("tea");
    context.stop();
    return String.valueOf(context.isStopped());
  }
}
