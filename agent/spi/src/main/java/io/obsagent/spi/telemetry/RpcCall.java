// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A method that is called remotely; made once and kept.
 *
 * @param system {@code grpc}, {@code dubbo}, {@code aws-api} …
 * @param method with its service: {@code shop.Cart/Add}
 * @param host of the server, or null
 * @param port of the server, or -1
 */
public record RpcCall(String system, String method, @Nullable String host, int port) {}
