// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.export.RetryableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Posts one body after the other over one HTTP/1.1 connection that it keeps.
 *
 * <p>Not {@code HttpURLConnection}: the application's cookie handler, authenticator, host name
 * verifier and URL handlers would all take part in the agent's requests. For one thread; only
 * {@link #close} may come from another.
 */
public final class HttpSender implements AutoCloseable {
  private final Endpoint endpoint;
  private final TlsSettings tls;
  private final Duration timeout;
  private final @Nullable Gzip gzip;
  private final byte[] head;
  private final ByteOutput request = new ByteOutput();
  private final HttpResponseReader reader = new HttpResponseReader();
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  /**
   * @param headers sent with each request, beside those that HTTP needs
   * @throws IllegalArgumentException if a header has characters that it may not have
   */
  public HttpSender(
      Endpoint endpoint,
      TlsSettings tls,
      Map<String, String> headers,
      boolean compressed,
      Duration timeout) {
    this.endpoint = endpoint;
    this.tls = tls;
    this.timeout = timeout;
    this.gzip = compressed ? new Gzip() : null;
    ByteOutput lines = new ByteOutput();
    lines.writeUtf8("POST " + (endpoint.path().isEmpty() ? "/" : endpoint.path()));
    lines.writeUtf8(" HTTP/1.1\r\nHost: " + endpoint.authority() + "\r\nUser-Agent: obs-agent\r\n");
    if (compressed) {
      lines.writeUtf8("Content-Encoding: gzip\r\n");
    }
    headers.forEach((name, value) -> lines.writeUtf8(headerLine(name, value)));
    lines.writeUtf8("Content-Length: ");
    this.head = new byte[lines.size()];
    lines.view().get(head);
  }

  private static String headerLine(String name, String value) {
    checkHeader(name, value);
    return name + ": " + value + "\r\n";
  }

  /**
   * @throws IllegalArgumentException if HTTP does not allow these characters
   */
  public static void checkHeader(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
      throw new IllegalArgumentException("'" + name + "' is no name of an HTTP header");
    }
    if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7f)) {
      throw new IllegalArgumentException(
          "the value of the HTTP header '" + name + "' has control characters");
    }
  }

  /**
   * @return the body of the answer, cut after a few kilobytes
   * @throws RetryableException if the back end cannot be reached, or asks to come again
   * @throws NotFoundException if it has nothing at this path
   * @throws IOException if it refuses the body
   */
  public byte[] post(ByteBuffer body) throws IOException {
    request.clear();
    ByteBuffer sent = gzip == null ? body : gzip.compress(body);
    request.writeBytes(head);
    request.writeUtf8(Integer.toString(sent.remaining()));
    request.writeUtf8("\r\n\r\n");
    request.writeBytes(sent.array(), sent.arrayOffset() + sent.position(), sent.remaining());
    HttpResponse response;
    try {
      response = exchange(System.nanoTime() + timeout.toNanos());
    } catch (IOException e) {
      disconnect();
      throw new RetryableException("cannot send to " + endpoint + ": " + reason(e), Duration.ZERO);
    }
    if (response.status() / 100 != 2) {
      throw refused(response);
    }
    return response.body();
  }

  private HttpResponse exchange(long deadlineNanos) throws IOException {
    Connection open = connection;
    if (open != null && !closed && reader.isIdle(open)) {
      try {
        return exchange(open, deadlineNanos);
      } catch (IOException e) {
        // The back end may have closed it while the request was on its way: once more, on a new
        // connection, unless it has begun to answer or the time is over.
        if (reader.hasBegun() || System.nanoTime() - deadlineNanos >= 0) {
          throw e;
        }
      }
    }
    disconnect();
    open = Connection.open(endpoint, tls, deadlineNanos);
    connection = open;
    if (closed) {
      disconnect();
    }
    return exchange(open, deadlineNanos);
  }

  private HttpResponse exchange(Connection open, long deadlineNanos) throws IOException {
    reader.start();
    open.write(request.view(), deadlineNanos);
    HttpResponse response = reader.read(open, deadlineNanos);
    if (!response.keepAlive()) {
      disconnect();
    }
    return response;
  }

  private IOException refused(HttpResponse response) {
    String message = endpoint + " answered " + response.status();
    return switch (response.status()) {
      case 408, 429, 502, 503, 504 -> new RetryableException(message, response.retryAfter());
      case 401, 403 -> new IOException(message + "; check the credentials");
      case 404, 405 -> new NotFoundException(message + "; check the path of the endpoint");
      default -> new IOException(message);
    };
  }

  static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
