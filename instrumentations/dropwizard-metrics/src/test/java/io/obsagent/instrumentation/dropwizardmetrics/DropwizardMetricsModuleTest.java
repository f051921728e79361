// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dropwizardmetrics;

import com.codahale.metrics.MetricRegistry;
import io.obsagent.testing.ModuleKit;

class DropwizardMetricsModuleTest extends ModuleKit {
  DropwizardMetricsModuleTest() {
    super(new DropwizardMetricsModule());
  }

  @Override
  protected boolean isUsedAnew() {
    return true;
  }

  @Override
  protected String use() {
    MetricRegistry four = new MetricRegistry();
    io.dropwizard.metrics5.MetricRegistry five = new io.dropwizard.metrics5.MetricRegistry();
    four.meter("used").mark(2);
    five.meter("used").mark(3);
    return four.meter("used").getCount() + " " + five.meter("used").getCount();
  }
}
