// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
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
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever stands above a driver: a statement is one span, and measured once. */
@ExtendWith(AgentExtension.class)
class LayersTest {
  private static final String URL = "jdbc:h2:mem:layers";

  /** Runs one insert with the values 1 and "a", and one query, of table {@code product}. */
  private interface Layer {
    void run() throws Exception;
  }

  private Connection held;

  static Stream<Named<Layer>> layers() {
    return Stream.of(
        Named.of("P6Spy", LayersTest::p6spy),
        Named.of("UCP", LayersTest::ucp),
        Named.of("Spring JDBC", LayersTest::springJdbc),
        Named.of("jOOQ", LayersTest::jooq),
        Named.of("MyBatis", LayersTest::myBatis),
        Named.of("Hibernate", LayersTest::hibernate));
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

  @ParameterizedTest
  @MethodSource("layers")
  void aStatementIsOneSpanAndMeasuredOnce(Layer layer) throws Exception {
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
