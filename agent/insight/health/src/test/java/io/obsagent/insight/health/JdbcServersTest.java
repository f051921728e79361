// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.service.ApplicationClasses;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe of databases on real ones. */
class JdbcServersTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Others of this JVM may have been loaded, too; these are what the application has. */
  @BeforeAll
  static void load() {
    Class<?>[] loaded = {Driver.class, org.h2.Driver.class, org.postgresql.Driver.class};
    ApplicationClasses.install(
        (Instrumentation)
            Proxy.newProxyInstance(
                JdbcServersTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (self, method, arguments) ->
                    method.getName().equals("getAllLoadedClasses") ? loaded : null));
  }

  private static String ask(String url, String user, String password, String query)
      throws IOException {
    return new JdbcProbe(url, user, password, query).ask(null, TIMEOUT);
  }

  @Test
  void postgresqlIsAskedUntilItIsGone() throws Exception {
    String url;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
      assertThat(ask(url, "postgres", "", "")).isEmpty();
      assertThat(ask(url, "postgres", "", "SELECT 1")).isEmpty();
      assertThatThrownBy(() -> ask(url, "postgres", "", "SELECT s3cret FROM nowhere"))
          .hasMessage("SQLState 42P01");
      assertThatThrownBy(() -> ask(url.replace("/postgres", "/none"), "postgres", "", ""))
          .hasMessage("SQLState 3D000");
      assertThat(connections(url)).as("those of the probe are closed").isEqualTo(1);
    }
    assertThatThrownBy(() -> ask(url, "postgres", "", "")).hasMessage("SQLState 08001");
  }

  /** A server ends a session some time after its client has closed it. */
  private static int connections(String url) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      int count;
      do {
        try (ResultSet sessions =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")) {
          sessions.next();
          count = sessions.getInt(1);
        }
        Thread.sleep(count == 1 ? 0 : 20);
      } while (count > 1 && System.nanoTime() - deadline < 0);
      return count;
    }
  }

  @Test
  void h2IsAskedWithItsUsersPassword(@TempDir Path directory) throws Exception {
    String url = "jdbc:h2:" + directory.resolve("orders");
    DriverManager.getConnection(url, "sa", "pa55").close();
    assertThat(ask(url, "sa", "pa55", "")).isEmpty();
    assertThat(ask(url, "sa", "pa55", "SELECT 1")).isEmpty();
    assertThatThrownBy(() -> ask(url, "sa", "s3cret", "")).hasMessage("SQLState 28000");
    assertThatThrownBy(() -> ask(url, "sa", "pa55", "SELECT * FROM NOWHERE"))
        .hasMessageStartingWith("SQLState 42S0");
  }
}
