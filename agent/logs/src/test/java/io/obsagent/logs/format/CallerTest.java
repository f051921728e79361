// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an event was logged, by the names of each format, if it is known. */
class CallerTest {
  private static final StackTraceElement PLACE =
      new StackTraceElement("a.Shop", "sell", "Shop.java", 17);

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "json ~ \"caller\":{\"class\":\"a.Shop\",\"method\":\"sell\",\"file\":\"Shop.java\",\"line\":17}",
        "ecs ~ \"log.origin.function\":\"sell\",\"log.origin.file.name\":\"Shop.java\",\"log.origin.file.line\":17",
        "logstash ~ \"caller_class_name\":\"a.Shop\",\"caller_method_name\":\"sell\",\"caller_file_name\":\"Shop.java\",\"caller_line_number\":17",
        "otel ~ {\"key\":\"code.function.name\",\"value\":{\"stringValue\":\"a.Shop.sell\"}},{\"key\":\"code.file.path\",\"value\":{\"stringValue\":\"Shop.java\"}},{\"key\":\"code.line.number\",\"value\":{\"intValue\":\"17\"}}",
      })
  void itIsToldByTheNamesOfTheFormat(String format, String expected) throws Exception {
    String line = line(format, PLACE);

    assertThat(line).contains(expected);
    new ObjectMapper().readTree(line);
    assertThat(line(format, null)).doesNotContain("caller", "origin", "code.");
  }

  @Test
  void whatIsNotKnownOfItIsLeftOut() {
    StackTraceElement unknown = new StackTraceElement("a.Shop", "sell", null, -1);

    assertThat(line("json", unknown))
        .contains("\"caller\":{\"class\":\"a.Shop\",\"method\":\"sell\"}");
    assertThat(line("otel", unknown)).doesNotContain("code.file", "code.line");

    StackTraceElement onlyLine = new StackTraceElement("a.Shop", "", null, 17);

    assertThat(line("json", onlyLine)).contains("\"caller\":{\"class\":\"a.Shop\",\"line\":17}");
    assertThat(line("otel", onlyLine)).contains("\"stringValue\":\"a.Shop\"");
  }

  private static String line(String format, @Nullable StackTraceElement caller) {
    LogRecord record =
        new LogRecord(
            "logback",
            0,
            Severity.INFO,
            "INFO",
            "a",
            "main",
            "sold",
            null,
            null,
            Map.of(),
            List.of(),
            List.of(),
            null);
    return new String(new JsonLines(format, Map.of(), null).format(record.at(caller)), UTF_8);
  }
}
