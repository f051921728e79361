// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.ProxySettings;
import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.spi.config.Config;
import java.time.Duration;
import java.util.Map;

/** How one signal is sent. */
record OtlpSettings(
    TlsSettings tls,
    ProxySettings proxy,
    Map<String, String> headers,
    boolean compressed,
    Duration timeout) {
  static OtlpSettings of(Config config, Signal signal) {
    return new OtlpSettings(
        new TlsSettings(
            OtlpOptions.CERTIFICATE.of(config, signal),
            OtlpOptions.CLIENT_CERTIFICATE.of(config, signal),
            OtlpOptions.CLIENT_KEY.of(config, signal)),
        config.get(OtlpOptions.PROXY),
        OtlpOptions.HEADERS.of(config, signal),
        OtlpOptions.GZIP.of(config, signal),
        OtlpOptions.TIMEOUT.of(config, signal));
  }
}
