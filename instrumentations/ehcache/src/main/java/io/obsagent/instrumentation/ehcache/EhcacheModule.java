// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ehcache;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Ehcache's own service of statistics, which the application or JCache adds to a manager. */
public final class EhcacheModule extends InstrumentationModule {
  public EhcacheModule() {
    super("ehcache", "Ehcache 3.8–3.12");
  }

  @Override
  public String description() {
    return "Hits, misses, evictions and entries of Ehcache's caches whose manager has statistics.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ServiceInstrumentation());
  }

  private static final class ServiceInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.ehcache.core.internal.statistics.DefaultStatisticsService",
          "org.ehcache.core.statistics.DefaultStatisticsService");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("cacheAdded").takes("java.lang.String", "org.ehcache.Cache"),
          ServiceAdvices.Added.class.getName());
    }
  }
}
