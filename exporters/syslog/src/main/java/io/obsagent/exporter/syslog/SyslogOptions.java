// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.syslog;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.spi.config.Option;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Options of the {@code syslog} exporter. */
final class SyslogOptions {
  private static final int TCP_PORT = 514;
  private static final int TLS_PORT = 6514;

  /** By their numbers, RFC 5424, 6.2.1. */
  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "ntp",
          "audit",
          "alert",
          "clock",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");

  static final Option<String> ENDPOINT =
      Option.of(
          "exporter.syslog.endpoint",
          "tcp://host:port or tls://host:port",
          "",
          "The receiver, of RFC 5424 with octet counting; ports are 514 and, for TLS, 6514. If it"
              + " is not set but syslog is chosen: tcp://localhost:514.",
          SyslogOptions::checkEndpoint);

  static final Option<Integer> FACILITY =
      Option.of(
          "exporter.syslog.facility",
          "user, daemon, local0 …",
          "user",
          "The facility of all messages.",
          SyslogOptions::parseFacility);

  static final Option<Integer> MAX_BYTES =
      Option.number(
          "exporter.syslog.max-bytes",
          8_192,
          480,
          1_048_576,
          "How long a message may be, bytes; what is longer is cut. rsyslog takes 8 KiB unless told"
              + " otherwise.");

  static final Option<Duration> TIMEOUT =
      Option.duration(
          "exporter.syslog.timeout", "10s", "100ms", "5m", "How long sending a batch may take.");

  static final Option<String> CERTIFICATE =
      Option.text(
          "exporter.syslog.certificate",
          "",
          "PEM file of the authorities to trust in place of the JVM's.");

  static final Option<String> CLIENT_CERTIFICATE =
      Option.text(
          "exporter.syslog.client-certificate",
          "",
          "PEM file of the certificate chain that the agent shows to the receiver.");

  static final Option<String> CLIENT_KEY =
      Option.text(
          "exporter.syslog.client-key",
          "",
          "PEM file of the private key of the client certificate: PKCS#8, no password.");

  static final List<Option<?>> ALL =
      List.of(ENDPOINT, FACILITY, MAX_BYTES, TIMEOUT, CERTIFICATE, CLIENT_CERTIFICATE, CLIENT_KEY);

  private SyslogOptions() {}

  private static String checkEndpoint(String text) {
    if (!text.isBlank()) {
      endpoint(text);
    }
    return text.trim();
  }

  static Endpoint endpoint(String text) {
    try {
      URI uri = new URI(text.trim());
      boolean tls = "tls".equalsIgnoreCase(uri.getScheme());
      boolean plain = "tcp".equalsIgnoreCase(uri.getScheme());
      boolean rest =
          uri.getRawUserInfo() != null
              || uri.getRawQuery() != null
              || uri.getRawPath().length() > 1;
      if (uri.getHost() != null && (tls || plain) && !rest) {
        int port = uri.getPort() < 0 ? (tls ? TLS_PORT : TCP_PORT) : uri.getPort();
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        return new Endpoint(tls, host, port, "");
      }
    } catch (URISyntaxException e) {
      // as below
    }
    throw new IllegalArgumentException("expected tcp://host:514 or tls://host:6514");
  }

  private static Integer parseFacility(String text) {
    int facility = FACILITIES.indexOf(text.trim().toLowerCase(Locale.ROOT));
    if (facility < 0) {
      throw new IllegalArgumentException("expected one of " + String.join(", ", FACILITIES));
    }
    return facility;
  }
}
