// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.config.Option;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of the {@code otlp} exporter; names and meaning as OpenTelemetry has them. */
final class OtlpOptions {
  static final Option<String> ENDPOINT =
      Option.text(
              "exporter.otlp.endpoint",
              "",
              "The collector: http://host:4318, where /v1/traces is added to the path, or for grpc"
                  + " http://host:4317. If it is not set but otlp is chosen: localhost.")
          .alias("OTEL_EXPORTER_OTLP_ENDPOINT");

  static final Option<String> TRACES_ENDPOINT =
      Option.text(
              "exporter.otlp.traces-endpoint",
              "",
              "The collector for traces, with the full path; wins over exporter.otlp.endpoint.")
          .alias("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  static final Option<String> PROTOCOL =
      Option.of(
              "exporter.otlp.protocol",
              "http/protobuf, grpc or auto",
              "auto",
              "How spans are sent; auto is grpc if the endpoint's port is 4317, else"
                  + " http/protobuf.",
              OtlpOptions::parseProtocol)
          .alias("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL");

  static final Option<Map<String, String>> HEADERS =
      Option.of(
              "exporter.otlp.headers",
              "list",
              "",
              "Headers for every request, as name=value,name=value with values percent-encoded.",
              OtlpOptions::parseHeaders)
          .alias("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS")
          .asSecret();

  static final Option<Duration> TIMEOUT =
      Option.duration("exporter.otlp.timeout", "10s", "How long one request may take.")
          .alias("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT");

  static final Option<Boolean> GZIP =
      Option.of(
              "exporter.otlp.compression",
              "gzip or none",
              "none",
              "Whether requests are compressed.",
              OtlpOptions::parseCompression)
          .alias("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION");

  static final Option<String> CERTIFICATE =
      Option.text(
              "exporter.otlp.certificate",
              "",
              "PEM file of the authorities to trust in place of the JVM's.")
          .alias("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "OTEL_EXPORTER_OTLP_CERTIFICATE");

  static final Option<String> CLIENT_CERTIFICATE =
      Option.text(
              "exporter.otlp.client-certificate",
              "",
              "PEM file of the certificate chain that the agent shows to the collector.")
          .alias(
              "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE",
              "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE");

  static final Option<String> CLIENT_KEY =
      Option.text(
              "exporter.otlp.client-key",
              "",
              "PEM file of the private key of the client certificate: PKCS#8, no password.")
          .alias("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "OTEL_EXPORTER_OTLP_CLIENT_KEY");

  private OtlpOptions() {}

  static List<Option<?>> all() {
    return List.of(
        ENDPOINT,
        TRACES_ENDPOINT,
        PROTOCOL,
        HEADERS,
        TIMEOUT,
        GZIP,
        CERTIFICATE,
        CLIENT_CERTIFICATE,
        CLIENT_KEY);
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
      String value = part.substring(equals + 1).trim().replace("+", "%2B");
      headers.put(
          part.substring(0, equals).trim(), URLDecoder.decode(value, StandardCharsets.UTF_8));
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
