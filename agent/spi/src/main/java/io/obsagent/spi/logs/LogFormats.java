// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the instrumentations of logging frameworks find the formatter. While {@code logging.format}
 * is off there is none, and none of its classes is loaded. Thread-safe.
 */
public final class LogFormats {
  /** Read before the application starts: its first line has the format already. */
  public static final Option<String> FORMAT =
      Option.choice(
              "logging.format",
              "off",
              "Whether the application's lines of log are written as JSON, and in whose names:"
                  + " json (timestamp, level, service, trace_id, span_id, message …), ecs (Elastic"
                  + " Common Schema), logstash (as the Logstash encoder has them) or otel (OTLP in"
                  + " JSON).",
              "off",
              "json",
              "plain",
              "ecs",
              "logstash",
              "otel")
          .asDynamic();

  private static volatile @Nullable LogFormatter current;

  private LogFormats() {}

  /** Null while the application's lines are to stay as they are. One volatile read. */
  public static @Nullable LogFormatter current() {
    return current;
  }

  /** In the place of what there was; for the agent and for tests. */
  public static void install(@Nullable LogFormatter formatter) {
    current = formatter;
  }

  /** Called by the agent before the application's first class is woven, and after a change. */
  public static void configure(Config config, Supplier<Map<String, String>> resource) {
    current =
        config.get(FORMAT).equals("off")
            ? null
            : ServiceLoader.load(LogFormatter.Factory.class, LogFormats.class.getClassLoader())
                .findFirst()
                .map(factory -> factory.create(config, resource.get()))
                .orElse(null);
  }
}
