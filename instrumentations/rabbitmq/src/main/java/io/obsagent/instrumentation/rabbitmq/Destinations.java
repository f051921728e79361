// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import com.rabbitmq.client.Connection;
import io.obsagent.spi.telemetry.MessageTarget;
import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;

/** Names of low cardinality for where messages go to and come from. */
final class Destinations {
  static final AttributeKey<String> ROUTING_KEY =
      AttributeKey.stringKey("messaging.rabbitmq.destination.routing_key");

  /** What the broker makes up for a queue that the application has no name for. */
  private static final String GENERATED = "amq.gen-";

  private static final String REPLIES = "amq.rabbitmq.reply-to";

  private Destinations() {}

  /** An exchange; of the default one, the queue that it leads to. */
  static String published(@Nullable String exchange, @Nullable String routingKey) {
    return exchange == null || exchange.isEmpty() ? queue(routingKey) : exchange;
  }

  static String queue(@Nullable String queue) {
    if (queue == null || queue.isEmpty() || queue.startsWith(GENERATED)) {
      return "amq.gen";
    }
    return queue.startsWith(REPLIES) ? REPLIES : queue;
  }

  static MessageTarget of(String destination, Connection connection) {
    return new MessageTarget(
        "rabbitmq",
        destination,
        null,
        connection.getAddress() == null ? null : connection.getAddress().getHostAddress(),
        connection.getPort());
  }
}
