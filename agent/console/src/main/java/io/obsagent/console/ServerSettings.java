// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import java.time.Duration;

/**
 * How the server is bound and bounded.
 *
 * @param host address to bind to
 * @param port 0 for any that is free
 * @param tokens that callers send
 * @param tls the certificate, or {@link TlsFiles#NONE}
 * @param basePath below which a proxy has put the port, as {@code /obs}; empty for none
 * @param threads that answer; further requests wait, {@code queue} at most
 * @param maxBodyBytes a longer request body is refused with 413
 * @param deadline within which a request must have been read and its answer taken
 */
public record ServerSettings(
    String host,
    int port,
    Tokens tokens,
    TlsFiles tls,
    String basePath,
    int threads,
    int queue,
    int maxBodyBytes,
    Duration deadline) {

  public static ServerSettings of(String host, int port, String token) {
    return of(host, port, new Tokens("", "", token), TlsFiles.NONE, "");
  }

  static ServerSettings of(String host, int port, Tokens tokens, TlsFiles tls, String basePath) {
    return new ServerSettings(
        host, port, tokens, tls, basePath, 4, 64, 1 << 20, Duration.ofSeconds(30));
  }
}
