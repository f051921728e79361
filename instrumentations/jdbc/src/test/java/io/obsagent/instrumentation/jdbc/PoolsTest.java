// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a pool wraps around a statement, it is one statement. */
@ExtendWith(AgentExtension.class)
class PoolsTest {
  private static final String URL = "jdbc:h2:mem:pools";

  static Stream<Named<Callable<DataSource>>> pools() {
    return Stream.of(
        Named.of("HikariCP", PoolsTest::hikari),
        Named.of("DBCP 2", PoolsTest::dbcp),
        Named.of("Tomcat JDBC", PoolsTest::tomcat),
        Named.of("c3p0", PoolsTest::c3p0),
        Named.of("Agroal", PoolsTest::agroal),
        Named.of("Druid", PoolsTest::druid));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void aStatementThroughAPoolIsOneSpan(Callable<DataSource> pool) throws Exception {
    try (Connection held = DriverManager.getConnection(URL);
        Statement statement = held.createStatement()) {
      statement.execute("CREATE TABLE product (id INT PRIMARY KEY, name VARCHAR(40))");
      DataSource source = pool.call();
      try (AutoCloseable closing = (AutoCloseable) source;
          Connection pooled = source.getConnection()) {
        run(pooled);
      }
      assertThat(Recorded.awaitSpans(4))
          .allSatisfy(span -> assertThat(span.attribute("db.namespace")).isEqualTo("pools"))
          .extracting(RecordedSpan::name)
          .containsExactly(
              "CREATE TABLE product", "INSERT product", "BATCH INSERT product", "SELECT product");
    }
  }

  private static void run(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("INSERT INTO product VALUES (1, 'a')")).isEqualTo(1);
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO product VALUES (?, 'b')")) {
      for (int id = 2; id <= 4; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
    }
    try (PreparedStatement query =
        connection.prepareStatement("SELECT name FROM product WHERE id = ?")) {
      query.setInt(1, 3);
      assertThat(query.executeQuery().next()).isTrue();
    }
    assertThat(Recorded.awaitSpans(4).get(2).attribute("db.operation.batch.size")).isEqualTo(3L);
  }

  private static DataSource hikari() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(URL);
    pool.setMaximumPoolSize(2);
    return pool;
  }

  private static DataSource dbcp() {
    BasicDataSource pool = new BasicDataSource();
    pool.setUrl(URL);
    pool.setPoolPreparedStatements(true);
    return pool;
  }

  private static DataSource tomcat() {
    PoolProperties properties = new PoolProperties();
    properties.setUrl(URL);
    properties.setDriverClassName("org.h2.Driver");
    properties.setJdbcInterceptors("StatementCache;SlowQueryReport");
    return new CloseableTomcatPool(properties);
  }

  private static final class CloseableTomcatPool extends org.apache.tomcat.jdbc.pool.DataSource
      implements AutoCloseable {
    CloseableTomcatPool(PoolProperties properties) {
      super(properties);
    }

    @Override
    public void close() {
      close(true);
    }
  }

  private static DataSource c3p0() {
    ComboPooledDataSource pool = new ComboPooledDataSource();
    pool.setJdbcUrl(URL);
    pool.setInitialPoolSize(1);
    pool.setMinPoolSize(1);
    pool.setMaxStatements(10);
    return pool;
  }

  private static DataSource agroal() throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(2)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(URL))));
  }

  private static DataSource druid() {
    DruidDataSource pool = new DruidDataSource();
    pool.setUrl(URL);
    pool.setMaxActive(2);
    return pool;
  }
}
