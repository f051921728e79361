// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

/** Answers a request, on an agent thread, within the server's deadline. Thread-safe. */
@FunctionalInterface
public interface Handler {
  /**
   * @throws IllegalArgumentException for a request that cannot be understood: answered with 400 and
   *     the message
   */
  Response handle(Request request);
}
