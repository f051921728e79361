// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The rows that are read of results, one call each: off unless somebody asks for them. */
public final class JdbcRowsModule extends InstrumentationModule {
  public JdbcRowsModule() {
    super("jdbc-rows", "JDBC 4 drivers");
  }

  @Override
  public String description() {
    return "How many rows of a query's result the application reads, and how long that takes.";
  }

  @Override
  public boolean enabledByDefault() {
    return false;
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new ConnectionInstrumentation(),
        new StatementInstrumentation(),
        new ResultInstrumentation(TypeMatch.subtypesOf("java.sql.ResultSet")),
        // inherits its methods from a class that is no result set
        new ResultInstrumentation(TypeMatch.named("org.sqlite.jdbc3.JDBC3ResultSet")));
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf("java.sql.Connection").except(JdbcModule.WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("createStatement", "prepareStatement", "prepareCall").isPublic(),
          RowAdvices.Make.class.getName());
    }
  }

  private static final class StatementInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf("java.sql.Statement").except(JdbcModule.WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getMoreResults").takes().isPublic(), RowAdvices.More.class.getName());
    }
  }

  private static final class ResultInstrumentation implements TypeInstrumentation {
    private final TypeMatch type;

    ResultInstrumentation(TypeMatch type) {
      this.type = type;
    }

    @Override
    public TypeMatch type() {
      return type.except(JdbcModule.WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("next", "previous", "first", "last").takes().returns("boolean").isPublic(),
          RowAdvices.Move.class.getName());
      advices.on(
          named("absolute", "relative").takes("int").isPublic(), RowAdvices.Move.class.getName());
      advices.on(named("close").takes().isPublic(), RowAdvices.Close.class.getName());
      advices.holdState();
    }
  }
}
