// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.logs.TestConfig;
import io.obsagent.logs.redact.RedactOptions;
import io.obsagent.logs.store.Records;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.logs.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFormatterTest {
  private static final String MESSAGE =
      "iban=X99 patient bob, ada@acme.example, password=hunter2, order 4711";

  private final TestConfig config = new TestConfig();

  @ParameterizedTest
  @ValueSource(strings = {"json", "ecs", "logstash", "otel"})
  void whatTheUserSaysIsASecretIsNotInALineThatIsRedacted(String format) {
    config
        .with(LogFormats.FORMAT, format)
        .with(FileOptions.REDACT, "true")
        .with(RedactOptions.NAMES, "iban")
        .with(RedactOptions.EMAILS, "true")
        .with(RedactOptions.PATTERNS, List.of("(?i)patient [a-z]+"));

    String line = line();

    assertThat(line).contains("order 4711");
    assertThat(line).doesNotContain("X99", "bob", "ada@", "hunter2", "patient eve");
  }

  @Test
  void theApplicationsOwnLinesAreLeftAsTheyAreUnlessThatIsSaid() {
    config
        .with(LogFormats.FORMAT, "json")
        .with(RedactOptions.PATTERNS, List.of("(?i)patient [a-z]+"));

    assertThat(line()).contains(MESSAGE);
  }

  private String line() {
    LogFormatter formatter = new OutputFormatter.Configured().create(config, Map.of());
    return new String(
        formatter.format(
            Records.of(
                Severity.ERROR, "shop", MESSAGE, new IllegalStateException("no patient eve"))),
        StandardCharsets.UTF_8);
  }
}
