// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that sends, and what may be added to it: a message has at most ten attributes, and all
 * messages of a request at most so many bytes. What has no room goes without.
 */
final class Sending {
  private static final int MAX_ATTRIBUTES = 10;

  /** The least that the services have allowed, with room for what counts besides. */
  private static final int MAX_BYTES = 250_000;

  private static final int MAX_BYTES_OF_CHAR = 3;
  private static final String FIRST = "traceparent";

  private final MessagingOperation operation;
  private final Map<String, String> context = new LinkedHashMap<>();
  private final int messages;
  private int room;

  private Sending(MessagingOperation operation, int messages) {
    this.operation = operation;
    this.messages = messages;
  }

  /** Starts it and makes it current, until {@link #returned}; null where it is not watched. */
  static @Nullable Sending begin(MessageTarget target, int messages) {
    MessagingOperation operation = MessagingOperation.startSend(target, messages);
    if (operation == null) {
      return null;
    }
    operation.attach();
    return new Sending(operation, messages);
  }

  static MessageTarget queue(@Nullable String url) {
    return new MessageTarget("aws_sqs", last(url, '/'), null, null, -1);
  }

  /** Of phones and devices there are too many for their names. */
  static MessageTarget topic(@Nullable String topicArn) {
    String name = topicArn == null ? "endpoint" : last(topicArn, ':');
    return new MessageTarget("aws.sns", name, null, null, -1);
  }

  private static String last(@Nullable String path, char separator) {
    return path == null ? "unknown" : path.substring(path.lastIndexOf(separator) + 1);
  }

  /** Writes what is to go along, before anything else. */
  void prepare() {
    context.put(FIRST, "");
    operation.inject(context, Texts.INSTANCE);
    context.values().removeIf(String::isEmpty);
    int size = 0;
    for (Map.Entry<String, String> each : context.entrySet()) {
      size += each.getKey().length() + each.getValue().length() + "String".length();
    }
    room = MAX_BYTES - messages * size;
  }

  /** A message takes room. */
  void holds(@Nullable String text) {
    if (text != null) {
      int most = text.length() * MAX_BYTES_OF_CHAR;
      room -= most < room / 2 ? most : text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /**
   * The attributes of a message with the context among them.
   *
   * @param value makes an attribute of a text
   */
  <V> Map<String, V> with(Map<String, V> attributes, Function<String, V> value) {
    if (room < 0) {
      return attributes;
    }
    Map<String, V> all = new LinkedHashMap<>(attributes);
    for (Map.Entry<String, String> entry : context.entrySet()) {
      if (all.size() < MAX_ATTRIBUTES || all.containsKey(entry.getKey())) {
        all.put(entry.getKey(), value.apply(entry.getValue()));
      }
    }
    return all;
  }

  /**
   * The method returns, or throws.
   *
   * @param returned an answer, or the future of one
   */
  void returned(@Nullable Object returned, @Nullable Throwable thrown) {
    operation.detach();
    if (thrown == null && returned instanceof CompletableFuture<?> future) {
      operation.endWith(future);
    } else {
      operation.end(thrown);
    }
  }

  void messageId(@Nullable String id) {
    if (id != null) {
      operation.messageId(id);
    }
  }

  private enum Texts implements HeaderSetter<Map<String, String>> {
    INSTANCE;

    @Override
    public void set(@Nullable Map<String, String> carrier, String name, String value) {
      if (carrier != null) {
        carrier.put(name, value);
      }
    }

    @Override
    public void remove(Map<String, String> carrier, String name) {
      carrier.keySet().removeIf(name::equalsIgnoreCase);
    }
  }
}
