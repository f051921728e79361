// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

@ExtendWith(AgentExtension.class)
class S3Test {
  private static void assertIs(RecordedSpan span, String operation) {
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.scope()).isEqualTo("io.obsagent.api-client");
    assertThat(span.attributes())
        .containsEntry("rpc.system.name", "aws-api")
        .containsEntry("rpc.service", "S3")
        .containsEntry("rpc.method", "S3/" + operation)
        .containsEntry("aws.s3.bucket", "pictures")
        .containsEntry("cloud.region", "eu-central-1");
  }

  private static Double count(String operation, String status) {
    Double count =
        Recorded.metric(
            "rpc_client_duration_seconds_count{system=\"aws-api\",method=\"S3/"
                + operation
                + "\",status_code=\""
                + status
                + "\"}");
    return count == null ? 0 : count;
  }

  @Test
  void anObjectIsReadByTheApplicationAsItWants() throws Exception {
    double before = count("GetObject", "OK");
    try (ScriptedServer server =
            new ScriptedServer(
                json(200, "x-amz-request-id: R-1\r\n", "tea"), json(200, "", "tea"));
        S3Client client = Clients.s3(server.url());
        S3AsyncClient async = Clients.s3Async(server.url())) {
      try (ResponseInputStream<GetObjectResponse> object =
          client.getObject(get -> get.bucket("pictures").key("private/tea"))) {
        assertThat(new String(object.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("tea");
      }
      assertThat(
              async
                  .getObject(
                      get -> get.bucket("pictures").key("private/tea"),
                      AsyncResponseTransformer.toBytes())
                  .get(60, TimeUnit.SECONDS)
                  .asUtf8String())
          .isEqualTo("tea");
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    List<RecordedSpan> calls =
        spans.stream().filter(span -> span.name().equals("S3/GetObject")).toList();
    assertThat(calls).hasSize(2).allSatisfy(span -> assertIs(span, "GetObject"));
    assertThat(calls.get(0).attribute("aws.request_id")).isEqualTo("R-1");
    assertThat(calls.toString()).doesNotContain("private/tea");
    assertThat(count("GetObject", "OK") - before).isEqualTo(2);
  }

  @Test
  void anObjectIsDeleted() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", ""));
        S3AsyncClient async = Clients.s3Async(server.url())) {
      async.deleteObject(delete -> delete.bucket("pictures").key("tea")).get(60, TimeUnit.SECONDS);
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    RecordedSpan call = Recorded.span("S3/DeleteObject");
    assertIs(call, "DeleteObject");
    assertThat(spans).filteredOn(span -> span.isChildOf(call)).hasSize(1);
  }

  @Test
  void aKeyThatIsNotThereIsAnErrorWithTheCodeOfTheService() throws Exception {
    double before = count("GetObject", "NoSuchKey");
    String body =
        "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>no tea</Message>"
            + "<RequestId>R-2</RequestId></Error>";
    try (ScriptedServer server = new ScriptedServer(json(404, "x-amz-request-id: R-2\r\n", body));
        S3Client client = Clients.s3(server.url())) {
      assertThatThrownBy(() -> client.getObjectAsBytes(get -> get.bucket("pictures").key("tea")))
          .isInstanceOf(NoSuchKeyException.class);
    }

    Recorded.awaitSpans(2);
    RecordedSpan call = Recorded.span("S3/GetObject");
    assertIs(call, "GetObject");
    assertThat(call.status()).isEqualTo("ERROR");
    assertThat(call.attributes())
        .containsEntry("error.type", "NoSuchKey")
        .containsEntry("rpc.response.status_code", "NoSuchKey")
        .containsEntry("aws.request_id", "R-2");
    assertThat(count("GetObject", "NoSuchKey") - before).isEqualTo(1);
  }

  @Test
  void aCallThatIsCancelledEnds() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.jsonAfter(gate, "tea"));
        S3AsyncClient async = Clients.s3Async(server.url())) {
      CompletableFuture<?> answer =
          async.getObject(
              get -> get.bucket("pictures").key("tea"), AsyncResponseTransformer.toBytes());
      assertThat(answer.cancel(true)).isTrue();
      Recorded.await(
          () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("S3/GetObject")),
          () -> "the call has not ended: " + Recorded.spans());
      gate.countDown();
    }
    assertThat(Recorded.span("S3/GetObject").status()).isEqualTo("ERROR");
  }
}
