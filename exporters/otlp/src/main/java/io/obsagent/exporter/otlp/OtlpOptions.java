// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.ProxySettings;
import io.obsagent.spi.config.Option;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Options of the {@code otlp} exporters; names and meaning as OpenTelemetry has them. */
final class OtlpOptions {
  static final Option<String> ENDPOINT =
      Option.url(
              "exporter.otlp.endpoint",
              "The collector of all signals: http://host:4318, where /v1/traces, /v1/metrics or"
                  + " /v1/logs is added to the path, or for grpc http://host:4317. If it is not set but otlp is"
                  + " chosen: localhost.")
          .alias("OTEL_EXPORTER_OTLP_ENDPOINT");

  static final Option<String> TRACES_ENDPOINT =
      Option.url(
              "exporter.otlp.traces-endpoint",
              "The collector for traces, with the full path; wins over exporter.otlp.endpoint.")
          .alias("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  static final Option<String> METRICS_ENDPOINT =
      Option.url(
              "exporter.otlp.metrics-endpoint",
              "The collector for metrics, with the full path; wins over exporter.otlp.endpoint.")
          .alias("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT");

  static final Option<String> LOGS_ENDPOINT =
      Option.url(
              "exporter.otlp.logs-endpoint",
              "The collector for log records, with the full path; wins over"
                  + " exporter.otlp.endpoint.")
          .alias("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT");

  static final SignalOption<String> PROTOCOL =
      SignalOption.of(
          Option.of(
                  "exporter.otlp.protocol",
                  "http/protobuf, grpc or auto",
                  "auto",
                  "How it is sent; auto is grpc if the endpoint's port is 4317, else"
                      + " http/protobuf.",
                  OtlpOptions::parseProtocol)
              .alias("OTEL_EXPORTER_OTLP_PROTOCOL"));

  static final SignalOption<Map<String, String>> HEADERS =
      SignalOption.of(
          Option.of(
                  "exporter.otlp.headers",
                  "list",
                  "",
                  "Headers for every request, as name=value,name=value with values"
                      + " percent-encoded.",
                  OtlpOptions::parseHeaders)
              .alias("OTEL_EXPORTER_OTLP_HEADERS")
              .asSecret());

  static final SignalOption<Duration> TIMEOUT =
      SignalOption.of(
          Option.duration(
                  "exporter.otlp.timeout", "10s", "100ms", "5m", "How long one request may take.")
              .aliasInMillis("OTEL_EXPORTER_OTLP_TIMEOUT"));

  static final SignalOption<Boolean> GZIP =
      SignalOption.of(
          Option.of(
                  "exporter.otlp.compression",
                  "gzip or none",
                  "none",
                  "Whether requests are compressed.",
                  OtlpOptions::parseCompression)
              .alias("OTEL_EXPORTER_OTLP_COMPRESSION"));

  static final SignalOption<String> CERTIFICATE =
      SignalOption.of(
          Option.text(
                  "exporter.otlp.certificate",
                  "",
                  "PEM file of the authorities to trust in place of the JVM's.")
              .alias("OTEL_EXPORTER_OTLP_CERTIFICATE"));

  static final SignalOption<String> CLIENT_CERTIFICATE =
      SignalOption.of(
          Option.text(
                  "exporter.otlp.client-certificate",
                  "",
                  "PEM file of the certificate chain that the agent shows to the collector.")
              .alias("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"));

  static final SignalOption<String> CLIENT_KEY =
      SignalOption.of(
          Option.text(
                  "exporter.otlp.client-key",
                  "",
                  "PEM file of the private key of the client certificate: PKCS#8, no password.")
              .alias("OTEL_EXPORTER_OTLP_CLIENT_KEY"));

  static final Option<ProxySettings> PROXY =
      Option.of(
              "exporter.otlp.proxy",
              "text",
              "",
              ProxySettings.SYNTAX + " It is not for grpc, which goes straight to the collector.",
              ProxySettings::parse)
          .asSecret();

  static final Option<Boolean> DELTA =
      Option.of(
              "exporter.otlp.metrics-temporality",
              "cumulative or delta",
              "cumulative",
              "Whether counters and histograms count since the start, or since what was sent last.",
              OtlpOptions::parseTemporality)
          .alias("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE");

  private OtlpOptions() {}

  static List<Option<?>> all() {
    List<Option<?>> all =
        new ArrayList<>(
            List.of(ENDPOINT, TRACES_ENDPOINT, METRICS_ENDPOINT, LOGS_ENDPOINT, PROXY, DELTA));
    List<SignalOption<?>> perSignal =
        List.of(PROTOCOL, HEADERS, TIMEOUT, GZIP, CERTIFICATE, CLIENT_CERTIFICATE, CLIENT_KEY);
    for (SignalOption<?> option : perSignal) {
      all.addAll(option.options());
    }
    return all;
  }

  private static Boolean parseTemporality(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "delta" -> true;
      case "cumulative" -> false;
      default -> throw new IllegalArgumentException("expected cumulative or delta");
    };
  }

  private static Map<String, String> parseHeaders(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String part : text.split(",", 64)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("expected name=value,name=value");
      }
      String encoded = part.substring(equals + 1).trim().replace("+", "%2B");
      String name = part.substring(0, equals).trim();
      String value = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
      boolean sendable =
          name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')
              && value.chars().allMatch(c -> c >= ' ' && c != 127 || c == '\t');
      if (!sendable) {
        throw new IllegalArgumentException("expected names and values without control characters");
      }
      headers.put(name, value);
    }
    return java.util.Collections.unmodifiableMap(headers);
  }

  private static String parseProtocol(String text) {
    return switch (text.trim()) {
      case "http/protobuf", "grpc", "auto" -> text.trim();
      default -> throw new IllegalArgumentException("expected http/protobuf, grpc or auto");
    };
  }

  private static Boolean parseCompression(String text) {
    return switch (text.trim()) {
      case "gzip" -> true;
      case "none", "" -> false;
      default -> throw new IllegalArgumentException("expected gzip or none");
    };
  }
}
