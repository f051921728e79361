// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RecordedLog;
import io.obsagent.testing.RecordedLogs;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

/** SLF4J 2's fluent API, which Logback has had since 1.3. */
@ExtendWith(AgentExtension.class)
class FluentLogbackTest {
  @Test
  void keyValuesAndMarkersAreInTheRecord() {
    assumeTrue(
        getClass().getResource("/org/slf4j/event/KeyValuePair.class") != null
            && getClass().getResource("/org/slf4j/spi/LoggingEventBuilder.class") != null,
        "SLF4J 1 has no key-value pairs");
    RecordedLogs.clear();

    LoggerFactory.getLogger("fluent")
        .atWarn()
        .addMarker(MarkerFactory.getMarker("AUDIT"))
        .addMarker(MarkerFactory.getMarker("SHOP"))
        .addKeyValue("till", 7)
        .addKeyValue("clerk", (Object) null)
        .addArgument("tea")
        .log("sold {}");

    RecordedLog log = RecordedLogs.of("fluent").get(0);
    assertThat(RecordedLogs.of("fluent")).hasSize(1);
    assertThat(log.message()).isEqualTo("sold tea");
    assertThat(log.template()).isEqualTo("sold {}");
    assertThat(log.severity()).isEqualTo("WARN");
    assertThat(log.markers()).containsExactly("AUDIT", "SHOP");
    assertThat(log.fields()).containsExactly(Map.entry("till", 7), Map.entry("clerk", ""));
  }
}
