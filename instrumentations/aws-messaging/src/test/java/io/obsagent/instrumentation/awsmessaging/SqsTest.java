// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

@ExtendWith(AgentExtension.class)
class SqsTest {
  private static final String TOPIC = "arn:aws:sns:eu-central-1:4711:";

  private static Map<String, MessageAttributeValue> attributes(int count) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put(
          "a" + i, MessageAttributeValue.builder().dataType("String").stringValue("v").build());
    }
    return attributes;
  }

  private static String traceId(Queues.Sent sent) {
    return sent.attributes().get("traceparent").split("-")[1];
  }

  @Test
  void anAsynchronousClientSendsAndReceives() throws Exception {
    try (Queues queues = new Queues();
        SqsAsyncClient client = Clients.sqsAsync(queues.url())) {
      client
          .sendMessage(send -> send.queueUrl(queues.url("later")).messageBody("tea"))
          .get(60, TimeUnit.SECONDS);
      List<Message> messages =
          client
              .receiveMessage(ask -> ask.queueUrl(queues.url("later")))
              .get(60, TimeUnit.SECONDS)
              .messages();
      for (Message message : messages) {
        assertThat(message.body()).isEqualTo("tea");
      }
    }

    Recorded.awaitSpans(2);
    RecordedSpan process = Recorded.span("process later");
    assertThat(process.isChildOf(Recorded.span("send later"))).isTrue();
    assertThat(process.attribute("messaging.message.id")).isEqualTo("m-0");
  }

  @Test
  void eachMessageOfABatchHasTheContext() throws Exception {
    try (Queues queues = new Queues();
        SqsClient client = Clients.sqs(queues.url())) {
      client.sendMessageBatch(
          send ->
              send.queueUrl(queues.url("many"))
                  .entries(
                      SendMessageBatchRequestEntry.builder().id("1").messageBody("a").build(),
                      SendMessageBatchRequestEntry.builder()
                          .id("2")
                          .messageBody("b")
                          .messageAttributes(attributes(10))
                          .build()));

      Recorded.awaitSpans(1);
      RecordedSpan span = Recorded.span("send many");
      assertThat(span.attribute("messaging.batch.message_count")).isEqualTo(2L);
      List<Queues.Sent> sent = List.copyOf(queues.of("many"));
      assertThat(traceId(sent.get(0))).isEqualTo(span.traceId());
      assertThat(sent.get(1).attributes()).as("ten are all").hasSize(10).containsKey("a9");
    }
  }

  @Test
  void theLastRoomIsForTheTrace() throws Exception {
    try (Queues queues = new Queues();
        SqsClient client = Clients.sqs(queues.url())) {
      client.sendMessage(
          send ->
              send.queueUrl(queues.url("full")).messageBody("a").messageAttributes(attributes(9)));
      client.sendMessage(
          send -> send.queueUrl(queues.url("full")).messageBody("b".repeat(262_000)));

      List<Queues.Sent> sent = List.copyOf(queues.of("full"));
      assertThat(sent.get(0).attributes()).hasSize(10).containsKeys("a8", "traceparent");
      assertThat(sent.get(1).attributes()).as("as long as a message may be").isEmpty();
    }
  }

  @Test
  void aThreadThatIsAtSomethingGetsMessagesAsAPartOfIt() throws Exception {
    try (Queues queues = new Queues();
        SqsClient client = Clients.sqs(queues.url())) {
      client.sendMessage(send -> send.queueUrl(queues.url("within")).messageBody("a"));
      Recorded.awaitSpans(1);
      Recorded.served(
          Map.of(),
          () -> {
            for (Message message :
                client.receiveMessage(ask -> ask.queueUrl(queues.url("within"))).messages()) {
              assertThat(message.body()).isEqualTo("a");
            }
            return null;
          });
    }

    Recorded.awaitSpans(3);
    RecordedSpan receive = Recorded.span("receive within");
    assertThat(receive.parentSpanId()).isNotEmpty();
    assertThat(receive.isLinkedTo(Recorded.span("send within"))).isTrue();
  }

  @Test
  void whatTheApplicationGetsIsTheLibrarysList() throws Exception {
    try (Queues queues = new Queues();
        SqsClient client = Clients.sqs(queues.url())) {
      client.sendMessage(send -> send.queueUrl(queues.url("list")).messageBody("a"));
      List<Message> messages =
          client
              .receiveMessage(ask -> ask.queueUrl(queues.url("list")).messageAttributeNames("All"))
              .messages();
      List<Message> copy = List.copyOf(messages);
      assertThat(messages.equals(copy)).isTrue();
      assertThat(messages.hashCode()).isEqualTo(copy.hashCode());
      assertThat(messages.toString()).isEqualTo(copy.toString());
      assertThat(messages.contains(copy.get(0))).isTrue();
      assertThatThrownBy(() -> messages.remove(0))
          .isInstanceOf(UnsupportedOperationException.class);
    }
    Recorded.awaitSpans(1);
  }

  @Test
  void aQueueThatIsNotThereIsAnError() throws Exception {
    String nowhere = "http://127.0.0.1:" + Ports.closed();
    try (SqsClient client = Clients.sqs(nowhere)) {
      assertThatThrownBy(
              () ->
                  client.sendMessage(
                      send -> send.queueUrl(nowhere + "/1/nowhere").messageBody("a")))
          .isInstanceOf(Exception.class);
    }

    Recorded.awaitSpans(1);
    assertThat(Recorded.span("send nowhere").status()).isEqualTo("ERROR");
  }

  @Test
  void whatIsPublishedToATopicHasTheContext() throws Exception {
    try (Queues queues = new Queues();
        SnsClient client = Clients.sns(queues.url())) {
      client.publish(publish -> publish.topicArn(TOPIC + "news").message("a"));
      client.publishBatch(
          publish ->
              publish
                  .topicArn(TOPIC + "more")
                  .publishBatchRequestEntries(
                      PublishBatchRequestEntry.builder().id("1").message("b").build()));
      client.publish(publish -> publish.phoneNumber("+15550100").message("c"));

      List<RecordedSpan> spans = Recorded.awaitSpans(3);
      RecordedSpan news = Recorded.span("send news");
      assertThat(news.kind()).isEqualTo("PRODUCER");
      assertThat(news.attributes())
          .containsEntry("messaging.system", "aws.sns")
          .containsEntry("messaging.message.id", "m-0");
      assertThat(traceId(queues.of("news").element())).isEqualTo(news.traceId());
      assertThat(traceId(queues.of("more").element()))
          .isEqualTo(Recorded.span("send more").traceId());
      assertThat(Recorded.span("send endpoint").status()).isEqualTo("UNSET");
      assertThat(spans.toString()).doesNotContain("5550100");
    }
  }
}
