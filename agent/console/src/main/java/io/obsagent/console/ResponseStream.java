// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body: a short one with its length, a longer one as it is written, compressed if the
 * caller takes that.
 */
final class ResponseStream extends OutputStream {
  private static final int SHORT = 1024;
  private static final int SHORT_PLAIN = 8 * 1024;
  private static final Map<String, String> ALWAYS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-store",
          "Content-Security-Policy",
              "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

  private final HttpExchange exchange;
  private final int status;
  private final boolean gzip;
  private final byte[] start;
  private int length;
  private @Nullable OutputStream rest;

  private ResponseStream(HttpExchange exchange, int status) {
    this.exchange = exchange;
    this.status = status;
    this.gzip = takesGzip(exchange.getRequestHeaders().get("Accept-Encoding"));
    this.start = new byte[gzip ? SHORT : SHORT_PLAIN];
  }

  static void send(HttpExchange exchange, Response response) throws IOException {
    setHeaders(exchange, response);
    if (exchange.getRequestMethod().equals("HEAD") || response.status() == 204) {
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    ResponseStream stream = new ResponseStream(exchange, response.status());
    response.body().writeTo(stream);
    stream.close();
  }

  /** Sends the head of an answer whose body comes by and by. */
  static void begin(HttpExchange exchange, Response response) throws IOException {
    setHeaders(exchange, response);
    exchange.sendResponseHeaders(response.status(), 0);
  }

  private static void setHeaders(HttpExchange exchange, Response response) {
    Headers headers = exchange.getResponseHeaders();
    ALWAYS.forEach(headers::set);
    response.headers().forEach(headers::set);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (rest == null && length + count <= start.length) {
      System.arraycopy(bytes, offset, start, length, count);
      length += count;
      return;
    }
    if (rest == null) {
      rest = open();
      rest.write(start, 0, length);
    }
    rest.write(bytes, offset, count);
  }

  private OutputStream open() throws IOException {
    if (gzip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(status, 0);
    return gzip
        ? new GZIPOutputStream(exchange.getResponseBody(), SHORT_PLAIN)
        : exchange.getResponseBody();
  }

  @Override
  public void close() throws IOException {
    if (rest != null) {
      rest.close();
      return;
    }
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    if (length > 0) {
      exchange.getResponseBody().write(start, 0, length);
    }
  }

  private static boolean takesGzip(@Nullable List<String> acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    String accepted = String.join(",", acceptEncoding).toLowerCase(Locale.ROOT).replace(" ", "");
    int at = accepted.indexOf("gzip");
    return at >= 0 && !accepted.startsWith(";q=0", at + 4)
        || at >= 0 && accepted.startsWith(";q=0.", at + 4);
  }
}
