// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import io.obsagent.testing.ScriptedServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

@ExtendWith(AgentExtension.class)
class DynamoDbTest {
  private static final String SECRET = "secret-4711";
  private static final String ITEM = "{\"Item\":{\"id\":{\"S\":\"" + SECRET + "\"}}}";
  private static final Answer UNAVAILABLE =
      json(500, "", "{\"__type\":\"InternalServerError\",\"message\":\"" + SECRET + "\"}");

  private static GetItemRequest item(String table) {
    return GetItemRequest.builder()
        .tableName(table)
        .key(Map.of("id", AttributeValue.builder().s(SECRET).build()))
        .build();
  }

  private static List<RecordedSpan> attempts(List<RecordedSpan> spans) {
    return spans.stream().filter(span -> span.name().equals("POST")).toList();
  }

  private static void assertIsGet(RecordedSpan span, String table) {
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.attributes())
        .containsEntry("db.system.name", "aws.dynamodb")
        .containsEntry("db.operation.name", "GetItem")
        .containsEntry("db.collection.name", table)
        .containsEntry("aws.dynamodb.table_names", List.of(table))
        .containsEntry("rpc.system.name", "aws-api")
        .containsEntry("rpc.service", "DynamoDb")
        .containsEntry("rpc.method", "DynamoDb/GetItem")
        .containsEntry("cloud.region", "eu-central-1");
  }

  private static Double count(String table, String status, String error) {
    return Recorded.metric(
        "database_query_duration_seconds_count{query_type=\"GetItem\",table=\""
            + table
            + "\",system=\"aws.dynamodb\",database=\"none\",status=\""
            + status
            + "\",error_type=\""
            + error
            + "\"}");
  }

  @Test
  void aCallIsOneOfADatabaseAboveItsRequest() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "x-amzn-RequestId: R-17\r\n", ITEM));
        DynamoDbClient client = Clients.dynamoDb(server.url(), 0)) {
      assertThat(client.getItem(item("orders")).item().get("id").s()).isEqualTo(SECRET);
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    RecordedSpan span = Recorded.span("GetItem orders");
    assertIsGet(span, "orders");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("aws.request_id")).isEqualTo("R-17");
    assertThat(attempts(spans)).singleElement().matches(attempt -> attempt.isChildOf(span));
    assertThat(spans.toString()).doesNotContain(SECRET).doesNotContain(Clients.KEY);
    assertThat(count("orders", "ok", "none")).isEqualTo(1);
  }

  @Test
  void eachAttemptIsARequestOfTheSameCall() throws Exception {
    try (ScriptedServer server = new ScriptedServer(UNAVAILABLE, UNAVAILABLE, json(200, "", ITEM));
        DynamoDbClient client = Clients.dynamoDb(server.url(), 2)) {
      client.getItem(item("retried"));
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    RecordedSpan span = Recorded.span("GetItem retried");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(attempts(spans)).hasSize(3).allMatch(attempt -> attempt.isChildOf(span));
    assertThat(count("retried", "ok", "none")).isEqualTo(1);
  }

  @Test
  void anAsynchronousCallIsWatchedOnWhicheverThreadItsAttemptsAre() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                UNAVAILABLE, UNAVAILABLE, json(200, "x-amzn-RequestId: R-18\r\n", ITEM));
        DynamoDbAsyncClient client = Clients.dynamoDbAsync(server.url(), 2)) {
      client.getItem(item("later")).get(60, TimeUnit.SECONDS);
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    RecordedSpan span = Recorded.span("GetItem later");
    assertIsGet(span, "later");
    assertThat(span.attribute("aws.request_id")).isEqualTo("R-18");
    assertThat(attempts(spans)).hasSize(3).allMatch(attempt -> attempt.isChildOf(span));
  }

  @Test
  void aRefusalIsAnErrorWithTheCodeOfTheService() throws Exception {
    Answer refusal =
        json(
            400,
            "x-amzn-RequestId: R-19\r\n",
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
                + "\"message\":\""
                + SECRET
                + "\"}");
    try (ScriptedServer server = new ScriptedServer(refusal, refusal);
        DynamoDbClient client = Clients.dynamoDb(server.url(), 0);
        DynamoDbAsyncClient async = Clients.dynamoDbAsync(server.url(), 0)) {
      assertThatThrownBy(() -> client.getItem(item("refused")))
          .isInstanceOf(ConditionalCheckFailedException.class);
      assertThatThrownBy(() -> async.getItem(item("refused")).get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ConditionalCheckFailedException.class);
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    assertThat(spans).filteredOn(span -> span.name().equals("GetItem refused")).hasSize(2);
    for (RecordedSpan span : spans) {
      if (span.name().equals("GetItem refused")) {
        assertThat(span.status()).isEqualTo("ERROR");
        assertThat(span.attributes())
            .containsEntry("db.response.status_code", "ConditionalCheckFailedException")
            .containsEntry("aws.request_id", "R-19");
      }
    }
    assertThat(spans.toString()).doesNotContain(SECRET);
    assertThat(count("refused", "error", ConditionalCheckFailedException.class.getName()))
        .isEqualTo(2);
  }

  @Test
  void aServerThatIsNotThereIsAnError() throws Exception {
    try (DynamoDbClient client = Clients.dynamoDb("http://127.0.0.1:" + Ports.closed(), 0)) {
      assertThatThrownBy(() -> client.getItem(item("nowhere"))).isInstanceOf(Exception.class);
    }

    Recorded.awaitSpans(2);
    assertThat(Recorded.span("GetItem nowhere").status()).isEqualTo("ERROR");
  }

  @Test
  void aBatchNamesItsTables() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", "{\"Responses\":{}}"));
        DynamoDbClient client = Clients.dynamoDb(server.url(), 0)) {
      KeysAndAttributes keys =
          KeysAndAttributes.builder()
              .keys(Map.of("id", AttributeValue.builder().s("1").build()))
              .build();
      client.batchGetItem(
          request -> request.requestItems(new TreeMap<>(Map.of("a", keys, "b", keys))));
    }

    Recorded.awaitSpans(2);
    RecordedSpan span = Recorded.span("BatchGetItem");
    assertThat(span.attribute("aws.dynamodb.table_names")).isEqualTo(List.of("a", "b"));
    assertThat(span.attributes()).doesNotContainKey("db.collection.name");
  }

  @Test
  void aCallBelongsToTheRequestThatMakesIt() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", ITEM), json(200, "", ITEM));
        DynamoDbClient client = Clients.dynamoDb(server.url(), 0);
        DynamoDbAsyncClient async = Clients.dynamoDbAsync(server.url(), 0)) {
      Recorded.served(
          Map.of(),
          () -> {
            client.getItem(item("within"));
            return async.getItem(item("within")).get(60, TimeUnit.SECONDS);
          });
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(5);
    assertThat(spans.stream().map(RecordedSpan::traceId).distinct()).hasSize(1);
    assertThat(attempts(spans)).hasSize(2);
  }
}
