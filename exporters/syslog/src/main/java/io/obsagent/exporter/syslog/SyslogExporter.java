// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.syslog;

import io.obsagent.exporter.transport.Connection;
import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.RetryableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends log records to a syslog receiver over a connection that is kept. The protocol knows no
 * answer: what was written before a receiver went away may be lost.
 */
final class SyslogExporter implements LogExporter {
  private final Endpoint endpoint;
  private final TlsSettings tls;
  private final Duration timeout;
  private final SyslogEncoder encoder;
  private final ByteBuffer ignored = ByteBuffer.allocate(256);
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  private SyslogExporter(
      Endpoint endpoint, TlsSettings tls, Duration timeout, SyslogEncoder encoder) {
    this.endpoint = endpoint;
    this.tls = tls;
    this.timeout = timeout;
    this.encoder = encoder;
  }

  static SyslogExporter create(ExporterFactory.Environment environment) {
    Config config = environment.config();
    String text = config.get(SyslogOptions.ENDPOINT);
    return new SyslogExporter(
        SyslogOptions.endpoint(text.isEmpty() ? "tcp://localhost" : text),
        new TlsSettings(
            config.get(SyslogOptions.CERTIFICATE),
            config.get(SyslogOptions.CLIENT_CERTIFICATE),
            config.get(SyslogOptions.CLIENT_KEY)),
        config.get(SyslogOptions.TIMEOUT),
        new SyslogEncoder(
            config.get(SyslogOptions.FACILITY),
            config.get(SyslogOptions.MAX_BYTES),
            environment.resource(),
            ProcessHandle.current().pid()));
  }

  @Override
  public int export(List<FinishedLog> batch) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      open(deadline).write(encoder.encode(batch), deadline);
    } catch (IOException e) {
      disconnect();
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new RetryableException("cannot send to " + endpoint() + ": " + reason, Duration.ZERO);
    }
    return 0;
  }

  private Connection open(long deadlineNanos) throws IOException {
    Connection open = connection;
    if (open == null || closed || !isOpen(open)) {
      disconnect();
      open = Connection.open(endpoint, tls, deadlineNanos);
      connection = open;
      if (closed) {
        disconnect();
      }
    }
    return open;
  }

  private boolean isOpen(Connection open) {
    try {
      return open.readAvailable(ignored.clear()) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String endpoint() {
    return (endpoint.tls() ? "tls://" : "tcp://") + endpoint.authority();
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
