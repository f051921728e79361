// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The database that a connection leads to; made once per connection.
 *
 * @param system {@code db.system.name} of the OpenTelemetry conventions: {@code postgresql}, {@code
 *     h2}, {@code redis} …
 * @param namespace database name or index, or null
 * @param host server address, or null for an embedded database
 * @param port server port, or -1
 */
public record DbTarget(
    String system, @Nullable String namespace, @Nullable String host, int port) {}
