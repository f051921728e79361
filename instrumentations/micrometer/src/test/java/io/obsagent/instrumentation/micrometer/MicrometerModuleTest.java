// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.distribution.TimeWindowFixedBoundaryHistogram;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.obsagent.testing.ModuleKit;
import java.util.List;

class MicrometerModuleTest extends ModuleKit {
  MicrometerModuleTest() {
    super(new MicrometerModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(
        SimpleMeterRegistry.class, TimeWindowFixedBoundaryHistogram.class.getSuperclass());
  }

  @Override
  protected boolean isUsedAnew() {
    return true;
  }

  @Override
  protected String use() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    registry.counter("used").increment(2);
    String used = String.valueOf(registry.counter("used").count());
    registry.close();
    return used;
  }
}
