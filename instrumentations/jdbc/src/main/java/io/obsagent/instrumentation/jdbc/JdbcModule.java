// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * JDBC at the driver: the wrappers of connection pools are left alone, for they lead to the
 * driver's own classes anyway.
 */
public final class JdbcModule extends InstrumentationModule {
  static final String[] WRAPPERS = {
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
    return "Spans of SQL statements, batches and PostgreSQL's COPY with sanitised text, and query"
        + " durations by verb and table.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(
        "com.mysql.cj.jdbc.AbandonedConnectionCleanupThread",
        "org.h2.engine.",
        "org.h2.mvstore.",
        "org.h2.server.",
        "org.h2.store.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new DriverInstrumentation(),
        new ConnectionInstrumentation(),
        new StatementInstrumentation(),
        new SqliteInstrumentation(),
        new CopyInstrumentation());
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
          ConnectionAdvices.Connect.class.getName());
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
          ConnectionAdvices.Prepare.class.getName());
      advices.holdState();
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
      adviseStatement(advices);
    }
  }

  /** SQLite's statements inherit their methods from classes that are no statements. */
  private static final class SqliteInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.sqlite.jdbc3.JDBC3Statement",
          "org.sqlite.jdbc3.JDBC3PreparedStatement",
          "org.sqlite.core.CorePreparedStatement");
    }

    @Override
    public void advise(Advices advices) {
      adviseStatement(advices);
    }
  }

  private static void adviseStatement(Advices advices) {
    advices.holdState();
    adviseAnswer(advices, named("execute").returns("boolean")); // as other libraries' do not
    adviseAnswer(advices, named("executeQuery"));
    advices.on(
        named("executeUpdate", "executeLargeUpdate").takesFirst("java.lang.String").isPublic(),
        StatementAdvices.UpdateText.class.getName());
    advices.on(
        named("executeUpdate", "executeLargeUpdate").takes().isPublic(),
        StatementAdvices.UpdatePrepared.class.getName());
    advices.on(
        named("executeBatch", "executeLargeBatch").takes().isPublic(),
        BatchAdvices.Execute.class.getName());
    advices.on(
        named("addBatch").takes("java.lang.String").isPublic(),
        BatchAdvices.AddText.class.getName());
    advices.on(named("addBatch").takes().isPublic(), BatchAdvices.AddValues.class.getName());
    advices.on(named("clearBatch").takes().isPublic(), BatchAdvices.Clear.class.getName());
    advices.on(named("close").takes().isPublic(), StatementAdvices.Close.class.getName());
  }

  private static void adviseAnswer(Advices advices, MethodMatch method) {
    advices.on(
        method.takesFirst("java.lang.String").isPublic(),
        StatementAdvices.AnswerToText.class.getName());
    advices.on(method.takes().isPublic(), StatementAdvices.AnswerToPrepared.class.getName());
  }

  private static final class CopyInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.postgresql.copy.CopyManager");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("copyIn", "copyOut").takesFirst("java.lang.String", null),
          StatementAdvices.Copy.class.getName());
    }
  }
}
