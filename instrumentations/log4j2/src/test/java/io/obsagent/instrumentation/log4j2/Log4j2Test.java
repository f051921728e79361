// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.jspecify.annotations.Nullable;

/** The application logs by Log4j's own API. */
class Log4j2Test extends Log4j2Kit {
  private static final Logger LOGGER = LogManager.getLogger("shop");

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
    ThreadContext.put(key, value);
  }

  @Override
  protected void clear() {
    ThreadContext.clearAll();
  }

  @Override
  protected @Nullable Map<String, String> context() {
    return ThreadContext.getContext();
  }
}
