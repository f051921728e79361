// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import io.obsagent.spi.service.ApplicationClasses;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a database on a connection of its own, which the application's driver opens and which is
 * closed at once; no pool knows of it. Of what goes wrong only the SQLState is told, for messages
 * name users and addresses. Thread-safe.
 */
final class JdbcProbe implements Probe {
  private static final Pattern SECRET =
      Pattern.compile("(?i)://[^/?#]*@|(password|passwd|pwd|secret)\\s*=|:[^:/@]+/[^:/@]+@");

  private final String url;
  private final String user;
  private final String password;
  private final String query;

  /** The application may drop the class with its loader. */
  private volatile WeakReference<Driver> known = new WeakReference<>(null);

  /**
   * @param user empty for none
   * @param password empty for none
   * @param query empty to let the driver look by {@link Connection#isValid}
   * @throws IllegalArgumentException if the address is none, or holds a password; it is not shown
   */
  JdbcProbe(String url, String user, String password, String query) {
    if (!url.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
      throw new IllegalArgumentException("expected an address like jdbc:postgresql://db/shop");
    }
    if (SECRET.matcher(url).find()) {
      throw new IllegalArgumentException(
          "no password may stand in the address; it has keys of its own: user, and password or"
              + " password_env");
    }
    this.url = url;
    this.user = user;
    this.password = password;
    this.query = query;
  }

  @Override
  public String ask(Insight insight, Duration timeout) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      Driver driver = driver();
      if (driver == null) {
        return "no driver for it is loaded yet";
      }
      thread.setContextClassLoader(driver.getClass().getClassLoader());
      try (Connection connection = driver.connect(url, properties())) {
        return connection == null
            ? "the driver does not take the address"
            : look(connection, timeout);
      }
    } catch (SQLException e) {
      String state = e.getSQLState();
      throw new IOException("SQLState " + (state == null ? "unknown" : state), e);
    } catch (LinkageError e) {
      return "the driver cannot be used: " + e.getClass().getName();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private String look(Connection connection, Duration timeout) throws SQLException {
    int seconds = (int) Math.max(1, timeout.toSeconds());
    if (query.isEmpty()) {
      return connection.isValid(seconds) ? "" : "the connection is not valid";
    }
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(seconds);
      statement.execute(query);
      return "";
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  /** One of a class that the application has loaded; a driver may be made at any time. */
  private @Nullable Driver driver() throws SQLException {
    Driver last = known.get();
    if (last != null) {
      return last;
    }
    for (Class<?> type : ApplicationClasses.subtypes(Driver.class)) {
      try {
        Driver driver = (Driver) type.getDeclaredConstructor().newInstance();
        if (driver.acceptsURL(url)) {
          known = new WeakReference<>(driver);
          return driver;
        }
      } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
        // Wrappers of drivers, and such as are not public; another one may do.
      }
    }
    return null;
  }
}
