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
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** Advice for messages that are published to a topic. */
final class SnsAdvices {
  private SnsAdvices() {}

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  /** One message. */
  static final class Publish {
    @OnEnter
    static @Nullable Sending enter(@Argument(0) PublishRequest request) {
      return Sending.begin(Sending.topic(request.topicArn()), 1);
    }

    @ReplaceArgument(0)
    static PublishRequest request(
        @Token @Nullable Sending sending, @Argument(0) PublishRequest request) {
      if (sending == null) {
        return request;
      }
      sending.prepare();
      sending.holds(request.message());
      request.messageAttributes().values().forEach(value -> sending.holds(value.stringValue()));
      return request.toBuilder()
          .messageAttributes(sending.with(request.messageAttributes(), SnsAdvices::text))
          .build();
    }

    @OnExit
    static void exit(
        @Token @Nullable Sending sending,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      if (sending != null) {
        if (returned instanceof PublishResponse response) {
          sending.messageId(response.messageId());
        }
        sending.returned(returned, thrown);
      }
    }
  }

  /** Up to ten. */
  static final class PublishBatch {
    @OnEnter
    static @Nullable Sending enter(@Argument(0) PublishBatchRequest request) {
      return Sending.begin(
          Sending.topic(request.topicArn()),
          Math.max(1, request.publishBatchRequestEntries().size()));
    }

    @ReplaceArgument(0)
    static PublishBatchRequest request(
        @Token @Nullable Sending sending, @Argument(0) PublishBatchRequest request) {
      if (sending == null || !request.hasPublishBatchRequestEntries()) {
        return request;
      }
      sending.prepare();
      for (PublishBatchRequestEntry entry : request.publishBatchRequestEntries()) {
        sending.holds(entry.message());
        entry.messageAttributes().values().forEach(value -> sending.holds(value.stringValue()));
      }
      List<PublishBatchRequestEntry> entries = new ArrayList<>();
      for (PublishBatchRequestEntry entry : request.publishBatchRequestEntries()) {
        entries.add(
            entry.toBuilder()
                .messageAttributes(sending.with(entry.messageAttributes(), SnsAdvices::text))
                .build());
      }
      return request.toBuilder().publishBatchRequestEntries(entries).build();
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
