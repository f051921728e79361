// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.WeakMap;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.impl.ConsumerBase;
import org.apache.pulsar.client.impl.ProducerImpl;
import org.apache.pulsar.client.impl.PulsarClientImpl;
import org.jspecify.annotations.Nullable;

/**
 * Topics by the shortest names that the client takes for them, all partitions of one alike: {@code
 * orders} for {@code persistent://public/default/orders-partition-3}.
 */
final class Destinations {
  private static final String PERSISTENT = "persistent://";
  private static final String DEFAULT_NAMESPACE = "public/default/";
  private static final String PARTITION = "-partition-";

  private static final WeakMap<PulsarClientImpl, Server> SERVERS = new WeakMap<>();

  private Destinations() {}

  static MessageTarget sent(ProducerImpl<?> producer) {
    return of(producer.getTopic(), null, producer.getClient());
  }

  static MessageTarget received(Consumer<?> consumer, Message<?> message) {
    return of(
        message.getTopicName(),
        consumer.getSubscription(),
        consumer instanceof ConsumerBase<?> base ? base.getClient() : null);
  }

  private static MessageTarget of(
      String topic, @Nullable String group, @Nullable PulsarClientImpl client) {
    Server server = client == null ? null : server(client);
    return new MessageTarget(
        "pulsar",
        name(topic),
        group,
        server == null ? null : server.host,
        server == null ? -1 : server.port);
  }

  static String name(String topic) {
    int start = topic.startsWith(PERSISTENT) ? PERSISTENT.length() : 0;
    if (topic.startsWith(DEFAULT_NAMESPACE, start)) {
      start += DEFAULT_NAMESPACE.length();
    }
    int partition = topic.lastIndexOf(PARTITION);
    boolean partitioned = partition > start && isNumber(topic, partition + PARTITION.length());
    return topic.substring(start, partitioned ? partition : topic.length());
  }

  private static boolean isNumber(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return start < text.length();
  }

  private static Server server(PulsarClientImpl client) {
    String url = client.getLookup().getServiceUrl();
    Server server = SERVERS.get(client);
    if (server == null || !server.url.equals(url)) {
      server = Server.of(url);
      SERVERS.put(client, server);
    }
    return server;
  }

  /** What a client was told to connect to; of several hosts none is the one. */
  private record Server(String url, @Nullable String host, int port) {
    static Server of(String url) {
      try {
        URI uri = new URI(url);
        return new Server(url, uri.getHost(), uri.getPort());
      } catch (URISyntaxException several) {
        return new Server(url, null, -1);
      }
    }
  }
}
