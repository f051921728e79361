// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span as it would leave the process.
 *
 * @param parentSpanId empty for the root of a trace
 * @param events name under {@code name}, beside the attributes
 * @param links ids of the traces and spans that it is linked with, as {@code trace/span}
 */
public record RecordedSpan(
    String name,
    String kind,
    String traceId,
    String spanId,
    String parentSpanId,
    String status,
    String scope,
    long startNanos,
    long endNanos,
    Map<String, Object> attributes,
    List<Map<String, Object>> events,
    List<String> links) {

  @SuppressWarnings("unchecked")
  static RecordedSpan of(Map<String, Object> map) {
    return new RecordedSpan(
        (String) map.get("name"),
        (String) map.get("kind"),
        (String) map.get("traceId"),
        (String) map.get("spanId"),
        (String) map.get("parentSpanId"),
        (String) map.get("status"),
        (String) map.get("scope"),
        (Long) map.get("start"),
        (Long) map.get("end"),
        (Map<String, Object>) map.get("attributes"),
        (List<Map<String, Object>>) map.get("events"),
        (List<String>) map.get("links"));
  }

  public @Nullable Object attribute(String name) {
    return attributes.get(name);
  }

  public boolean isChildOf(RecordedSpan parent) {
    return traceId.equals(parent.traceId) && parentSpanId.equals(parent.spanId);
  }

  public boolean isLinkedTo(RecordedSpan other) {
    return links.contains(other.traceId + "/" + other.spanId);
  }
}
