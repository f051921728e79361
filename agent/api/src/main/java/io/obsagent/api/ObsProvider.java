// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent puts behind this API. No application needs it, and it may change with each
 * version.
 */
public interface ObsProvider {
  /** Null where nothing is watched. */
  @Nullable Span span(String name);

  /** Null where nothing is watched. */
  @Nullable Tracked track(String operation, Map<String, ?> attributes);

  /** Where an instrument's values go. */
  Recorder recorder(Instrument instrument);

  void attribute(String key, Object value);

  void event(String name, Map<String, ?> attributes);

  void health(String name, HealthCheck check);

  void user(String id);

  String correlationId();

  /** Takes the values of one instrument. */
  interface Recorder {
    void add(double amount, String... labelValues);

    /** Sets a gauge, or records an observation. */
    void record(double value, String... labelValues);
  }
}
