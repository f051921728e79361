// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import io.obsagent.exporter.transport.ProxySettings;
import io.obsagent.spi.config.Option;
import java.time.Duration;
import java.util.List;

/** Options of the {@code jaeger} exporter. */
final class JaegerOptions {
  static final Option<String> ENDPOINT =
      Option.of(
              "exporter.jaeger.endpoint",
              "url or host:port",
              "",
              "A collector, http://host:14268 or with a full path, or an agent's UDP port,"
                  + " host:6831. If it is not set but jaeger is chosen: http://localhost:14268.",
              JaegerOptions::parseEndpoint)
          .alias("JAEGER_ENDPOINT", "OTEL_EXPORTER_JAEGER_ENDPOINT");

  static final Option<Duration> TIMEOUT =
      Option.duration(
              "exporter.jaeger.timeout", "10s", "100ms", "5m", "How long one request may take.")
          .aliasInMillis("OTEL_EXPORTER_JAEGER_TIMEOUT");

  static final Option<String> TOKEN =
      Option.text("exporter.jaeger.auth-token", "", "Token for bearer authentication.")
          .alias("JAEGER_AUTH_TOKEN")
          .asSecret();

  static final Option<String> USER =
      Option.text("exporter.jaeger.user", "", "User for basic authentication.")
          .alias("JAEGER_USER");

  static final Option<String> PASSWORD =
      Option.text("exporter.jaeger.password", "", "Password for basic authentication.")
          .alias("JAEGER_PASSWORD")
          .asSecret();

  static final Option<String> CERTIFICATE =
      Option.text(
          "exporter.jaeger.certificate",
          "",
          "PEM file of the authorities to trust in place of the JVM's.");

  static final Option<ProxySettings> PROXY =
      Option.of(
              "exporter.jaeger.proxy",
              "text",
              "",
              ProxySettings.SYNTAX + " It is not for UDP.",
              ProxySettings::parse)
          .asSecret();

  private static final Option<String> COLLECTOR = Option.url(ENDPOINT.key(), "A collector.");

  private JaegerOptions() {}

  private static String parseEndpoint(String text) {
    String trimmed = text.trim();
    if (trimmed.startsWith("http://") || trimmed.startsWith("https://")) {
      return COLLECTOR.parser().apply(trimmed);
    }
    if (!trimmed.isEmpty()) {
      UdpAddress.parse(trimmed);
    }
    return trimmed;
  }

  static List<Option<?>> all() {
    return List.of(ENDPOINT, TIMEOUT, TOKEN, USER, PASSWORD, CERTIFICATE, PROXY);
  }
}
