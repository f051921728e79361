// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An answer; the body is written when it is sent, so that nothing large is held. Immutable.
 *
 * @param headers beside those that every answer has; the content type is one of them
 */
public record Response(int status, Map<String, String> headers, Body body) {
  /** Writes the body. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  public static Response of(int status, String contentType, Body body) {
    return new Response(status, Map.of("Content-Type", contentType), body);
  }

  public static Response text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Response bytes(int status, String contentType, byte[] bytes) {
    return of(status, contentType, out -> out.write(bytes));
  }

  /** JSON, written by the consumer at once, so that its failure becomes an answer of its own. */
  public static Response json(int status, Consumer<JsonWriter> content) {
    JsonWriter json = new JsonWriter();
    content.accept(json);
    return bytes(status, "application/json", json.toBytes());
  }

  /** The shape of every failure: {@code {"error":"…"}}. */
  public static Response error(int status, String message) {
    return json(status, json -> json.object().field("error", message).end());
  }

  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }
}
