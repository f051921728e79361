// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A record that a thread hands to its producer; the operation lasts until the broker has it. */
final class Sending {
  private static final Guard GUARD = Guard.of(Sending.class);
  private static final ThreadLocal<Sending> CURRENT = new ThreadLocal<>();

  /** The first format of messages that has headers. */
  private static final byte MAGIC_WITH_HEADERS = 2;

  private final MessagingOperation operation;
  private final Context caller;
  private boolean headers = true;

  private Sending(MessagingOperation operation, Context caller) {
    this.operation = operation;
    this.caller = caller;
  }

  /** Answers null within another record's sending, as by a serializer. */
  static @Nullable Sending start(String topic) {
    Context caller = Context.current();
    MessagingOperation operation =
        MessagingOperation.startSend(new MessageTarget("kafka", topic, null, null, -1), 1);
    if (operation == null) {
      return null;
    }
    operation.attach();
    Sending sending = new Sending(operation, caller);
    CURRENT.set(sending);
    return sending;
  }

  /** What the producer finds out about its brokers while it sends. */
  static void messageFormat(byte magic) {
    Sending sending = CURRENT.get();
    if (sending != null) {
      sending.headers = magic >= MAGIC_WITH_HEADERS;
    }
  }

  /**
   * The headers as they go out: with those of the current operation, in the place of older ones.
   */
  static Header @Nullable [] inject(Header @Nullable [] headers) {
    Sending sending = CURRENT.get();
    if (sending == null || !sending.headers) {
      return headers;
    }
    List<Header> sent = new ArrayList<>();
    if (headers != null) {
      sent.addAll(Arrays.asList(headers));
    }
    sending.operation.inject(sent, Setter.INSTANCE);
    return sent.toArray(new Header[0]);
  }

  Callback callback(@Nullable Callback callback) {
    return new EndingCallback(operation, caller, callback);
  }

  /** The producer has the record; what it refuses with an exception, no callback tells. */
  void leave(@Nullable Throwable thrown) {
    CURRENT.remove();
    operation.detach();
    if (thrown != null) {
      operation.end(thrown);
    }
  }

  /** Ends the operation, and calls the application's callback in the context of who sent. */
  private record EndingCallback(
      MessagingOperation operation, Context caller, @Nullable Callback callback)
      implements Callback {
    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
      try {
        if (metadata != null && metadata.hasOffset()) {
          operation.position(metadata.partition(), metadata.offset());
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      GUARD.end(operation, exception);
      if (callback != null) {
        Scope scope = GUARD.attach(caller);
        try {
          callback.onCompletion(metadata, exception);
        } finally {
          GUARD.close(scope);
        }
      }
    }
  }

  private enum Setter implements HeaderSetter<List<Header>> {
    INSTANCE;

    @Override
    public void set(List<Header> headers, String name, String value) {
      remove(headers, name);
      headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void remove(List<Header> headers, String name) {
      for (int i = headers.size() - 1; i >= 0; i--) {
        if (headers.get(i).key().equalsIgnoreCase(name)) {
          headers.remove(i);
        }
      }
    }
  }
}
