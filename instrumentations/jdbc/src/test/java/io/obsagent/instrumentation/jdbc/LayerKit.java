// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds of all that stands above a driver. */
@ExtendWith(AgentExtension.class)
abstract class LayerKit {
  static final String URL = "jdbc:h2:mem:layers";

  private Connection held;

  /** Runs one insert with the values 1 and "a", and one query, of table {@code product}. */
  interface Layer {
    void run() throws Exception;
  }

  @BeforeEach
  void createTable() throws SQLException {
    held = DriverManager.getConnection(URL);
    try (Statement statement = held.createStatement()) {
      statement.execute("CREATE TABLE product (id INT PRIMARY KEY, name VARCHAR(40))");
    }
    Recorded.awaitSpans(1);
    Recorded.clear();
  }

  @AfterEach
  void dropTable() throws SQLException {
    try (Statement statement = held.createStatement()) {
      statement.execute("DROP TABLE product"); // a pool may keep the database
    }
    held.close();
  }

  static void assertOneSpanEach(Layer layer) throws Exception {
    double inserts = count("INSERT");
    double queries = count("SELECT");
    layer.run();

    assertThat(spansOfProduct())
        .extracting(RecordedSpan::name)
        .containsExactly("INSERT product", "SELECT product");
    assertThat(count("INSERT")).isEqualTo(inserts + 1);
    assertThat(count("SELECT")).isEqualTo(queries + 1);
  }

  /** A layer may ask the database for more, once each as well. */
  private static List<RecordedSpan> spansOfProduct() {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("SELECT product")),
        () -> "no query of the table");
    return Recorded.spans().stream()
        .filter(span -> "product".equals(span.attribute("db.collection.name")))
        .toList();
  }

  private static double count(String verb) {
    Double count =
        Recorded.metric(
            "database_query_duration_seconds_count{query_type=\""
                + verb
                + "\",table=\"product\",system=\"h2database\",database=\"layers\",status=\"ok\","
                + "error_type=\"none\"}");
    return count == null ? 0 : count;
  }
}
