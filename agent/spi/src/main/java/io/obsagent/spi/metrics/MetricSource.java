// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import java.util.List;

/** Anything that can be asked for metrics: the registry, the JVM, a pool. Thread-safe. */
@FunctionalInterface
public interface MetricSource {
  /** A snapshot; called by a scrape or the evaluator, never on a request thread. */
  List<MetricFamily> collect();
}
