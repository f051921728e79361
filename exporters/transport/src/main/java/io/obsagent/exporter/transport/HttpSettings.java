// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.time.Duration;
import java.util.Map;

/**
 * How a back end is reached.
 *
 * @param headers sent with each request
 * @param connectTimeout for the way to it, proxy and TLS included; never beyond {@code timeout}
 * @param timeout for all of connecting, sending and answering
 */
public record HttpSettings(
    TlsSettings tls,
    ProxySettings proxy,
    Map<String, HeaderValue> headers,
    Duration connectTimeout,
    Duration timeout) {

  public HttpSettings {
    headers = Map.copyOf(headers);
  }

  /** Without a proxy, with the JVM's certificates and no header. */
  public static HttpSettings direct(Duration timeout) {
    return new HttpSettings(TlsSettings.DEFAULT, ProxySettings.DIRECT, Map.of(), timeout, timeout);
  }

  /** The end of a way that begins now, on the clock of {@link System#nanoTime}. */
  long connectDeadline(long deadlineNanos) {
    long own = System.nanoTime() + connectTimeout.toNanos();
    return own - deadlineNanos < 0 ? own : deadlineNanos;
  }
}
