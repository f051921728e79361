// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class PostgresTest {
  @Test
  void aRealPostgresIsWatched() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE orders (id INT, note TEXT)");
        Recorded.await(
            () ->
                !Recorded.spans().isEmpty()
                    && Recorded.spans().stream().anyMatch(span -> span.name().startsWith("CREATE")),
            () -> "no span of CREATE TABLE");
        Recorded.clear();
        statement.executeUpdate("INSERT INTO orders VALUES (7, $$geheim$$)");
      }
      try (PreparedStatement query =
          connection.prepareStatement("SELECT note FROM orders WHERE id = ?")) {
        query.setInt(1, 7);
        try (ResultSet rows = query.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("geheim");
        }
      }

      assertThat(Recorded.awaitSpans(2))
          .extracting(RecordedSpan::name)
          .containsExactly("INSERT orders", "SELECT orders");
      RecordedSpan insert = Recorded.span("INSERT orders");
      assertThat(insert.attribute("db.query.text")).isEqualTo("INSERT INTO orders VALUES (?, ?)");
      assertThat(insert.attribute("db.system.name")).isEqualTo("postgresql");
      assertThat(insert.attribute("server.port")).isEqualTo((long) postgres.getPort());
    }
  }
}
