// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationsTest {
  private static final String SHOP = "jdbc:h2:mem:explained_shop";
  private static final String STORE = "jdbc:h2:mem:explained_store";
  private static final String ORDERS = "SELECT status FROM orders WHERE id = ?";

  private OneConnectionPool shop;
  private OneConnectionPool store;

  @BeforeEach
  void open() throws SQLException {
    shop = new OneConnectionPool("shop", SHOP, "sa");
    store = new OneConnectionPool("store", STORE, "sa");
    try (Statement statement = shop.physical.createStatement()) {
      statement.execute("CREATE TABLE orders (id INT PRIMARY KEY, status VARCHAR(20))");
    }
  }

  @AfterEach
  void close() throws SQLException {
    shop.close();
    store.close();
  }

  private static DbCalls calls(long id, String url, @Nullable String text) {
    return new DbCalls(
        id,
        DbTarget.ofJdbcUrl(url),
        new DbStatement(text, "SELECT orders", "SELECT", "orders"),
        0,
        0,
        0,
        0,
        0,
        0,
        null,
        0,
        null,
        new long[DbCalls.BUCKETS],
        DbCalls.Results.NONE,
        DbCalls.Unbounded.NONE);
  }

  private static Explanations over(OneConnectionPool... pools) {
    List<DbPools.Pool> all = Arrays.stream(pools).map(OneConnectionPool::known).toList();
    return new Explanations(() -> all);
  }

  /** As the agent's port answers. */
  private static Response ask(Explanations explanations, String id, DbCalls... known) {
    Map<String, Handler> routes = new HashMap<>();
    new Endpoints((method, path, access, handler) -> routes.put(path, handler), () -> {})
        .post("/{id}", params -> explanations.answer(params.path("id"), List.of(known)));
    return routes
        .get("/{id}")
        .handle(new Request("POST", "/", Map.of(), Map.of(), Map.of("id", id), new byte[0]));
  }

  private static String body(Response response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String plan(Explanations explanations, DbCalls statement) throws IOException {
    Response response = ask(explanations, "" + statement.id(), statement);
    String body = body(response);
    assertThat(response.status()).as(body).isEqualTo(200);
    return body;
  }

  private static void assertRefused(
      Explanations explanations, DbCalls statement, int status, String message) throws IOException {
    Response response = ask(explanations, "" + statement.id(), statement);
    assertThat(body(response)).contains(message);
    assertThat(response.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "07", "seven", "-7", "", "0", "99999999999999999999"})
  void anIdThatNoStatementHasIsNotFound(String id) throws IOException {
    Response response =
        ask(over(shop), id, calls(7, SHOP, ORDERS), calls(0, SHOP, "SELECT the_others"));
    assertThat(body(response)).contains("there is no statement of this id");
    assertThat(response.status()).isEqualTo(404);
    assertThat(shop.given).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE orders SET status = ?",
        "SELECT status FROM orders FOR UPDATE",
        "SELECT status FROM orders; DELETE FROM orders"
      })
  void whatMayWriteIsRefusedBeforeAConnectionIsTaken(String sql) throws IOException {
    assertRefused(over(shop), calls(7, SHOP, sql), 422, "no plan is asked for this statement");
    assertThat(shop.given).isZero();
  }

  @Test
  void aStatementWithoutTextOrOfAnotherSystemIsRefused() throws IOException {
    assertRefused(over(shop), calls(7, SHOP, null), 422, "it has no text");
    assertRefused(
        over(shop), calls(7, "jdbc:oracle:thin:@//db:1521/shop", ORDERS), 422, "postgresql");
    assertThat(shop.given).isZero();
  }

  @Test
  void theDatabasesRefusalIsTold() throws IOException {
    Explanations explanations = over(shop);
    assertRefused(
        explanations, calls(7, SHOP, "SELECT x FROM absent"), 422, "the database gives no plan");
    assertThat(shop.active).isZero();
    assertThat(plan(explanations, calls(7, SHOP, ORDERS))).contains("PRIMARY_KEY");
  }

  @Test
  void thePoolIsAskedThatLeadsToTheStatementsDatabase() throws IOException {
    assertThat(plan(over(store, shop), calls(7, SHOP, ORDERS)))
        .contains("\"id\":7", "\"system\":\"h2database\"", "\"text\":\"" + ORDERS, "PRIMARY_KEY");
    assertThat(shop.active).isZero();
    assertThat(store.active).isZero();
  }

  @Test
  void withoutSuchAPoolThereIsNoPlan() throws IOException {
    DbCalls statement = calls(7, SHOP, ORDERS);
    assertRefused(over(), statement, 503, "no pool of the application leads to its database");
    assertRefused(over(store), statement, 503, "no pool of the application leads to its database");
    shop.active = 1;
    assertRefused(over(store, shop), statement, 503, "pool shop has no connection to spare");
    shop.closed = true;
    assertRefused(over(shop), statement, 503, "pool shop is closed");
    assertThat(shop.given).isZero();
  }

  @Test
  void aPoolThatFailsDoesNotKeepTheNextFromBeingAsked() throws Exception {
    store.physical.close();
    assertThat(plan(over(store, shop), calls(7, SHOP, ORDERS))).contains("PRIMARY_KEY");
  }
}
