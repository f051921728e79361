// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.c3p0;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** c3p0 at the data sources that have a pool. */
public final class C3p0Module extends InstrumentationModule {
  public C3p0Module() {
    super("c3p0", "c3p0 0.9.5–0.14");
  }

  @Override
  public String description() {
    return "Gauges of connections in use, idle and waited for, and the maximum, of each pool; times of waiting, use and opening.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.mchange.v2.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new SourceInstrumentation(), new OpeningInstrumentation(), new ConnectionInstrumentation());
  }

  private static final class SourceInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.mchange.v2.c3p0.impl.AbstractPoolBackedDataSource");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getConnection"), PoolAdvices.Asked.class.getName());
      advices.on(named("close", "resetPoolManager"), PoolAdvices.Closed.class.getName());
    }
  }

  private static final class OpeningInstrumentation implements TypeInstrumentation {
    private static final String CUSTOMIZER = "com.mchange.v2.c3p0.ConnectionCustomizer";

    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.mchange.v2.c3p0.WrapperConnectionPoolDataSource");
    }

    @Override
    public void advise(Advices advices) {
      String opened = PoolAdvices.Opened.class.getName();
      String text = "java.lang.String";
      advices.on(named("getPooledConnection").takes(CUSTOMIZER, text), opened);
      advices.on(named("getPooledConnection").takes(text, text, CUSTOMIZER, text), opened);
    }
  }

  /** Under the names that it has had in the course of time. */
  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    private static final String PACKAGE = "com.mchange.v2.c3p0.impl.";

    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          PACKAGE + "AbstractNewProxyConnection",
          PACKAGE + "NewProxyConnection",
          PACKAGE + "NewProxyConnectionJdbc43Full",
          PACKAGE + "NewProxyConnectionNoShardingKey");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("close").takes(), PoolAdvices.Returned.class.getName());
      advices.holdState();
    }
  }
}
