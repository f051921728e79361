// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.io.IOException;
import java.net.ServerSocket;
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
  void whoFindsNoServerGetsTheDriversOwnException(String vendor, String type, String state)
      throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    String url = "jdbc:" + vendor + "://127.0.0.1:" + nobody + "/shop?user=u&password=geheim";
    SQLException failure =
        catchThrowableOfType(SQLException.class, () -> DriverManager.getConnection(url));

    assertThat(failure.getClass().getName()).isEqualTo(type);
    assertThat(failure.getSQLState()).isEqualTo(state);
    Recorded.awaitSpans(0);
  }
}
