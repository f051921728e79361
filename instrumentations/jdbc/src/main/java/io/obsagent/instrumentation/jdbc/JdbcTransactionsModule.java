// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The ends of transactions, which are many and mostly fast: off unless somebody asks for them. */
public final class JdbcTransactionsModule extends InstrumentationModule {
  public JdbcTransactionsModule() {
    super("jdbc-transactions", "JDBC 4 drivers");
  }

  @Override
  public String description() {
    return "Spans of COMMIT and ROLLBACK of connections.";
  }

  @Override
  public boolean enabledByDefault() {
    return false;
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ConnectionInstrumentation());
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf("java.sql.Connection").except(JdbcModule.WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("commit").takes().isPublic(), TransactionAdvices.Commit.class.getName());
      advices.on(named("rollback").takes().isPublic(), TransactionAdvices.Rollback.class.getName());
      advices.on(
          named("rollback").takes("java.sql.Savepoint").isPublic(),
          TransactionAdvices.Rollback.class.getName());
    }
  }
}
