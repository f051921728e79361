// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.resource.spi.ConnectionManager;
import javax.sql.DataSource;
import oracle.ucp.jdbc.PoolDataSource;
import oracle.ucp.jdbc.PoolDataSourceFactory;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jboss.jca.adapters.jdbc.JDBCResourceAdapter;
import org.jboss.jca.adapters.jdbc.local.LocalManagedConnectionFactory;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever stands above a driver: a statement is one span, and measured once. */
class LayersTest extends LayerKit {
  static Stream<Named<Layer>> layers() {
    return Stream.of(
        Named.of("P6Spy", LayersTest::p6spy),
        Named.of("UCP", LayersTest::ucp),
        Named.of("IronJacamar", LayersTest::ironJacamar),
        Named.of("Spring JDBC", LayersTest::springJdbc),
        Named.of("jOOQ", LayersTest::jooq),
        Named.of("MyBatis", LayersTest::myBatis),
        Named.of("Hibernate", LayersTest::hibernate));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aStatementIsOneSpanAndMeasuredOnce(Layer layer) throws Exception {
    assertOneSpanEach(layer);
  }

  private static void p6spy() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:p6spy:h2:mem:layers");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO product VALUES (1, 'a')");
      statement.executeQuery("SELECT name FROM product").close();
    }
  }

  private static void ucp() throws SQLException {
    PoolDataSource pool = PoolDataSourceFactory.getPoolDataSource();
    pool.setConnectionFactoryClassName("org.h2.jdbcx.JdbcDataSource");
    pool.setURL(URL);
    pool.setUser("");
    pool.setPassword("");
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO product VALUES (1, 'a')");
      statement.executeQuery("SELECT name FROM product").close();
    }
  }

  /** As WildFly has its pools, but for the pool: that is above what wraps connections. */
  private static void ironJacamar() throws Exception {
    LocalManagedConnectionFactory factory = new LocalManagedConnectionFactory();
    factory.setResourceAdapter(new JDBCResourceAdapter());
    factory.setDriverClass("org.h2.Driver");
    factory.setConnectionURL(URL);
    ConnectionManager manager =
        (made, request) -> made.createManagedConnection(null, request).getConnection(null, request);
    DataSource source = (DataSource) factory.createConnectionFactory(manager);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(connection.getClass().getName()).startsWith("org.jboss.jca.adapters.jdbc.");
      statement.executeUpdate("INSERT INTO product VALUES (1, 'a')");
      statement.executeQuery("SELECT name FROM product").close();
    }
  }

  private static DataSource source() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(URL);
    return source;
  }

  private static void springJdbc() {
    JdbcTemplate template = new JdbcTemplate(source());
    assertThat(template.update("INSERT INTO product VALUES (?, ?)", 1, "a")).isEqualTo(1);
    assertThat(template.queryForList("SELECT name FROM product", String.class))
        .containsExactly("a");
  }

  private static void jooq() {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    DSLContext context = DSL.using(source(), SQLDialect.H2);
    context
        .insertInto(DSL.table("product"))
        .columns(DSL.field("id"), DSL.field("name"))
        .values(1, "a")
        .execute();
    assertThat(context.select(DSL.field("name")).from("product").fetch()).hasSize(1);
  }

  interface Products {
    @Insert("INSERT INTO product VALUES (#{id}, #{name})")
    int add(@Param("id") int id, @Param("name") String name);

    @Select("SELECT name FROM product")
    List<String> names();
  }

  private static void myBatis() {
    org.apache.ibatis.session.Configuration configuration =
        new org.apache.ibatis.session.Configuration(
            new Environment("test", new JdbcTransactionFactory(), source()));
    configuration.addMapper(Products.class);
    try (SqlSession session = new SqlSessionFactoryBuilder().build(configuration).openSession()) {
      Products products = session.getMapper(Products.class);
      assertThat(products.add(1, "a")).isEqualTo(1);
      assertThat(products.names()).containsExactly("a");
    }
  }

  @Entity(name = "Product")
  @Table(name = "product")
  static class Product {
    @Id int id;
    String name = "";
  }

  private static void hibernate() {
    Configuration configuration = new Configuration().addAnnotatedClass(Product.class);
    configuration.setProperty("hibernate.connection.url", URL);
    try (SessionFactory factory = configuration.buildSessionFactory()) {
      factory.inTransaction(
          session -> {
            Product product = new Product();
            product.id = 1;
            product.name = "a";
            session.persist(product);
            session.flush();
            assertThat(session.createQuery("from Product", Product.class).list()).hasSize(1);
          });
    }
  }
}
