// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import java.util.Arrays;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drivers that no server is there for: what is advised is woven, and passes the verifier. They are
 * written for R2DBC 1.0.
 */
@ExtendWith(AgentExtension.class)
@EnabledIfSystemProperty(named = "library.version", matches = "1\\..*")
class DriversTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.r2dbc.mssql.MssqlConnection",
        "io.r2dbc.mssql.SimpleMssqlStatement",
        "io.r2dbc.mssql.ParametrizedMssqlStatement",
        "io.r2dbc.mssql.MssqlBatch",
        "io.r2dbc.mssql.DefaultMssqlResult",
        "oracle.r2dbc.impl.OracleConnectionImpl",
        "oracle.r2dbc.impl.OracleStatementImpl",
        "oracle.r2dbc.impl.OracleBatchImpl",
        "oracle.r2dbc.impl.OracleResultImpl",
      })
  void aClassOfADriverHasAFieldForWhatIsKnownOfIt(String name) throws Exception {
    Class<?> type = Class.forName(name);
    assertThat(Arrays.stream(type.getInterfaces()).map(Class::getName))
        .contains("java.lang.ObsHolder");
  }
}
