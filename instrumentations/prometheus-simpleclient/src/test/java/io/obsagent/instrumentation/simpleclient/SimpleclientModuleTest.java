// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.simpleclient;

import io.obsagent.testing.ModuleKit;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

class SimpleclientModuleTest extends ModuleKit {
  SimpleclientModuleTest() {
    super(new SimpleclientModule());
  }

  @Override
  protected boolean isUsedAnew() {
    return true;
  }

  @Override
  protected String use() {
    CollectorRegistry registry = new CollectorRegistry();
    Counter.build("used_total", "Used.").register(registry).inc(2);
    return String.valueOf(registry.getSampleValue("used_total"));
  }
}
