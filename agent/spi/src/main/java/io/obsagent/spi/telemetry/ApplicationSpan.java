// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.util.Map;

/**
 * A span of the agent's in words of the JDK alone; see {@link ApplicationTracing}. Values of
 * attributes are {@code String}, {@code Long}, {@code Double}, {@code Boolean}, or lists of one of
 * them; others are told as text. Thread-safe; after the end nothing changes it.
 */
public interface ApplicationSpan {
  String traceId();

  String spanId();

  boolean isSampled();

  boolean isRemote();

  /** As the header {@code tracestate} has it; may be empty. */
  String traceState();

  boolean isRecording();

  void attribute(String name, Object value);

  /**
   * @param epochNanos when it was, or 0 for now
   */
  void event(String name, Map<String, Object> attributes, long epochNanos);

  void exception(Throwable thrown, Map<String, Object> attributes);

  void link(String traceId, String spanId, boolean sampled);

  /**
   * @param code as OpenTelemetry names it: {@code UNSET}, {@code OK}, {@code ERROR}
   */
  void status(String code, String description);

  void rename(String name);

  /**
   * @param epochNanos when it ended, or 0 for now
   */
  void end(long epochNanos);
}
