// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event of a logging framework as an instrumentation has handed it to the agent. */
public record RecordedLog(
    String framework,
    long epochNanos,
    String severity,
    String level,
    String logger,
    String thread,
    String message,
    @Nullable String template,
    @Nullable Throwable thrown,
    Map<String, String> mdc,
    List<String> markers,
    List<Map.Entry<String, Object>> fields,
    @Nullable String traceId,
    @Nullable String spanId,
    @Nullable String correlationId) {

  @SuppressWarnings("unchecked")
  static RecordedLog of(Map<String, Object> map) {
    return new RecordedLog(
        (String) map.get("framework"),
        (Long) map.get("epochNanos"),
        (String) map.get("severity"),
        (String) map.get("level"),
        (String) map.get("logger"),
        (String) map.get("thread"),
        (String) map.get("message"),
        (String) map.get("template"),
        (Throwable) map.get("thrown"),
        (Map<String, String>) map.get("mdc"),
        (List<String>) map.get("markers"),
        (List<Map.Entry<String, Object>>) map.get("fields"),
        (String) map.get("traceId"),
        (String) map.get("spanId"),
        (String) map.get("correlationId"));
  }
}
