// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.mongodb.MongoWriteException;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class MongoReactiveTest extends MongoKit {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static @Nullable MongoClient client;
  private MongoCollection<Document> orders;

  @BeforeAll
  static void open() {
    assumeThat(isReactive()).as("there is a reactive driver of this version").isTrue();
    client = MongoClients.create(settings(2));
  }

  @AfterAll
  static void close() {
    if (client != null) {
      client.close();
    }
  }

  @BeforeEach
  void fill() {
    orders = client.getDatabase("shop").getCollection("orders");
    await(orders.drop());
    await(orders.insertMany(List.of(order(1), order(2), order(3))));
    Recorded.clear();
  }

  private static <T> List<T> await(Publisher<T> publisher) {
    return Flux.from(publisher).collectList().block(PATIENCE);
  }

  @Test
  void aCommandEndsWithItsReply() {
    double before = count("find", "orders", "ok", "none");
    assertThat(await(orders.find(new Document("customer", SECRET)))).hasSize(3);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("find orders");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("db.namespace")).isEqualTo("shop");
    assertThat(span.attribute("server.port")).isEqualTo((long) port());
    assertThat(span.toString()).doesNotContain(SECRET);
    assertThat(count("find", "orders", "ok", "none")).isEqualTo(before + 1);
  }

  @Test
  void allCommandsOfAChainAreChildrenOfTheRequest() throws Exception {
    Mono<Long> chain =
        Flux.from(orders.find().batchSize(2))
            .concatMap(order -> Mono.from(orders.countDocuments()))
            .reduce(Long::sum);
    assertThat(Recorded.served(Map.of(), () -> chain.block(PATIENCE))).isEqualTo(9);

    List<RecordedSpan> spans = Recorded.awaitSpans(6);
    assertThat(spans.stream().skip(1))
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder(
            "find orders",
            "getMore orders",
            "aggregate orders",
            "aggregate orders",
            "aggregate orders");
    assertThat(spans.stream().skip(1)).allMatch(span -> span.isChildOf(spans.get(0)));
  }

  @Test
  void whoWaitsForAConnectionKeepsTheContext() throws Exception {
    List<Long> counts =
        Recorded.served(
            Map.of(),
            () ->
                Flux.range(0, 20)
                    .flatMap(i -> Mono.from(orders.countDocuments()), 20)
                    .collectList()
                    .block(PATIENCE));
    assertThat(counts).hasSize(20).containsOnly(3L);

    List<RecordedSpan> spans = Recorded.awaitSpans(21);
    assertThat(spans.stream().skip(1)).allMatch(span -> span.isChildOf(spans.get(0)));
  }

  @Test
  void aRefusedWriteIsAnError() {
    assertThatThrownBy(() -> await(orders.insertOne(order(1))))
        .isInstanceOf(MongoWriteException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("11000");
    assertThat(span.toString()).doesNotContain(SECRET);
  }
}
