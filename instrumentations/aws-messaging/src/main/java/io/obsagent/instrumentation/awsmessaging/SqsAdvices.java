// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Advice for messages that are sent to a queue. */
final class SqsAdvices {
  private SqsAdvices() {}

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  /** One message. */
  static final class Send {
    @OnEnter
    static @Nullable Sending enter(@Argument(0) SendMessageRequest request) {
      return Sending.begin(Sending.queue(request.queueUrl()), 1);
    }

    @ReplaceArgument(0)
    static SendMessageRequest request(
        @Token @Nullable Sending sending, @Argument(0) SendMessageRequest request) {
      if (sending == null) {
        return request;
      }
      sending.prepare();
      sending.holds(request.messageBody());
      request.messageAttributes().values().forEach(value -> sending.holds(value.stringValue()));
      return request.toBuilder()
          .messageAttributes(sending.with(request.messageAttributes(), SqsAdvices::text))
          .build();
    }

    @OnExit
    static void exit(
        @Token @Nullable Sending sending,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      if (sending != null) {
        if (returned instanceof SendMessageResponse response) {
          sending.messageId(response.messageId());
        }
        sending.returned(returned, thrown);
      }
    }
  }

  /** Up to ten. */
  static final class SendBatch {
    @OnEnter
    static @Nullable Sending enter(@Argument(0) SendMessageBatchRequest request) {
      return Sending.begin(
          Sending.queue(request.queueUrl()), Math.max(1, request.entries().size()));
    }

    @ReplaceArgument(0)
    static SendMessageBatchRequest request(
        @Token @Nullable Sending sending, @Argument(0) SendMessageBatchRequest request) {
      if (sending == null || !request.hasEntries()) {
        return request;
      }
      sending.prepare();
      for (SendMessageBatchRequestEntry entry : request.entries()) {
        sending.holds(entry.messageBody());
        entry.messageAttributes().values().forEach(value -> sending.holds(value.stringValue()));
      }
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (SendMessageBatchRequestEntry entry : request.entries()) {
        entries.add(
            entry.toBuilder()
                .messageAttributes(sending.with(entry.messageAttributes(), SqsAdvices::text))
                .build());
      }
      return request.toBuilder().entries(entries).build();
    }

    @OnExit
    static void exit(
        @Token @Nullable Sending sending,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      if (sending != null) {
        sending.returned(returned, thrown);
      }
    }
  }
}
