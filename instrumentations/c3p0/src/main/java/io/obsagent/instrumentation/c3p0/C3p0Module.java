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
    return "Gauges of connections in use, idle and waited for, and the maximum, of each pool; times of waiting.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.mchange.v2.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new SourceInstrumentation());
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
}
