// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Instruments of kinds of work that many applications do not have; made with the first of each. Two
 * threads at once make instruments that are the same. Thread-safe.
 */
final class LaterMetrics {
  private final MetricRegistry registry;
  private final boolean olderAiNames;
  private volatile @Nullable MessagingMetrics messaging;
  private volatile @Nullable RpcMetrics rpc;
  private volatile @Nullable McpMetrics mcp;
  private volatile @Nullable ModelMetrics models;

  LaterMetrics(MetricRegistry registry, boolean olderAiNames) {
    this.registry = registry;
    this.olderAiNames = olderAiNames;
  }

  MessagingMetrics messaging() {
    MessagingMetrics known = messaging;
    if (known == null) {
      known = new MessagingMetrics(registry);
      messaging = known;
    }
    return known;
  }

  ModelMetrics models() {
    ModelMetrics known = models;
    if (known == null) {
      known = new ModelMetrics(registry, olderAiNames);
      models = known;
    }
    return known;
  }

  McpMetrics mcp() {
    McpMetrics known = mcp;
    if (known == null) {
      known = new McpMetrics(registry);
      mcp = known;
    }
    return known;
  }

  RpcMetrics rpc() {
    RpcMetrics known = rpc;
    if (known == null) {
      known = new RpcMetrics(registry);
      rpc = known;
    }
    return known;
  }
}
