// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.caffeine;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Caffeine where a cache is built, and Spring where it gives one a name. */
public final class CaffeineModule extends InstrumentationModule {
  private static final String CACHE = "com.github.benmanes.caffeine.cache.";

  public CaffeineModule() {
    super("caffeine", "Caffeine 2.0–3.3");
  }

  @Override
  public String description() {
    return "Entries of Caffeine's caches, and hits, misses and evictions of those that record their"
        + " statistics.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new BuilderInstrumentation(), new SpringInstrumentation());
  }

  private static final class BuilderInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CACHE + "Caffeine");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("build"), BuilderAdvices.Build.class.getName());
      advices.on(
          named("buildAsync").returns(CACHE + "AsyncLoadingCache"),
          BuilderAdvices.BuildLoading.class.getName());
      advices.on(
          named("buildAsync").returns(CACHE + "AsyncCache"),
          BuilderAdvices.BuildAsync.class.getName());
    }
  }

  private static final class SpringInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.springframework.cache.caffeine.CaffeineCache");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), SpringAdvices.Create.class.getName());
    }
  }
}
