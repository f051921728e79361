// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.telemetry.Telemetry;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a consumer is behind, by its own metrics: what it knows since its last fetch of each
 * partition that it has. Read when metrics are collected, on the agent's thread; nothing is asked
 * of a broker. Of a topic that a consumer has got no record of yet, nothing is known.
 */
final class ConsumerLag {
  static final MetricDefinition LAG =
      MetricDefinition.gauge(
              "messaging_consumer_lag",
              "Messages that consumers have not got yet, in the partitions that they have.")
          .unit("{message}")
          .labels("system", "destination", "group");

  private static final int MAX_TOPICS = 100;

  /** All topics of a consumer are read together. */
  private static final long FRESH_NANOS = 1_000_000_000;

  private final WeakReference<Consumer<?, ?>> consumer;
  private final String group;

  /** Held here, for those who collect metrics hold an observed object weakly. */
  private final Map<String, Topic> topics = new ConcurrentHashMap<>();

  private Map<String, Double> lags = Map.of();
  private long readAt = System.nanoTime() - FRESH_NANOS;

  ConsumerLag(Consumer<?, ?> consumer, @Nullable String group) {
    this.consumer = new WeakReference<>(consumer);
    this.group = group == null ? "none" : group;
  }

  void polled(ConsumerRecords<?, ?> records) {
    for (TopicPartition partition : records.partitions()) {
      String name = partition.topic();
      if (!topics.containsKey(name) && topics.size() < MAX_TOPICS) {
        Topic topic = new Topic(this, name);
        if (topics.putIfAbsent(name, topic) == null) {
          Telemetry.metrics().observe(topic, Reader.INSTANCE, "kafka", name, group);
        }
      }
    }
  }

  /** Older clients do not clear their metrics. */
  void close() {
    consumer.clear();
  }

  private synchronized @Nullable Double of(String topic) {
    if (System.nanoTime() - readAt >= FRESH_NANOS) {
      Consumer<?, ?> known = consumer.get();
      lags = known == null ? Map.of() : read(known.metrics());
      readAt = System.nanoTime();
    }
    Double lag = lags.get(topic);
    return lag != null
        ? lag
        : lags.get(topic.replace('.', '_')); // as the older clients' tag has it
  }

  private static Map<String, Double> read(Map<MetricName, ? extends Metric> metrics) {
    Map<String, Double> sums = new HashMap<>();
    for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
      MetricName name = metric.getKey();
      String topic = name.name().equals("records-lag") ? name.tags().get("topic") : null;
      if (topic != null && metric.getValue().metricValue() instanceof Double lag && !lag.isNaN()) {
        sums.merge(topic, lag, Double::sum);
      }
    }
    return sums;
  }

  /** One topic of one consumer. */
  private record Topic(ConsumerLag consumer, String name) {}

  private enum Reader implements Metrics.Reader<Topic> {
    INSTANCE;

    @Override
    public List<MetricDefinition> definitions() {
      return List.of(LAG);
    }

    @Override
    public double[] read(Topic topic) {
      Double lag = topic.consumer.of(topic.name);
      return new double[] {lag == null ? Double.NaN : lag};
    }
  }
}
