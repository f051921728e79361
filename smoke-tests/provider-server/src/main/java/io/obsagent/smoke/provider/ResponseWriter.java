// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes an answer, whole or as server-sent events, each piece in one write. */
final class ResponseWriter {
  private final OutputStream out;

  /** Limits as OpenAI writes them. */
  private final String limits;

  ResponseWriter(OutputStream out, int remaining) {
    this.out = out;
    this.limits =
        ("x-ratelimit-limit-requests: " + ProviderOptions.LIMIT + "\r\n")
            + ("x-ratelimit-remaining-requests: " + remaining + "\r\n")
            + "x-ratelimit-reset-requests: 120ms\r\n"
            + "x-ratelimit-limit-tokens: 30000\r\nx-ratelimit-remaining-tokens: 29744\r\n"
            + "x-ratelimit-reset-tokens: 512ms\r\n";
  }

  void json(int status, byte[] body) throws IOException {
    String head =
        ("HTTP/1.1 " + status + " " + reason(status) + "\r\n")
            + "Content-Type: application/json\r\n"
            + limits
            // Clients that retry on their own do it at once: a test need not wait for them.
            + (status >= 429 ? "retry-after-ms: 1\r\n" : "")
            + ("Content-Length: " + body.length + "\r\n\r\n");
    write(head.getBytes(StandardCharsets.ISO_8859_1), body);
  }

  void startEvents() throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            + limits
            + "Transfer-Encoding: chunked\r\n\r\n";
    write(head.getBytes(StandardCharsets.ISO_8859_1));
  }

  void event(String data) throws IOException {
    byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    String size = Integer.toHexString(event.length) + "\r\n";
    write(size.getBytes(StandardCharsets.ISO_8859_1), event, new byte[] {'\r', '\n'});
  }

  void endEvents() throws IOException {
    write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  private void write(byte[]... pieces) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(1024);
    for (byte[] piece : pieces) {
      whole.writeBytes(piece);
    }
    out.write(whole.toByteArray());
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 429 -> "Too Many Requests";
      default -> "Internal Server Error";
    };
  }
}
