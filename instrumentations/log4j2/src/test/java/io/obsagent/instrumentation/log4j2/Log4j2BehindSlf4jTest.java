// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

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

  /** The binding puts them into the context of the thread. */
  @Test
  void keyValuesAndMarkersOfTheFluentApiAreInTheRecord() throws Exception {
    configure(file(), false);

    LOGGER
        .atWarn()
        .addMarker(MarkerFactory.getMarker("AUDIT"))
        .addKeyValue("till", 7)
        .log("sold {}", "tea");

    assertThat(theRecord().message()).isEqualTo("sold tea");
    assertThat(theRecord().markers()).containsExactly("AUDIT");
    assertThat(theRecord().mdc()).isEqualTo(Map.of("till", "7"));
  }
}
