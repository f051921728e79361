// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.service.ApplicationClasses;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcProbeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final List<String> SEEN = new ArrayList<>();
  private static boolean valid;

  /** What an application may have loaded; what it is asked is written down. */
  public static final class ShopDriver implements Driver {
    @Override
    public Connection connect(String url, Properties info) throws SQLException {
      SEEN.add("connect " + info);
      if (url.endsWith("down")) {
        throw new SQLException("no route to db for user health with s3cret", "08001");
      }
      return proxy(Connection.class);
    }

    private static <T> T proxy(Class<T> type) {
      return type.cast(
          Proxy.newProxyInstance(
              ShopDriver.class.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                SEEN.add(method.getName() + (arguments == null ? "" : " " + arguments[0]));
                return switch (method.getName()) {
                  case "createStatement" -> proxy(Statement.class);
                  case "isValid", "execute" -> valid;
                  default -> null;
                };
              }));
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.startsWith("jdbc:shop:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }
  }

  @BeforeEach
  void begin() {
    SEEN.clear();
    valid = true;
    ApplicationClasses.install(
        (Instrumentation)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (self, method, arguments) ->
                    method.getName().equals("getAllLoadedClasses")
                        ? new Class<?>[] {String.class, Driver.class, ShopDriver.class}
                        : null));
  }

  @Test
  void aDriverOfTheApplicationsOpensAConnectionThatIsClosedAgain() throws IOException {
    JdbcProbe probe = new JdbcProbe("jdbc:shop:orders", "health", "s3cret", "");
    assertThat(probe.ask(null, TIMEOUT)).isEmpty();
    assertThat(SEEN).hasSize(3);
    assertThat(SEEN.get(0)).contains("user=health").contains("password=s3cret");
    assertThat(SEEN.subList(1, 3)).containsExactly("isValid 3", "close");
    valid = false;
    assertThat(probe.ask(null, TIMEOUT)).isEqualTo("the connection is not valid");
    assertThat(probe.toString()).doesNotContain("s3cret");
  }

  @Test
  void aQueryMayBeAskedInstead() throws IOException {
    assertThat(new JdbcProbe("jdbc:shop:orders", "", "", "SELECT 1").ask(null, TIMEOUT)).isEmpty();
    assertThat(SEEN)
        .containsExactly(
            "connect {}",
            "createStatement",
            "setQueryTimeout 3",
            "execute SELECT 1",
            "close",
            "close");
  }

  @Test
  void whatGoesWrongIsToldByItsSqlStateAlone() {
    assertThatThrownBy(() -> new JdbcProbe("jdbc:shop:down", "", "", "").ask(null, TIMEOUT))
        .isInstanceOf(IOException.class)
        .hasMessage("SQLState 08001");
  }

  @Test
  void whatNoDriverTakesIsSaid() throws IOException {
    assertThat(new JdbcProbe("jdbc:other:orders", "", "", "").ask(null, TIMEOUT))
        .isEqualTo("no driver for it is loaded yet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://u:s3cret@db/shop",
        "jdbc:postgresql://db/shop?password=s3cret",
        "jdbc:sqlserver://db;user=a;Password = s3cret",
        "jdbc:oracle:thin:scott/s3cret@db:1521/shop",
        "http://s3cret"
      })
  void noAddressMayHoldAPassword(String url) {
    assertThatThrownBy(() -> new JdbcProbe(url, "", "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }
}
