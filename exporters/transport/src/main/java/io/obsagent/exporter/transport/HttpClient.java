// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.net.UnknownHostException;

/**
 * Sends a request now and then, each over a connection of its own, so nothing is held in between
 * and there is nothing to close. Follows no redirect, and is never traced. Thread-safe.
 *
 * @see HttpSender for one request after the other to one place
 */
public final class HttpClient {
  /** Bytes of an answer's body that are kept, unless it is said how many. */
  public static final int KEPT_BODY = 64 << 10;

  private final HttpSettings settings;
  private final int keptBody;

  public HttpClient(HttpSettings settings) {
    this(settings, KEPT_BODY);
  }

  /**
   * @param keptBody bytes of an answer's body that are kept; the rest is lost
   */
  public HttpClient(HttpSettings settings, int keptBody) {
    this.settings = settings;
    this.keptBody = keptBody;
  }

  /**
   * @throws IOException if no answer came in time; its message holds neither address nor secret
   * @throws IllegalArgumentException if HTTP does not allow a header
   */
  public HttpResponse send(HttpRequest request) throws IOException {
    ByteOutput head = new ByteOutput();
    RequestWriter.head(head, settings, request, false);
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    HttpResponse response;
    try (Connection connection =
        Connection.open(request.endpoint(), settings, settings.connectDeadline(deadline))) {
      HttpResponseReader reader = new HttpResponseReader(keptBody, true);
      reader.start();
      connection.write(head.view(), deadline);
      connection.write(request.body().duplicate(), deadline);
      response = reader.read(connection, deadline);
    } catch (UnknownHostException e) {
      throw new IOException("the host's name cannot be resolved", e);
    }
    if (response.status() == 401) {
      settings.headers().values().forEach(HeaderValue::refused);
    }
    return response;
  }
}
