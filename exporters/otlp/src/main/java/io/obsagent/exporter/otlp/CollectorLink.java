// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.export.ExporterFactory;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The way of one signal to its collector. For one thread, but for {@link #close}. */
final class CollectorLink implements AutoCloseable {
  private final String endpoint;
  private final OtlpClient client;
  private final PartialSuccess partialSuccess;

  /**
   * @param items what is sent, in the plural
   * @throws IllegalArgumentException if the configuration cannot work; says key and way out
   */
  CollectorLink(ExporterFactory.Environment environment, Signal signal, String items) {
    CollectorAddress address = CollectorAddress.of(environment.config(), signal);
    this.endpoint = address.endpoint().toString();
    this.client = address.client(OtlpSettings.of(environment.config(), signal));
    this.partialSuccess =
        new PartialSuccess(address.endpoint(), signal, items, environment.metrics());
  }

  /**
   * Sends a request.
   *
   * @param items in it
   * @return how many of them the collector has refused
   */
  int send(ByteBuffer request, int items) throws IOException {
    return (int) Math.min(items, partialSuccess.read(client.export(request)));
  }

  String endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    client.close();
  }
}
