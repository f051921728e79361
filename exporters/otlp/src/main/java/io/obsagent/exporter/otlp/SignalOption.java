// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A setting for all signals, and what one signal has in its place: what is meant for the receiver
 * of one, above all a password, must not reach that of another.
 */
record SignalOption<T>(
    Option<T> all,
    Option<Optional<T>> traces,
    Option<Optional<T>> metrics,
    Option<Optional<T>> logs) {
  /**
   * @param all with one alias, of OpenTelemetry's form {@code OTEL_EXPORTER_OTLP_…}
   */
  static <T> SignalOption<T> of(Option<T> all) {
    return new SignalOption<>(
        all, forSignal(all, "traces"), forSignal(all, "metrics"), forSignal(all, "logs"));
  }

  private static <T> Option<Optional<T>> forSignal(Option<T> all, String signal) {
    Option<Optional<T>> own =
        Option.of(
            all.key().replace("exporter.otlp.", "exporter.otlp." + signal + "-"),
            all.type(),
            "",
            "In place of " + all.key() + ", for " + signal + " only.",
            text -> text.isEmpty() ? Optional.<T>empty() : Optional.of(all.parser().apply(text)));
    String variable =
        all.aliases().get(0).replace("_OTLP_", "_OTLP_" + signal.toUpperCase(Locale.ROOT) + "_");
    Option<Optional<T>> option =
        all.aliasUnit().isEmpty() ? own.alias(variable) : own.aliasInMillis(variable);
    return all.secret() ? option.asSecret() : option;
  }

  T of(Config config, Signal signal) {
    Option<Optional<T>> own =
        switch (signal) {
          case TRACES -> traces;
          case METRICS -> metrics;
          case LOGS -> logs;
        };
    return config.get(own).orElseGet(() -> config.get(all));
  }

  List<Option<?>> options() {
    return List.of(all, traces, metrics, logs);
  }
}
