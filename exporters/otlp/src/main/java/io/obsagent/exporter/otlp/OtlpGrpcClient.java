// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.ByteOutput;
import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.Gzip;
import io.obsagent.exporter.transport.HttpSender;
import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.spi.export.AccessDeniedException;
import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.export.RetryableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OTLP as a unary call of gRPC over a connection that is kept. */
final class OtlpGrpcClient implements OtlpClient {
  private final Endpoint endpoint;
  private final TlsSettings tls;
  private final Duration timeout;
  private final @Nullable Gzip gzip;
  private final byte[] headers;
  private final ByteOutput message = new ByteOutput();
  private volatile @Nullable Http2Connection connection;
  private volatile boolean closed;

  /**
   * @param endpoint with the path of the method
   */
  OtlpGrpcClient(Endpoint endpoint, OtlpSettings settings) {
    this.endpoint = endpoint;
    this.tls = settings.tls();
    this.timeout = settings.timeout();
    this.gzip = settings.compressed() ? new Gzip() : null;
    Map<String, String> all = new LinkedHashMap<>();
    all.put("content-type", "application/grpc");
    all.put("te", "trailers");
    all.put("user-agent", "obs-agent");
    if (settings.compressed()) {
      all.put("grpc-encoding", "gzip");
    }
    settings.headers().forEach(HttpSender::checkHeader);
    all.putAll(settings.headers());
    this.headers = HeaderBlock.request(endpoint, all);
    if (headers.length > Frames.MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          OtlpOptions.HEADERS.all().key() + ": the headers are longer than 16 KiB");
    }
  }

  @Override
  public byte[] export(ByteBuffer request) throws IOException {
    ByteBuffer sent = gzip == null ? request : gzip.compress(request);
    message.clear();
    message.writeByte(gzip == null ? 0 : 1);
    message.writeIntBigEndian(sent.remaining());
    message.writeBytes(sent.array(), sent.arrayOffset() + sent.position(), sent.remaining());
    GrpcReply reply;
    try {
      reply = call(System.nanoTime() + timeout.toNanos());
    } catch (IOException e) {
      disconnect();
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new RetryableException(
          "cannot send to " + endpoint.withPath("") + ": " + reason, Duration.ZERO);
    }
    check(reply);
    return reply.body();
  }

  private GrpcReply call(long deadlineNanos) throws IOException {
    Http2Connection open = connection;
    if (open != null && !closed && open.isUsable()) {
      try {
        return open.call(headers, message.view(), deadlineNanos);
      } catch (IOException e) {
        // The peer may have closed it meanwhile: once more, on a new connection.
        if (open.hasBegun() || System.nanoTime() - deadlineNanos >= 0) {
          throw e;
        }
      }
    }
    disconnect();
    open = Http2Connection.open(endpoint, tls, deadlineNanos);
    connection = open;
    if (closed) {
      disconnect();
    }
    return open.call(headers, message.view(), deadlineNanos);
  }

  /** Which failures may pass: the table of the OTLP specification. */
  private void check(GrpcReply reply) throws IOException {
    if (reply.grpcStatus().equals("0")) {
      return;
    }
    String place = endpoint.withPath("").toString();
    if (reply.grpcStatus().isEmpty()) {
      disconnect();
      String message = place + " answered HTTP " + reply.httpStatus() + " without a gRPC status";
      throw switch (reply.httpStatus()) {
        case "429", "502", "503", "504" -> new RetryableException(message, Duration.ZERO);
        default -> new IOException(message);
      };
    }
    String message = place + " answered gRPC status " + reply.grpcStatus() + ": " + reply.message();
    throw switch (reply.grpcStatus()) {
      // cancelled, deadline exceeded, resource exhausted, aborted, out of range, unavailable,
      // data loss
      case "1", "4", "8", "10", "11", "14", "15" -> new RetryableException(message, Duration.ZERO);
      case "7", "16" -> new AccessDeniedException(message + "; check the credentials");
      case "12" -> new NotFoundException(message);
      default -> new IOException(message);
    };
  }

  private void disconnect() {
    Http2Connection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
