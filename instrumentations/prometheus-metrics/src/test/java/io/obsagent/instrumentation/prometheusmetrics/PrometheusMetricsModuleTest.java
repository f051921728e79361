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
  protected boolean isUsedAnew() {
    return true;
  }

  @Override
  protected String use() {
    // With exemplars the library starts a thread, which keeps its class loader for good.
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter counter =
        Counter.builder().name("used_total").help("Used.").withoutExemplars().register(registry);
    counter.inc(2);
    return String.valueOf(registry.scrape().size());
  }
}
