// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** Advice for a consumer. */
final class ConsumerAdvices {
  private ConsumerAdvices() {}

  /** For {@code poll}: an iteration that was left before its end is over by now. */
  static final class Poll {
    private Poll() {}

    @OnEnter
    static Consumer<?, ?> enter(@This Consumer<?, ?> consumer) {
      Processing.endOf(consumer, true);
      return consumer;
    }

    @OnExit
    static void exit(
        @Token @Nullable Consumer<?, ?> consumer, @Return @Nullable ConsumerRecords<?, ?> records) {
      if (consumer != null && records != null && !records.isEmpty()) {
        Processing.polled(consumer, records);
      }
    }
  }

  /** For {@code close}, all of them. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This Consumer<?, ?> consumer) {
      Processing.close(consumer);
    }
  }

  /** For what nobody asks of a consumer within a loop that goes on: {@code seek} and the like. */
  static final class Leave {
    private Leave() {}

    @OnEnter
    static void enter(@This Consumer<?, ?> consumer) {
      Processing.endOf(consumer, true);
    }
  }

  /** For commits of all that was polled, in a loop's body or after it: what is done is done. */
  static final class CommitAll {
    private CommitAll() {}

    @OnEnter
    static void enter(@This Consumer<?, ?> consumer) {
      Processing.endOf(consumer, false);
    }
  }
}
