// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests from a connection (RFC 9112), each part of them bounded. */
final class RequestReader {
  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_BODY = 4 * 1024 * 1024;

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** The next request, or null where the client has closed the connection between two requests. */
  @Nullable ReceivedRequest next() throws IOException {
    String requestLine = line();
    if (requestLine == null) {
      return null;
    }
    String[] parts = requestLine.split(" ", 3);
    if (parts.length != 3) {
      throw new IOException("malformed request line: " + requestLine);
    }
    Map<String, String> headers = headers();
    byte[] body =
        "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
            ? chunks()
            : in.readNBytes(bounded(0, headers.getOrDefault("content-length", "0"), 10));
    return new ReceivedRequest(parts[0], parts[1], Map.copyOf(headers), body);
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < MAX_HEADERS; i++) {
      String line = required();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("malformed header: " + line);
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    throw new IOException("more than " + MAX_HEADERS + " headers");
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = bounded(0, required(), 16); size > 0; ) {
      body.write(in.readNBytes(size));
      required();
      size = bounded(body.size(), required(), 16);
    }
    required();
    return body.toByteArray();
  }

  private static int bounded(int read, String size, int radix) throws IOException {
    try {
      int value = Integer.parseInt(size, radix);
      if (value >= 0 && value <= MAX_BODY - read) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IOException("malformed body size: " + size, e);
    }
    throw new IOException("body size " + size + " is not within " + MAX_BODY + " bytes");
  }

  private String required() throws IOException {
    String line = line();
    if (line == null) {
      throw new IOException("connection closed within a request");
    }
    return line;
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      if (line.size() == MAX_LINE) {
        throw new IOException("line longer than " + MAX_LINE + " bytes");
      }
      line.write(b);
    }
    return null;
  }
}
