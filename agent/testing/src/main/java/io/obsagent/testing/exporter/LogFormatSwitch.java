// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.logs.files.OutputFormatter;
import io.obsagent.spi.logs.LogFormats;
import java.util.Map;
import java.util.function.Consumer;

/** Switches lines of JSON on and off while a test runs. */
final class LogFormatSwitch {
  /**
   * Key of a {@code Consumer<Map<String, String>>} among the system properties: takes the values of
   * {@code logging.format} and {@code logging.mode}, and none for off.
   */
  static final String KEY = "obs.testing.logs.format";

  private LogFormatSwitch() {}

  static void install() {
    Consumer<Map<String, String>> change = LogFormatSwitch::change;
    System.getProperties().put(KEY, change);
  }

  private static void change(Map<String, String> values) {
    LogFormats.install(
        values.isEmpty()
            ? null
            : new OutputFormatter.Configured()
                .create(new GivenOptions(values), Map.of("service.name", "shop")));
  }
}
