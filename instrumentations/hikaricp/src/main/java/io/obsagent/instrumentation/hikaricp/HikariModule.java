// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * HikariCP where a pool is given its metrics tracker, the application's or none, and where it is
 * asked for a connection.
 */
public final class HikariModule extends InstrumentationModule {
  public HikariModule() {
    super("hikaricp", "HikariCP 3.1–7.1");
  }

  @Override
  public String description() {
    return "Gauges of connections in use, idle and waited for, and the maximum, of each pool; times of"
        + " waiting, use and opening.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.zaxxer.hikari.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new PoolInstrumentation());
  }

  private static final class PoolInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.zaxxer.hikari.pool.HikariPool");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          MethodMatch.named("setMetricsTrackerFactory")
              .takes("com.zaxxer.hikari.metrics.MetricsTrackerFactory"),
          PoolAdvices.Tracked.class.getName());
      advices.on(
          MethodMatch.named("getConnection").takes("long"), PoolAdvices.Asked.class.getName());
    }
  }
}
