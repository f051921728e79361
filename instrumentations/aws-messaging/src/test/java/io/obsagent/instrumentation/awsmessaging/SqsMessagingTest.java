// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.MessagingKit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class SqsMessagingTest extends MessagingKit {
  private final Queues queues = new Queues();
  private final SqsClient client = Clients.sqs(queues.url());

  @AfterAll
  void close() {
    client.close();
    queues.close();
  }

  @Override
  protected String system() {
    return "aws_sqs";
  }

  @Override
  protected void create(String destination) {
    queues.of(destination);
  }

  @Override
  protected void send(String destination, Message message) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    message.headers().forEach((name, value) -> attributes.put(name, text(value)));
    client.sendMessage(
        send ->
            send.queueUrl(queues.url(destination))
                .messageBody(message.body())
                .messageAttributes(attributes));
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  @Override
  protected void process(String destination, Consumer<Message> handler) {
    List<software.amazon.awssdk.services.sqs.model.Message> received =
        client
            .receiveMessage(
                ask -> ask.queueUrl(queues.url(destination)).messageAttributeNames("tenant"))
            .messages();
    assertThat(received).hasSize(1);
    try {
      received.forEach(message -> handler.accept(messageOf(message)));
    } catch (IllegalStateException ofTheHandler) {
      assertThat(ofTheHandler).hasMessage("out of stock");
    }
  }

  private static Message messageOf(software.amazon.awssdk.services.sqs.model.Message message) {
    Map<String, String> headers = new HashMap<>();
    message.messageAttributes().forEach((name, value) -> headers.put(name, value.stringValue()));
    return new Message(message.body(), headers);
  }
}
