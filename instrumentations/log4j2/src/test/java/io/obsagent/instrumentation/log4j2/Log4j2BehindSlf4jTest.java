// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The application logs by way of SLF4J. */
class Log4j2BehindSlf4jTest extends Log4j2Kit {
  private static final Logger LOGGER = LoggerFactory.getLogger("shop");

  @Override
  protected void info(String message) {
    LOGGER.info(message);
  }

  @Override
  protected void debug(String message) {
    LOGGER.debug(message);
  }

  @Override
  protected void error(String message, Throwable thrown) {
    LOGGER.error(message, thrown);
  }

  @Override
  protected void format(String template, Object argument) {
    LOGGER.info(template, argument);
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
  protected @Nullable Map<String, String> context() {
    return MDC.getCopyOfContextMap();
  }
}
