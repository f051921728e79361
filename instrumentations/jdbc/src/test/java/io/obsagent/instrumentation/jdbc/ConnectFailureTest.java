// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(AgentExtension.class)
class ConnectFailureTest {
  @ParameterizedTest
  @CsvSource({
    "mysql, com.mysql.cj.jdbc.exceptions.CommunicationsException, 08S01",
    "mariadb, java.sql.SQLNonTransientConnectionException, 08000",
    "postgresql, org.postgresql.util.PSQLException, 08001",
  })
  void whoFindsNoServerGetsTheDriversOwnException(String vendor, String type, String state) {
    String url =
        "jdbc:" + vendor + "://127.0.0.1:" + Ports.closed() + "/shop?user=u&password=geheim";
    SQLException failure =
        catchThrowableOfType(SQLException.class, () -> DriverManager.getConnection(url));

    assertThat(failure.getClass().getName()).isEqualTo(type);
    assertThat(failure.getSQLState()).isEqualTo(state);
    Recorded.awaitSpans(0);
  }
}
