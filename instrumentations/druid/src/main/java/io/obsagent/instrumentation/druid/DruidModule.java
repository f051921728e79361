// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.druid;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The pool of Alibaba Druid where it is asked for a connection, and given it back. */
public final class DruidModule extends InstrumentationModule {
  public DruidModule() {
    super("druid", "Alibaba Druid 1.1–1.2");
  }

  @Override
  public String description() {
    return "Gauges of connections in use, idle and waited for, and the maximum, of each pool; times of waiting, use and opening.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.alibaba.druid.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new SourceInstrumentation(), new OpeningInstrumentation());
  }

  private static final class SourceInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.alibaba.druid.pool.DruidDataSource");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getConnectionDirect").takes("long"), PoolAdvices.Asked.class.getName());
      advices.on(
          named("recycle").takes("com.alibaba.druid.pool.DruidPooledConnection"),
          PoolAdvices.Returned.class.getName());
    }
  }

  private static final class OpeningInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.alibaba.druid.pool.DruidAbstractDataSource");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("createPhysicalConnection").takes("java.lang.String", "java.util.Properties"),
          PoolAdvices.Opened.class.getName());
    }
  }
}
