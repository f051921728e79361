// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.export.RetryableException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One of a collector's services, by either protocol. For one thread; only close may differ. */
sealed interface OtlpClient extends AutoCloseable permits OtlpHttpClient, OtlpGrpcClient {
  /**
   * @param request an encoded {@code Export…ServiceRequest}
   * @return the encoded {@code Export…ServiceResponse}, perhaps cut
   * @throws RetryableException if the same may be sent again later
   * @throws NotFoundException if the collector has no such service
   * @throws IOException if the collector refuses the request
   */
  byte[] export(ByteBuffer request) throws IOException;

  @Override
  void close();
}
