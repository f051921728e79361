// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.event;

import java.util.Map;

/**
 * Something that happened in the application's business: an order was placed. Immutable.
 *
 * @param name of low cardinality, e.g. {@code order_placed}; at most 128 characters
 * @param epochMillis when it happened
 * @param attributes texts, longs, doubles and booleans by name; at most 32
 * @param traceId 32 hexadecimal digits; empty where there was no trace
 */
public record BusinessEvent(
    String name, long epochMillis, Map<String, Object> attributes, String traceId) {
  public BusinessEvent {
    attributes = Map.copyOf(attributes);
  }
}
