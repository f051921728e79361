// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What is sent once.
 *
 * @param headers beside those that HTTP needs and those of the client's settings; they win
 * @param body read from its position to its limit
 */
public record HttpRequest(
    String method, Endpoint endpoint, Map<String, String> headers, ByteBuffer body) {}
