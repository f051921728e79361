// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.yaml.YamlReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.cassandra.concurrent.ExecutorFactory;
import org.apache.cassandra.concurrent.ExecutorPlus;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.metrics.ClientRequestMetrics;
import org.apache.cassandra.metrics.StorageMetrics;
import org.apache.catalina.startup.Tomcat;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JmxTest {
  private final List<String> problems = new ArrayList<>();

  private List<BeanRule> rules(String yaml) throws Exception {
    return RuleReader.read(YamlReader.read("obs-agent.yaml", yaml).root(), problems::add);
  }

  private Map<String, Double> read(String yaml) throws Exception {
    List<BeanRule> rules = rules(yaml);
    assertThat(problems).isEmpty();
    Map<String, Double> found = new TreeMap<>();
    for (MetricFamily family : Beans.Reader.INSTANCE.read(new Beans(rules))) {
      for (MetricFamily.Point point : family.points()) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < family.labelNames().size(); i++) {
          labels.put(family.labelNames().get(i), point.labelValues().get(i));
        }
        found.put(family.name() + (labels.isEmpty() ? "" : labels), ((NumberPoint) point).value());
      }
    }
    return found;
  }

  /** What an application has. */
  public interface QueueMXBean {
    int getSize();

    long getWaitMillis();

    boolean isOpen();

    String getName();

    MemoryUsage getUsage();

    int getBroken();
  }

  private record Queue(int size) implements QueueMXBean {
    @Override
    public int getSize() {
      return size;
    }

    @Override
    public long getWaitMillis() {
      return 1_500;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public String getName() {
      return "a text";
    }

    @Override
    public MemoryUsage getUsage() {
      return new MemoryUsage(0, 3, 5, 10);
    }

    @Override
    public int getBroken() {
      throw new IllegalStateException("not now");
    }
  }

  @Test
  void attributesBecomeMetrics() throws Exception {
    ObjectName plain = new ObjectName("com.acme:type=Queue,name=a");
    ObjectName quoted = new ObjectName("com.acme:type=Queue,name=" + ObjectName.quote("b,c"));
    ManagementFactory.getPlatformMBeanServer().registerMBean(new Queue(7), plain);
    ManagementFactory.getPlatformMBeanServer().registerMBean(new Queue(8), quoted);
    try {
      Map<String, Double> found =
          read(
              """
              - beans: "com.acme:type=Queue,name=*"
                labels: {queue: name}
                metrics:
                  - {name: queue_messages, attribute: Size, help: Messages that wait.}
                  - {name: queue_wait_seconds_total, attribute: WaitMillis, scale: 0.001}
                  - {name: queue_open, attribute: Open}
                  - {name: queue_used, attribute: Usage.used}
                  - {name: not_there, attribute: Nothing}
                  - {name: no_item, attribute: Usage.nothing}
                  - {name: no_number, attribute: Name}
                  - {name: broken, attribute: Broken}
              """);
      assertThat(found)
          .containsEntry("queue_messages{queue=a}", 7.0)
          .containsEntry("queue_messages{queue=b,c}", 8.0)
          .containsEntry("queue_wait_seconds_total{queue=a}", 1.5)
          .containsEntry("queue_open{queue=a}", 1.0)
          .containsEntry("queue_used{queue=a}", 3.0)
          .hasSize(8);
    } finally {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(plain);
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(quoted);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "- preset: tomcatt | obs-agent.yaml:1: there is no preset 'tomcatt'",
        "- {beans: 'a:b', metrics: []} | obs-agent.yaml:1: 'a:b' is no name of MBeans",
        "- {metrics: []} | obs-agent.yaml:1: 'beans' is missing",
        "- {beans: 'a:b=c'} | obs-agent.yaml:1: 'metrics' is missing",
        "- {beans: 'a:b=c', metrics: [{name: x}]} | 'attribute' is missing",
        "- {beans: 'a:b=c', metrics: [{name: x y, attribute: a}]} | is no name of a metric",
        "- {beans: 'a:b=c', metrics: [{name: x, attribute: a, type: counter}]} | ends in _total",
        "- {beans: 'a:b=c', metrics: [{name: x, attribute: a, scale: y}]} | expected a number",
        "- {beans: 'a:b=c', labels: {'1': d}, metrics: [{name: x, attribute: a}]} | no name of a",
        "- {beans: 'a:b=c', metrics: [{name: x, attribute: a, hlp: b}]} | did you mean 'help'?",
        "- just text | obs-agent.yaml:1: an entry has a preset"
      })
  void whatIsWrongIsToldWithItsPlaceAndTheRestCounts(String yaml, String problem) throws Exception {
    List<BeanRule> rules = rules(yaml + "\n- preset: hikari\n");
    assertThat(problems).singleElement().asString().contains(problem.strip());
    assertThat(rules).hasSize(1);
  }

  @Test
  void thePartIsAList() {
    assertThatThrownBy(() -> rules("preset: tomcat"))
        .hasMessageContaining("obs-agent.yaml:1: 'jmx' takes a list");
  }

  @Test
  void allPresetsCanBeRead() throws Exception {
    for (String preset : RuleReader.PRESETS) {
      assertThat(rules("- preset: " + preset)).as(preset).isNotEmpty();
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void tomcatsPresetFindsTomcat(@TempDir Path directory) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    tomcat.getConnector();
    tomcat.addContext("", directory.toString());
    tomcat.start();
    try {
      URI uri = URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/");
      HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
      Map<String, Double> found = read("- preset: tomcat");
      assertThat(found.keySet())
          .anyMatch(name -> name.matches("tomcat_threads_max\\{connector=http-nio-.*}"))
          .anyMatch(name -> name.startsWith("tomcat_requests_total{connector=http-nio-"))
          .anyMatch(name -> name.startsWith("tomcat_request_seconds_total{connector="))
          .anyMatch(name -> name.startsWith("tomcat_sessions{context="));
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  @Test
  void hikarisPresetFindsAPool() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:jmx");
    config.setPoolName("orders");
    config.setRegisterMbeans(true);
    config.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      pool.getConnection().close();
      assertThat(read("- preset: hikari"))
          .containsEntry("hikari_connections_active{pool=orders}", 0.0)
          .containsKey("hikari_threads_waiting{pool=orders}");
    }
  }

  @Test
  void kafkasPresetFindsClients() throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", "127.0.0.1:1", "client.id", "c1", "group.id", "g");
    try (KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      assertThat(List.of(consumer, producer)).hasSize(2);
      assertThat(read("- preset: kafka-client"))
          .containsEntry("kafka_consumer_records_total{client_id=c1}", 0.0)
          .containsEntry("kafka_producer_records_total{client_id=c1}", 0.0)
          .containsKey("kafka_producer_buffer_available_bytes{client_id=c1}")
          .containsKey("kafka_consumer_assigned_partitions{client_id=c1}");
    }
  }

  @Test
  void activemqsPresetFindsABroker() throws Exception {
    BrokerService broker = new BrokerService();
    broker.setBrokerName("b1");
    broker.setPersistent(false);
    broker.setUseJmx(true);
    broker.getManagementContext().setCreateConnector(false);
    broker.setDestinations(new ActiveMQDestination[] {new ActiveMQQueue("orders")});
    broker.start();
    try {
      broker.waitUntilStarted();
      assertThat(read("- preset: activemq"))
          .containsEntry("activemq_connections{broker=b1}", 0.0)
          .containsEntry("activemq_messages{broker=b1, destination=orders, type=Queue}", 0.0);
    } finally {
      broker.stop();
      broker.waitUntilStopped();
    }
  }

  /** Of Cassandra itself, which makes them in whatever JVM. */
  @Test
  void cassandrasPresetFindsWhatCassandraMakes() throws Exception {
    DatabaseDescriptor.clientInitialization(false);
    ClientRequestMetrics reads = new ClientRequestMetrics("Read");
    ExecutorPlus pool = ExecutorFactory.Global.executorFactory().withJmx("internal").pooled("P", 1);
    try {
      reads.addNano(TimeUnit.MILLISECONDS.toNanos(3));
      reads.timeouts.mark();
      reads.unavailables.mark(2);
      StorageMetrics.load.inc(4_711);
      Map<String, Double> found = read("- preset: cassandra");
      assertThat(found)
          .containsEntry("cassandra_requests_total{request=Read}", 1.0)
          .containsEntry("cassandra_request_timeouts_total{request=Read}", 1.0)
          .containsEntry("cassandra_request_unavailables_total{request=Read}", 2.0)
          .containsEntry("cassandra_storage_bytes", 4_711.0)
          .containsEntry("cassandra_tasks_pending{path=internal, pool=P}", 0.0);
      assertThat(found.get("cassandra_request_p99_seconds{request=Read}")).isBetween(0.002, 0.005);
    } finally {
      pool.shutdownNow();
      reads.release();
    }
  }

  /** Reads in a JVM where nobody has asked for a server of MBeans. */
  public static final class Alone {
    private Alone() {}

    public static void main(String[] arguments) throws Exception {
      JmxTest test = new JmxTest();
      int found = test.read("- preset: tomcat").size();
      System.out.print(found + " " + MBeanServerFactory.findMBeanServer(null).size());
    }
  }

  @Test
  void noServerOfMBeansIsMade() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Alone.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(printed).isEqualTo("0 0");
  }
}
