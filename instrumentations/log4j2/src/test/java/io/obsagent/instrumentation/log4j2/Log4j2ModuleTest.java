// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.testing.ModuleKit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

class Log4j2ModuleTest extends ModuleKit {
  Log4j2ModuleTest() {
    super(new Log4j2Module());
  }

  @Override
  protected String use() {
    Logger logger = LogManager.getLogger("kit");
    logger.error("tea");
    return logger.getName();
  }
}
