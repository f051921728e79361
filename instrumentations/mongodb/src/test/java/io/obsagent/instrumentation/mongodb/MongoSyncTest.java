// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MongoSyncTest extends MongoKit {
  private static MongoClient client;
  private MongoDatabase shop;
  private MongoCollection<Document> orders;

  @BeforeAll
  static void open() {
    client = MongoClients.create(settings(7));
  }

  @AfterAll
  static void close() {
    client.close();
    assertThat(pool("max")).isNull();
  }

  @BeforeEach
  void fill() {
    shop = client.getDatabase("shop");
    orders = shop.getCollection("orders");
    orders.drop();
    orders.insertOne(order(1));
    Recorded.clear();
  }

  @Test
  void aCommandIsASpanWithItsCollectionAndWithoutValues() {
    double before = count("find", "orders", "ok", "none");
    assertThat(orders.find(Filters.eq("customer", SECRET)).first()).isEqualTo(order(1));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("find orders");
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("db.system.name", "mongodb")
        .containsEntry("db.namespace", "shop")
        .containsEntry("db.collection.name", "orders")
        .containsEntry("db.operation.name", "find")
        .containsEntry("db.query.summary", "find orders")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", (long) port())
        .doesNotContainKey("db.query.text");
    assertThat(Recorded.spans().toString()).doesNotContain(SECRET);
    assertThat(count("find", "orders", "ok", "none")).isEqualTo(before + 1);
  }

  @Test
  void aWriteSaysHowManyDocumentsItHasChanged() {
    orders.insertMany(List.of(order(2), order(3)));
    orders.updateMany(new Document(), Updates.set("paid", SECRET));
    orders.deleteMany(Filters.gt("_id", 1));

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans)
        .extracting(RecordedSpan::name)
        .containsExactly("insert orders", "update orders", "delete orders");
    assertThat(spans)
        .extracting(span -> span.attribute("obs.db.affected_rows"))
        .containsExactly(2L, 3L, 2L);
    assertThat(spans.toString()).doesNotContain(SECRET);
  }

  @Test
  void eachBatchOfACursorIsACommand() {
    orders.insertMany(List.of(order(2), order(3)));
    Recorded.clear();
    assertThat(orders.find().batchSize(2).into(new ArrayList<>())).hasSize(3);

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("find orders", "getMore orders");
  }

  @Test
  void aRefusedWriteIsAnErrorByItsCode() {
    double before = count("insert", "orders", "error", "11000");
    assertThatThrownBy(() -> orders.insertOne(order(1))).isInstanceOf(MongoWriteException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("11000");
    assertThat(span.attribute("error.type")).isEqualTo("11000");
    assertThat(span.toString()).doesNotContain(SECRET);
    assertThat(count("insert", "orders", "error", "11000")).isEqualTo(before + 1);
  }

  @Test
  void aRefusedCommandIsAnErrorByItsCodeAndNamesNoCollection() {
    assertThatThrownBy(() -> shop.runCommand(new Document("unheard", SECRET)))
        .isInstanceOf(MongoCommandException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("unheard");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("59");
    assertThat(span.attribute("db.collection.name")).isNull();
    assertThat(span.toString()).doesNotContain(SECRET);
  }

  @Test
  void aCommandIsAChildOfTheRequestThatSendsIt() throws Exception {
    Recorded.served(Map.of(), () -> orders.countDocuments());

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(awaitSpan("aggregate orders").isChildOf(spans.get(0))).isTrue();
  }

  @Test
  void aPoolHasGauges() {
    orders.find().first();
    assertThat(pool("max")).isEqualTo(7);
    assertThat(pool("active")).isZero();
    assertThat(pool("idle")).isBetween(1.0, 7.0);
  }

  @Test
  void whatADriverAsksForItselfIsNoSpan() {
    try (MongoClient other = MongoClients.create(settings(1))) {
      assertThat(other.getDatabase("shop").getCollection("none").find().first()).isNull();
      assertThat(Recorded.awaitSpans(1))
          .extracting(RecordedSpan::name)
          .containsExactly("find none");
    }
  }
}
