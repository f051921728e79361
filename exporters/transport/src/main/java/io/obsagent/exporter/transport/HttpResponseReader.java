// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** Reads answers of HTTP/1.1 (RFC 9112), each of bounded size. Not thread-safe. */
final class HttpResponseReader {
  static final int KEPT_BODY = 4 << 10;
  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 128;
  private static final int MAX_BODY = 1 << 20;
  private static final int FIRST_BODY = 64 << 10;

  private final ByteBuffer input = ByteBuffer.allocate(8 << 10).flip();
  private final byte[] line = new byte[MAX_LINE];
  private final int keptBody;
  private byte[] body;

  /** Whether a body that ends with the connection is waited for. */
  private final boolean untilEnd;

  private int bodySize;
  private boolean begun;

  private int status;
  private long contentLength;
  private boolean chunked;
  private boolean keepAlive;
  private Duration retryAfter = Duration.ZERO;

  HttpResponseReader() {
    this(KEPT_BODY, false);
  }

  HttpResponseReader(int keptBody, boolean untilEnd) {
    this.keptBody = keptBody;
    this.body = new byte[Math.min(keptBody, FIRST_BODY)];
    this.untilEnd = untilEnd;
  }

  /** Before a request is written. */
  void start() {
    begun = false;
    input.clear().flip();
  }

  /** Whether bytes of the current answer have come. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether a kept connection is still open, with nothing in it that nobody asked for. */
  boolean isIdle(Connection connection) {
    try {
      return connection.readAvailable(input.clear()) == 0;
    } catch (IOException e) {
      return false;
    } finally {
      input.clear().flip();
    }
  }

  /** The status of an answer that has no body. */
  int readStatus(Connection connection, long deadlineNanos) throws IOException {
    readHead(connection, deadlineNanos);
    return status;
  }

  HttpResponse read(Connection connection, long deadlineNanos) throws IOException {
    do {
      readHead(connection, deadlineNanos);
    } while (status / 100 == 1);
    bodySize = 0;
    if (status != 204 && status != 304) {
      readBody(connection, deadlineNanos);
    }
    return new HttpResponse(status, retryAfter, keepAlive, Arrays.copyOf(body, bodySize));
  }

  private void readHead(Connection connection, long deadlineNanos) throws IOException {
    String statusLine = readLine(connection, deadlineNanos);
    if (!statusLine.startsWith("HTTP/1.") || statusLine.length() < 12) {
      throw new ProtocolException("the answer is not HTTP/1.1");
    }
    status = (int) number(statusLine.substring(9, 12), 10);
    keepAlive = statusLine.startsWith("HTTP/1.1");
    contentLength = -1;
    chunked = false;
    retryAfter = Duration.ZERO;
    for (int i = 0; i < MAX_HEADERS; i++) {
      String header = readLine(connection, deadlineNanos);
      if (header.isEmpty()) {
        return;
      }
      int colon = header.indexOf(':');
      if (colon > 0) {
        header(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1));
      }
    }
    throw new ProtocolException("the answer has more than " + MAX_HEADERS + " headers");
  }

  private void header(String name, String text) throws IOException {
    String value = text.trim();
    switch (name) {
      case "content-length" -> contentLength = number(value, 10);
      case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
      case "connection" -> keepAlive &= !value.toLowerCase(Locale.ROOT).contains("close");
      case "retry-after" -> retryAfter = retryAfter(value);
      default -> {}
    }
  }

  /** Seconds, or a date; what is neither counts as not said. */
  private static Duration retryAfter(String value) {
    try {
      if (!value.isEmpty() && Character.isDigit(value.charAt(0))) {
        return Duration.ofSeconds(Math.min(Long.parseLong(value), 86_400));
      }
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      Duration pause = Duration.between(Instant.now(), until);
      return pause.isNegative() ? Duration.ZERO : pause;
    } catch (NumberFormatException | DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private void readBody(Connection connection, long deadlineNanos) throws IOException {
    if (chunked) {
      long total = 0;
      for (long size = chunkSize(connection, deadlineNanos); size > 0; ) {
        total += size;
        take(connection, size, total, deadlineNanos);
        readLine(connection, deadlineNanos);
        size = chunkSize(connection, deadlineNanos);
      }
      while (!readLine(connection, deadlineNanos).isEmpty()) {
        // trailers
        keepAlive = false;
      }
    } else if (contentLength >= 0) {
      take(connection, contentLength, contentLength, deadlineNanos);
    } else if (untilEnd) {
      keepAlive = false;
      while (bodySize < keptBody && (input.hasRemaining() || more(connection, deadlineNanos))) {
        keep(input.remaining());
      }
    } else {
      // It ends with the connection, and nothing in it is worth waiting for that.
      keepAlive = false;
    }
  }

  private long chunkSize(Connection connection, long deadlineNanos) throws IOException {
    String text = readLine(connection, deadlineNanos);
    int extension = text.indexOf(';');
    return number((extension < 0 ? text : text.substring(0, extension)).trim(), 16);
  }

  private void take(Connection connection, long size, long total, long deadlineNanos)
      throws IOException {
    int most = Math.max(MAX_BODY, keptBody);
    if (total > most) {
      throw new ProtocolException("the answer is longer than " + most + " bytes");
    }
    for (long left = size; left > 0; ) {
      if (!input.hasRemaining()) {
        fill(connection, deadlineNanos);
      }
      int count = (int) Math.min(left, input.remaining());
      keep(count);
      left -= count;
    }
  }

  private void keep(int count) {
    int kept = Math.min(count, keptBody - bodySize);
    if (kept > body.length - bodySize) {
      body = Arrays.copyOf(body, Math.min(keptBody, Math.max(2 * body.length, bodySize + kept)));
    }
    input.get(input.position(), body, bodySize, kept);
    bodySize += kept;
    input.position(input.position() + count);
  }

  private String readLine(Connection connection, long deadlineNanos) throws IOException {
    for (int length = 0; length < MAX_LINE; length++) {
      if (!input.hasRemaining()) {
        fill(connection, deadlineNanos);
      }
      byte next = input.get();
      if (next == '\n') {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, ISO_8859_1);
      }
      line[length] = next;
    }
    throw new ProtocolException("a line of the answer is longer than " + MAX_LINE + " bytes");
  }

  private void fill(Connection connection, long deadlineNanos) throws IOException {
    if (!more(connection, deadlineNanos)) {
      throw new EOFException("the connection was closed before the answer was complete");
    }
  }

  private boolean more(Connection connection, long deadlineNanos) throws IOException {
    input.clear();
    int read = connection.read(input, deadlineNanos);
    input.flip();
    if (read < 0) {
      input.position(input.limit());
      return false;
    }
    begun = true;
    return true;
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long value = Long.parseLong(text, radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw (IOException)
          new ProtocolException("'" + text + "' is no number in the answer").initCause(e);
    }
    throw new ProtocolException("'" + text + "' is a negative number in the answer");
  }
}
