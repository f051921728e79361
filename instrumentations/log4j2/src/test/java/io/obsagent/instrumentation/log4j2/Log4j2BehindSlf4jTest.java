// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The application logs by way of SLF4J. */
class Log4j2BehindSlf4jTest extends Log4j2Test {
  private final Logger logger = LoggerFactory.getLogger("shop");

  @Override
  protected void info(String message) {
    logger.info(message);
  }

  @Override
  protected void debug(String message) {
    logger.debug(message);
  }

  @Override
  protected void put(String key, String value) {
    MDC.put(key, value);
  }

  @Override
  protected void clear() {
    MDC.clear();
  }

  @Override
  protected Map<String, String> context() {
    return MDC.getCopyOfContextMap();
  }
}
