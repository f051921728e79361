// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a header says with the next request: a constant, a file's content, a token that expires.
 * Never logged. Called by the sending thread, and may block.
 */
@FunctionalInterface
public interface HeaderValue {
  /**
   * @throws IOException if it cannot be had now; the message holds no secret
   */
  String read() throws IOException;

  /** The server answered 401 to the last value: do not keep it. */
  default void refused() {}

  /** Basic authentication (RFC 7617), in UTF-8. */
  static HeaderValue basic(String username, HeaderValue password) {
    return () -> {
      byte[] pair = (username + ":" + password.read()).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    };
  }
}
