// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import com.acme.shop.MeteredClass;
import com.acme.shop.OtherMetered;
import io.micrometer.core.aop.CountedAspect;
import io.micrometer.core.aop.TimedAspect;
import io.obsagent.testing.ModuleKit;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class MicrometerAnnotationsModuleTest extends ModuleKit {
  MicrometerAnnotationsModuleTest() {
    super(new MicrometerAnnotationsModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(MeteredClass.class, OtherMetered.class, TimedAspect.class, CountedAspect.class);
  }

  @Override
  protected boolean isUsedAnew() {
    return true;
  }

  @Override
  protected String use() {
    OtherMetered metered = new OtherMetered();
    metered.twice();
    return metered.number(3, 0.5)
        + metered.later(CompletableFuture.completedFuture("later")).join();
  }
}
