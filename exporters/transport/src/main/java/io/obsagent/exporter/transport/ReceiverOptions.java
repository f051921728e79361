// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may be said of a receiver by HTTP beside its address; alike for each.
 *
 * @param token for bearer authentication; wins over user and password
 */
public record ReceiverOptions(
    Option<String> user,
    Option<String> password,
    Option<String> token,
    Option<Boolean> compressed,
    Option<Duration> timeout,
    Option<String> certificate,
    Option<String> clientCertificate,
    Option<String> clientKey,
    Option<ProxySettings> proxy) {
  /**
   * @param prefix of the keys: {@code exporter.loki}
   */
  public static ReceiverOptions of(String prefix) {
    return new ReceiverOptions(
        Option.text(prefix + ".user", "", "User for basic authentication."),
        Option.text(prefix + ".password", "", "Password for basic authentication.").asSecret(),
        Option.text(prefix + ".token", "", "Token for bearer authentication.").asSecret(),
        Option.of(
            prefix + ".compression",
            "gzip or none",
            "gzip",
            "Whether requests are compressed.",
            ReceiverOptions::parseCompression),
        Option.duration(
            prefix + ".timeout", "10s", "100ms", "5m", "How long one request may take."),
        Option.text(
            prefix + ".certificate",
            "",
            "PEM file of the authorities to trust in place of the JVM's."),
        Option.text(
            prefix + ".client-certificate",
            "",
            "PEM file of the certificate chain that the agent shows to the receiver."),
        Option.text(
            prefix + ".client-key",
            "",
            "PEM file of the private key of the client certificate: PKCS#8, no password."),
        Option.of(prefix + ".proxy", "text", "", ProxySettings.SYNTAX, ProxySettings::parse)
            .asSecret());
  }

  private static Boolean parseCompression(String text) {
    return switch (text.trim()) {
      case "gzip" -> true;
      case "none" -> false;
      default -> throw new IllegalArgumentException("expected gzip or none");
    };
  }

  public List<Option<?>> all() {
    return List.of(
        user,
        password,
        token,
        compressed,
        timeout,
        certificate,
        clientCertificate,
        clientKey,
        proxy);
  }

  /**
   * @param endpoint with the full path
   * @param headers beside those of authentication, over which they win
   * @param keptBody bytes of answers that are kept
   * @throws IllegalArgumentException if a header has characters that it may not have
   */
  public HttpSender sender(
      Config config, Endpoint endpoint, Map<String, String> headers, int keptBody) {
    Map<String, HeaderValue> authentication = new LinkedHashMap<>();
    String password = config.get(this.password);
    if (!config.get(token).isEmpty()) {
      String bearer = "Bearer " + config.get(token);
      authentication.put("Authorization", () -> bearer);
    } else if (!config.get(user).isEmpty()) {
      authentication.put("Authorization", HeaderValue.basic(config.get(user), () -> password));
    }
    Duration limit = config.get(timeout);
    TlsSettings tls =
        new TlsSettings(
            config.get(certificate), config.get(clientCertificate), config.get(clientKey));
    return new HttpSender(
        endpoint,
        new HttpSettings(tls, config.get(proxy), authentication, limit, limit),
        headers,
        config.get(compressed),
        keptBody);
  }
}
