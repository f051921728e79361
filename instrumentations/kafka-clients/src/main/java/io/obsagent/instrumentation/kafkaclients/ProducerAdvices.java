// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Advice for a record on its way from the application to the batches that are sent. */
final class ProducerAdvices {
  private ProducerAdvices() {}

  /** For {@code doSend}, to which all ways to send lead. */
  static final class DoSend {
    private DoSend() {}

    @OnEnter
    static @Nullable Sending enter(@Argument(0) @Nullable ProducerRecord<?, ?> record) {
      return record == null ? null : Sending.start(record.topic());
    }

    @ReplaceArgument(1)
    static @Nullable Callback callback(
        @Token @Nullable Sending sending, @Argument(1) @Nullable Callback callback) {
      return sending == null ? callback : sending.callback(callback);
    }

    @OnExit
    static void exit(@Token @Nullable Sending sending, @Thrown @Nullable Throwable thrown) {
      if (sending != null) {
        sending.leave(thrown);
      }
    }
  }

  /**
   * For {@code append}, which is given the headers as they go out: the record of the application,
   * which it may send again or whose headers may be read-only, is never touched.
   */
  static final class Append {
    private Append() {}

    @ReplaceArgument(5)
    static Header @Nullable [] headers(@Argument(5) Header @Nullable [] headers) {
      return Sending.inject(headers);
    }
  }

  /** For {@code append} up to Kafka 3.2. */
  static final class AppendToPartition {
    private AppendToPartition() {}

    @ReplaceArgument(4)
    static Header @Nullable [] headers(@Argument(4) Header @Nullable [] headers) {
      return Sending.inject(headers);
    }
  }

  /**
   * For {@code maxUsableProduceMagic}, which the producers before Kafka 4 ask before they append:
   * what brokers before 0.11 understand has no headers, and a record with any would be refused.
   */
  static final class MaxUsableProduceMagic {
    private MaxUsableProduceMagic() {}

    @OnExit
    static void exit(@Return byte magic) {
      Sending.messageFormat(magic);
    }
  }
}
