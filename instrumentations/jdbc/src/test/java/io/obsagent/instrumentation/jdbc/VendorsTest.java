// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import org.apache.commons.dbcp2.DelegatingConnection;
import org.apache.commons.dbcp2.DelegatingStatement;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle, SQL Server and DB2 without a server: what their drivers' jars allow. */
@ExtendWith(AgentExtension.class)
class VendorsTest {
  private static final String HOLDER = "java.lang.ObsHolder";

  /** The JVM of the tests verifies all that is woven when a class is initialised. */
  @ParameterizedTest
  @CsvSource({
    "oracle.jdbc.OracleDriver, oracle.jdbc.driver.",
    "com.microsoft.sqlserver.jdbc.SQLServerDriver, com.microsoft.sqlserver.jdbc.",
    "com.ibm.db2.jcc.DB2Driver, com.ibm.db2.jcc.",
  })
  void connectionsAndStatementsOfTheDriverAreWoven(String driver, String inPackage)
      throws Exception {
    List<Class<?>> connections = new ArrayList<>();
    List<Class<?>> statements = new ArrayList<>();
    for (Class<?> each : classesBeside(Class.forName(driver), inPackage)) {
      if (Connection.class.isAssignableFrom(each) && declares(each, "prepareStatement")) {
        connections.add(each);
      } else if (Statement.class.isAssignableFrom(each) && declares(each, "executeQuery")) {
        statements.add(each);
      }
    }
    assertThat(connections).isNotEmpty().allMatch(VendorsTest::isWoven);
    assertThat(statements).hasSizeGreaterThanOrEqualTo(2).allMatch(VendorsTest::isWoven);
  }

  private static List<Class<?>> classesBeside(Class<?> driver, String inPackage)
      throws IOException {
    File jar = new File(driver.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<Class<?>> classes = new ArrayList<>();
    try (JarFile file = new JarFile(jar)) {
      file.stream()
          .map(entry -> entry.getName().replace('/', '.'))
          .filter(name -> name.startsWith(inPackage) && name.endsWith(".class"))
          .forEach(name -> addType(name.substring(0, name.length() - 6), classes));
    }
    return classes;
  }

  private static void addType(String name, List<Class<?>> classes) {
    try {
      Class<?> type = Class.forName(name, false, VendorsTest.class.getClassLoader());
      if (!type.isInterface() && (isA(type, Connection.class) || isA(type, Statement.class))) {
        classes.add(Class.forName(name, true, type.getClassLoader()));
      }
    } catch (NoClassDefFoundError | ClassNotFoundException | UnsupportedClassVersionError e) {
      assertThat(e).isNotInstanceOf(VerifyError.class); // needs a library that is not there
    }
  }

  private static boolean isA(Class<?> type, Class<?> superType) {
    return superType.isAssignableFrom(type);
  }

  private static boolean declares(Class<?> type, String method) {
    try {
      return Arrays.stream(type.getDeclaredMethods())
          .anyMatch(
              each ->
                  each.getName().equals(method)
                      && !each.isSynthetic()
                      && (each.getModifiers() & 0x401) == 1); // public, and with a body
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  private static boolean isWoven(Class<?> type) {
    return Arrays.stream(type.getInterfaces()).anyMatch(each -> each.getName().equals(HOLDER));
  }

  @ParameterizedTest
  @CsvSource({
    "oracle.jdbc.OracleDriver, jdbc:oracle:thin:u/geheim@127.0.0.1:PORT/shop",
    "com.microsoft.sqlserver.jdbc.SQLServerDriver, jdbc:sqlserver://127.0.0.1:PORT;user=u;password=geheim",
    "com.ibm.db2.jcc.DB2Driver, jdbc:db2://127.0.0.1:PORT/shop:user=u;password=geheim;",
  })
  void whoFindsNoServerGetsTheDriversOwnException(String driver, String url) throws Exception {
    Driver made = (Driver) Class.forName(driver).getConstructor().newInstance();
    String closed = url.replace("PORT", Integer.toString(Ports.closed()));
    SQLException failure =
        catchThrowableOfType(
            SQLException.class, () -> made.connect(closed, new java.util.Properties()));
    assertThat(failure.getStackTrace())
        .noneMatch(frame -> frame.getClassName().startsWith("io.obsagent.instrumentation.jdbc.S"));
    Recorded.awaitSpans(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:oracle:thin:u/geheim@db:1522/shop|oracle.db|db|1522|shop"
            + "|SELECT q'[geheim']' FROM dual|SELECT ? FROM dual",
        "jdbc:sqlserver://db;databaseName=shop;password=geheim|microsoft.sql_server|db|1433|shop"
            + "|SELECT [a b] FROM [dbo].[orders] WHERE c = N'geheim'"
            + "|SELECT [a b] FROM [dbo].[orders] WHERE c = ?",
        "jdbc:db2://db:50001/shop:user=u;password=geheim;|ibm.db2|db|50001|shop"
            + "|SELECT a FROM orders WHERE b = X'00FF' AND c = 'geheim' FETCH FIRST 3 ROWS ONLY"
            + "|SELECT a FROM orders WHERE b = ? AND c = ? FETCH FIRST ? ROWS ONLY",
      })
  void aSpanHasWhatTheUrlTellsAndTheTextWithoutItsLiterals(
      String url, String system, String host, long port, String name, String sql, String text)
      throws SQLException {
    try (Connection connection = new Told(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attributes())
        .containsEntry("db.system.name", system)
        .containsEntry("server.address", host)
        .containsEntry("server.port", port)
        .containsEntry("db.namespace", name)
        .containsEntry("db.query.text", text);
    assertThat(span.toString()).doesNotContain("geheim");
  }

  /** A connection that tells a URL, and leads nowhere. */
  private static final class Told extends DelegatingConnection<Connection> {
    private final String url;

    Told(String url) {
      super(null);
      this.url = url;
    }

    @Override
    public DatabaseMetaData getMetaData() {
      return (DatabaseMetaData)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {DatabaseMetaData.class},
              (proxy, method, arguments) -> method.getName().equals("getURL") ? url : null);
    }

    @Override
    public Statement createStatement() {
      return new Silent(this);
    }

    @Override
    public void close() {}
  }

  private static final class Silent extends DelegatingStatement {
    private final Told connection;

    Silent(Told connection) {
      super(connection, null);
      this.connection = connection;
    }

    @Override
    public Connection getConnection() {
      return connection;
    }

    @Override
    public boolean execute(String sql) {
      return false;
    }

    @Override
    public void close() {}
  }
}
