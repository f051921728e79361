// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjdbc;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The pool of Tomcat JDBC, where it is made, asked for a connection and given it back. */
public final class TomcatJdbcModule extends InstrumentationModule {
  public TomcatJdbcModule() {
    super("tomcat-jdbc", "Tomcat JDBC 7.0–11.0");
  }

  @Override
  public String description() {
    return "Gauges of connections in use, idle and waited for, and the maximum, of each pool; times of waiting, use and opening.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.apache.tomcat.jdbc.pool.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new PoolInstrumentation());
  }

  private static final class PoolInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.tomcat.jdbc.pool.ConnectionPool");
    }

    @Override
    public void advise(Advices advices) {
      String pool = "org.apache.tomcat.jdbc.pool.";
      advices.on(constructor().takes(pool + "PoolConfiguration"), PoolAdvices.Made.class.getName());
      advices.on(
          named("borrowConnection").takes("int", "java.lang.String", "java.lang.String"),
          PoolAdvices.Asked.class.getName());
      advices.on(
          named("setupConnection").takes(pool + "PooledConnection"),
          PoolAdvices.Taken.class.getName());
      advices.on(
          named("returnConnection").takes(pool + "PooledConnection"),
          PoolAdvices.Returned.class.getName());
      advices.on(
          named("createConnection")
              .takes("long", pool + "PooledConnection", "java.lang.String", "java.lang.String"),
          PoolAdvices.Opened.class.getName());
    }
  }
}
