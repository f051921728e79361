// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

/** Who may call a route. */
public enum Access {
  /** Anybody who reaches the port: metrics and health probes. */
  PUBLIC,
  /** Without a token only while the port is bound to loopback and no token is configured. */
  READ,
  /** With the token only, wherever the port is bound: whatever changes something. */
  WRITE
}
