// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.Option;
import java.util.List;

/** Defaults that follow from what else was given. */
final class DerivedDefaults {
  /** The exporters' own options, named here so that they need not be loaded to know. */
  private static final Option<String> JAEGER =
      Option.text("exporter.jaeger.endpoint", "", "").alias("JAEGER_ENDPOINT");

  private static final Option<String> OTLP =
      Option.text("exporter.otlp.endpoint", "", "")
          .alias("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT");

  private DerivedDefaults() {}

  static String text(Option<?> option, AgentConfig config) {
    if (!option.key().equals(AgentOptions.TRACES_EXPORTER.key())) {
      return option.defaultText();
    }
    List<String> given = new java.util.ArrayList<>(2);
    if (config.isGiven(JAEGER)) {
      given.add("jaeger");
    }
    if (config.isGiven(OTLP)) {
      given.add("otlp");
    }
    return given.isEmpty() ? option.defaultText() : String.join(",", given);
  }
}
