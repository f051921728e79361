// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dbcp2;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Commons DBCP 2 at its data source: the pools of others that use Commons Pool are left alone. */
public final class DbcpModule extends InstrumentationModule {
  public DbcpModule() {
    super("dbcp2", "Commons DBCP 2.0–2.14");
  }

  @Override
  public String description() {
    return "Gauges of connections in use, idle and waited for, and the maximum, of each pool; times of waiting, use and opening.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.apache.commons.pool2.impl.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new SourceInstrumentation(), new FactoryInstrumentation());
  }

  private static final class SourceInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.commons.dbcp2.BasicDataSource");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getConnection").takes(), PoolAdvices.Asked.class.getName());
    }
  }

  private static final class FactoryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.commons.dbcp2.PoolableConnectionFactory");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("passivateObject").takes("org.apache.commons.pool2.PooledObject"),
          PoolAdvices.Returned.class.getName());
      advices.on(named("makeObject").takes(), PoolAdvices.Opened.class.getName());
    }
  }
}
