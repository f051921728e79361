// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.guavacache;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Guava where a cache is built. */
public final class GuavaCacheModule extends InstrumentationModule {
  public GuavaCacheModule() {
    super("guava-cache", "Guava 20–33");
  }

  @Override
  public String description() {
    return "Entries of Guava's caches, and hits, misses and evictions of those that record their"
        + " statistics.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new BuilderInstrumentation());
  }

  private static final class BuilderInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.google.common.cache.CacheBuilder");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("build"), BuilderAdvices.Build.class.getName());
    }
  }
}
