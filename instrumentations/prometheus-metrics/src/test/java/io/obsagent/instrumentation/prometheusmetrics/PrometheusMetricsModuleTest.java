// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.prometheusmetrics;

import io.obsagent.testing.ModuleKit;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

class PrometheusMetricsModuleTest extends ModuleKit {
  PrometheusMetricsModuleTest() {
    super(new PrometheusMetricsModule());
  }

  @Override
  protected String use() {
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter counter = Counter.builder().name("used_total").help("Used.").register(registry);
    counter.inc(2);
    return String.valueOf(registry.scrape().size());
  }
}
