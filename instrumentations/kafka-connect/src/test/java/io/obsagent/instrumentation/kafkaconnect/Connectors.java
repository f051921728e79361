// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaconnect;

import io.obsagent.testing.KafkaBroker;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/** A worker of Kafka Connect's in this JVM, without its REST API, and a source and a sink in it. */
public final class Connectors implements AutoCloseable {
  private static final BlockingQueue<String> LINES = new LinkedBlockingQueue<>();
  private static final Map<String, Consumer<Collection<SinkRecord>>> SINKS =
      new ConcurrentHashMap<>();

  private final StandaloneHerder herder;

  Connectors() throws Exception {
    Map<String, String> properties = new HashMap<>();
    properties.put("bootstrap.servers", KafkaBroker.address());
    properties.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    properties.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
    properties.put("plugin.discovery", "service_load");
    properties.put(
        "offset.storage.file.filename", Files.createTempFile("offsets", null).toString());
    ConnectorClientConfigOverridePolicy policy = new AllConnectorClientConfigOverridePolicy();
    Worker worker =
        new Worker(
            "worker",
            Time.SYSTEM,
            new Plugins(properties),
            new StandaloneConfig(properties),
            new Offsets(),
            policy);
    herder = new StandaloneHerder(worker, "cluster", policy);
    herder.start();
  }

  /** From {@link #emit} to a topic. */
  void source(String topic) throws Exception {
    put("source-" + topic, Source.class, "topic", topic);
  }

  /** From a topic to a function, which may throw. */
  void sink(String topic, Consumer<Collection<SinkRecord>> function) throws Exception {
    SINKS.put(topic, function);
    put("sink-" + topic, Sink.class, "topics", topic);
  }

  void emit(String line) {
    LINES.add(line);
  }

  private void put(String name, Class<?> type, String key, String value) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    herder.putConnectorConfig(
        name,
        Map.of("name", name, "connector.class", type.getName(), key, value),
        false,
        (error, created) -> {
          if (error == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(error);
          }
        });
    done.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    herder.stop();
  }

  private static final class Offsets extends MemoryOffsetBackingStore {
    // since 3.5
    public Set<Map<String, Object>> connectorPartitions(String connector) {
      return Set.of();
    }
  }

  /** Named by the service file. */
  public static final class Source extends SourceConnector {
    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> given) {
      properties = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
      return Lines.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int tasks) {
      return List.of(properties);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
      return new ConfigDef();
    }

    @Override
    public String version() {
      return "1";
    }
  }

  /** Waits for lines. */
  public static final class Lines extends SourceTask {
    private String topic = "";

    @Override
    public void start(Map<String, String> given) {
      topic = given.get("topic");
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
      String line = LINES.poll(100, TimeUnit.MILLISECONDS);
      return line == null
          ? null
          : List.of(new SourceRecord(Map.of(), Map.of(), topic, 0, Schema.STRING_SCHEMA, line));
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }

  /** Named by the service file. */
  public static final class Sink extends SinkConnector {
    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> given) {
      properties = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
      return Function.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int tasks) {
      return List.of(properties);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
      return new ConfigDef();
    }

    @Override
    public String version() {
      return "1";
    }
  }

  /** Hands records to the test's function. */
  public static final class Function extends SinkTask {
    private Consumer<Collection<SinkRecord>> function = records -> {};

    @Override
    public void start(Map<String, String> given) {
      function = SINKS.get(given.get("topics"));
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      if (!records.isEmpty()) {
        context.timeout(1); // milliseconds until the next try
        function.accept(records);
      }
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
