// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ucp;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The Universal Connection Pool of Oracle, of whatever database, at its data source. */
public final class UcpModule extends InstrumentationModule {
  public UcpModule() {
    super("ucp", "Oracle UCP 21–23");
  }

  @Override
  public String description() {
    return "Gauges of connections in use, idle and waited for, and the maximum, of each pool; times of waiting, use and opening.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("oracle.ucp.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new SourceInstrumentation(), new PoolInstrumentation(), new OpeningInstrumentation());
  }

  private static final class SourceInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("oracle.ucp.jdbc.PoolDataSourceImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("getConnection")
              .takes("java.lang.String", "java.lang.String", "java.util.Properties"),
          PoolAdvices.Asked.class.getName());
    }
  }

  private static final class PoolInstrumentation implements TypeInstrumentation {
    private static final String PACKAGE = "oracle.ucp.";

    @Override
    public TypeMatch type() {
      return TypeMatch.named("oracle.ucp.common.UniversalConnectionPoolImpl");
    }

    @Override
    public void advise(Advices advices) {
      String request = PACKAGE + "ConnectionRetrievalInfo";
      advices.on(named("borrowConnection").takes(request), PoolAdvices.Borrowed.class.getName());
      advices.on(
          named("returnConnection").takes(PACKAGE + "UniversalPooledConnection"),
          PoolAdvices.Returned.class.getName());
    }
  }

  private static final class OpeningInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf("oracle.ucp.ConnectionFactoryAdapter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("createConnection").takes("oracle.ucp.ConnectionRetrievalInfo"),
          PoolAdvices.Opened.class.getName());
    }
  }
}
