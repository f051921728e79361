// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * JDBC at the driver: the wrappers of connection pools are left alone, for they lead to the
 * driver's own classes anyway.
 */
public final class JdbcModule extends InstrumentationModule {
  private static final String[] WRAPPERS = {
    "com.zaxxer.hikari.",
    "org.apache.commons.dbcp",
    "org.apache.tomcat.dbcp.",
    "org.apache.tomcat.jdbc.",
    "com.mchange.",
    "com.alibaba.druid.",
    "io.agroal.",
    "com.p6spy.",
    "oracle.ucp.",
    "org.jboss.jca.adapters.jdbc.",
    "org.apache.shardingsphere."
  };

  public JdbcModule() {
    super("jdbc", "JDBC 4 drivers");
  }

  @Override
  public String description() {
    return "Spans of SQL statements and batches with sanitised text, and query durations by verb and"
        + " table.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new DriverInstrumentation(),
        new ConnectionInstrumentation(),
        new StatementInstrumentation());
  }

  private static final class DriverInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf("java.sql.Driver").except(WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("connect").takes("java.lang.String", "java.util.Properties"),
          ConnectAdvice.class.getName());
    }
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf("java.sql.Connection").except(WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("prepareStatement", "prepareCall").takesFirst("java.lang.String").isPublic(),
          PrepareAdvice.class.getName());
    }
  }

  private static final class StatementInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(
              "java.sql.Statement", "java.sql.PreparedStatement", "java.sql.CallableStatement")
          .except(WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      String[] execute = {"execute", "executeQuery", "executeUpdate", "executeLargeUpdate"};
      advices.on(
          named(execute).takesFirst("java.lang.String").isPublic(),
          ExecuteTextAdvice.class.getName());
      advices.on(named(execute).takes().isPublic(), ExecutePreparedAdvice.class.getName());
      advices.on(
          named("executeBatch", "executeLargeBatch").takes().isPublic(),
          ExecuteBatchAdvice.class.getName());
      advices.on(
          named("addBatch").takes("java.lang.String").isPublic(),
          AddTextBatchAdvice.class.getName());
      advices.on(named("addBatch").takes().isPublic(), AddBatchAdvice.class.getName());
      advices.on(named("clearBatch").takes().isPublic(), ClearBatchAdvice.class.getName());
      advices.on(named("close").takes().isPublic(), CloseAdvice.class.getName());
    }
  }
}
