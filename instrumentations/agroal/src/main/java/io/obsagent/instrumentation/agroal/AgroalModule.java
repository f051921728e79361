// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.agroal;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Agroal at its pool, whether its own metrics are on or off. */
public final class AgroalModule extends InstrumentationModule {
  public AgroalModule() {
    super("agroal", "Agroal 1.9–3.2");
  }

  @Override
  public String description() {
    return "Gauges of connections in use, idle and waited for, and the maximum, of each pool; times of waiting, use and opening.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("io.agroal.pool.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new PoolInstrumentation(), new FactoryInstrumentation(), new ConnectionInstrumentation());
  }

  private static final class PoolInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.agroal.pool.ConnectionPool");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("init").takes(), PoolAdvices.Made.class.getName());
      advices.on(
          named("getConnection", "getReadOnlyConnection").takes(),
          PoolAdvices.Asked.class.getName());
      advices.on(named("close").takes(), PoolAdvices.Closed.class.getName());
    }
  }

  private static final class FactoryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.agroal.pool.ConnectionFactory");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("createConnection").takes(), PoolAdvices.Opened.class.getName());
      advices.holdState();
    }
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.agroal.pool.wrapper.ConnectionWrapper");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("close").takes(), PoolAdvices.Returned.class.getName());
      advices.holdState();
    }
  }
}
