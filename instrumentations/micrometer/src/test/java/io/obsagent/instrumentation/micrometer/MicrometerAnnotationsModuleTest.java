// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import com.acme.shop.MeteredClass;
import com.acme.shop.OtherMetered;
import io.micrometer.core.aop.CountedAspect;
import io.micrometer.core.aop.TimedAspect;
import io.obsagent.testing.ModuleKit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

class MicrometerAnnotationsModuleTest extends ModuleKit {
  MicrometerAnnotationsModuleTest() {
    super(new MicrometerAnnotationsModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(MeteredClass.class, OtherMetered.class, TimedAspect.class, CountedAspect.class);
  }

  /** Kotlin's functions are under tests of their own; Jersey's listener was another jar's. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    Set<String> others = new HashSet<>(Set.of("SuspendAdvices.Timing", "SuspendAdvices.Counting"));
    if (MeteredJersey.listener() == null) {
      others.add("MeteredAdvices.Listener");
    }
    return others;
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
