// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import io.obsagent.spi.export.AccessDeniedException;
import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.export.TooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
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
  private final HttpSettings settings;
  private final Map<String, String> headers;
  private final @Nullable Gzip gzip;
  private final ByteOutput head = new ByteOutput();
  private final HttpResponseReader reader;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  /**
   * @param headers sent with each request, beside those that HTTP needs
   * @throws IllegalArgumentException if a header has characters that it may not have
   */
  public HttpSender(
      Endpoint endpoint,
      TlsSettings tls,
      ProxySettings proxy,
      Map<String, String> headers,
      boolean compressed,
      Duration timeout) {
    this(endpoint, new HttpSettings(tls, proxy, Map.of(), timeout, timeout), headers, compressed);
  }

  /**
   * @param headers sent with each request, beside those of the settings and those that HTTP needs
   * @throws IllegalArgumentException if a header has characters that it may not have
   */
  public HttpSender(
      Endpoint endpoint, HttpSettings settings, Map<String, String> headers, boolean compressed) {
    this(endpoint, settings, headers, compressed, HttpResponseReader.KEPT_BODY);
  }

  /**
   * @param keptBody bytes of answers that are kept
   */
  HttpSender(
      Endpoint endpoint,
      HttpSettings settings,
      Map<String, String> headers,
      boolean compressed,
      int keptBody) {
    this.reader = new HttpResponseReader(keptBody, false);
    headers.forEach(HttpSender::checkHeader);
    this.endpoint = endpoint;
    this.settings = settings;
    this.gzip = compressed ? new Gzip() : null;
    Map<String, String> all = new LinkedHashMap<>(headers);
    if (compressed) {
      all.put("Content-Encoding", "gzip");
    }
    this.headers = all;
  }

  /**
   * @throws IllegalArgumentException if HTTP does not allow these characters
   */
  public static void checkHeader(String name, String value) {
    boolean named = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      named &= c > ' ' && c < 0x7f && c != ':';
    }
    if (!named) {
      throw new IllegalArgumentException("'" + name + "' is no name of an HTTP header");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        throw new IllegalArgumentException(
            "the value of the HTTP header '" + name + "' has control characters");
      }
    }
  }

  /**
   * @return the body of the answer, cut after a few kilobytes
   * @throws RetryableException if the back end cannot be reached, or asks to come again
   * @throws NotFoundException if it has nothing at this path
   * @throws TooLargeException if it may take a part of it
   * @throws AccessDeniedException if it does not take the credentials
   * @throws IOException if it refuses the body
   */
  public byte[] post(ByteBuffer body) throws IOException {
    head.clear();
    ByteBuffer sent = gzip == null ? body : gzip.compress(body);
    HttpResponse response;
    try {
      RequestWriter.head(head, settings, new HttpRequest("POST", endpoint, headers, sent), true);
      response = exchange(sent, System.nanoTime() + settings.timeout().toNanos());
    } catch (IOException e) {
      disconnect();
      throw new RetryableException("cannot send to " + endpoint + ": " + reason(e), Duration.ZERO);
    }
    if (response.status() / 100 != 2) {
      if (response.status() == 401) {
        settings.headers().values().forEach(HeaderValue::refused);
      }
      throw refused(response);
    }
    return response.body();
  }

  private HttpResponse exchange(ByteBuffer body, long deadlineNanos) throws IOException {
    Connection open = connection;
    if (open != null && !closed && reader.isIdle(open)) {
      try {
        return exchange(open, body, deadlineNanos);
      } catch (IOException e) {
        // The back end may have closed it while the request was on its way: once more, on a new
        // connection, unless it has begun to answer or the time is over.
        if (reader.hasBegun() || System.nanoTime() - deadlineNanos >= 0) {
          throw e;
        }
      }
    }
    disconnect();
    open = Connection.open(endpoint, settings, settings.connectDeadline(deadlineNanos));
    connection = open;
    if (closed) {
      disconnect();
    }
    return exchange(open, body, deadlineNanos);
  }

  private HttpResponse exchange(Connection open, ByteBuffer body, long deadlineNanos)
      throws IOException {
    reader.start();
    open.write(head.view(), deadlineNanos);
    open.write(body.duplicate(), deadlineNanos);
    HttpResponse response = reader.read(open, deadlineNanos);
    if (!response.keepAlive()) {
      disconnect();
    }
    return response;
  }

  private IOException refused(HttpResponse response) {
    String said = OneLine.of(response.text()).strip();
    boolean says = response.status() == 400 && !said.isEmpty();
    String message = endpoint + " answered " + response.status() + (says ? ": " + said : "");
    return switch (response.status()) {
      case 408, 429, 502, 503, 504 -> new RetryableException(message, response.retryAfter());
      case 401, 403 -> new AccessDeniedException(message + "; check the credentials");
      case 413 -> new TooLargeException(message);
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
