// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

/** Who may call a route. */
public enum Access {
  /** Anybody who reaches the port: metrics and health probes. */
  PUBLIC,
  /**
   * Any token's bearer; without a token only while the port is bound to loopback and no token is
   * configured.
   */
  READ,
  /**
   * Anybody who reaches the port, because the handler itself checks who sent it: deliveries of
   * other systems, each of which signs in a way of its own and cannot send our token.
   */
  SIGNED,
  /** With an operator's token, wherever the port is bound: whatever changes something. */
  WRITE,
  /** With the admin's token: what makes the application run something else, or tells of others. */
  ADMIN
}
