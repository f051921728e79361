// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.trace;

import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Orders once, works the order off, and prints what the agent has recorded of it, as a tree. */
final class OrdersProgram {
  static final String SPAN = "span: ";

  private static final String DATABASE = "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1";
  private static final int SPANS = 6;

  private OrdersProgram() {}

  @Configuration
  @EnableWebFlux
  static class Application {}

  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE stock (id VARCHAR(9), pieces INT)");
    }
    try (KafkaNode broker = KafkaNode.with(Orders.TOPIC);
        Producer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()),
                new StringSerializer(),
                new StringSerializer());
        KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(Orders.TOPIC, 0)));
      DisposableServer server = Ports.serve(port -> serve(producer, port));
      Recorded.clear();
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/orders/12"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      workOff(consumer);
      List<RecordedSpan> spans = Recorded.awaitSpans(SPANS);
      spans.stream()
          .filter(span -> span.parentSpanId().isEmpty())
          .forEach(root -> print(root, spans, SPAN));
      server.disposeNow();
    }
    System.exit(0);
  }

  private static DisposableServer serve(Producer<String, String> producer, int port) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("own", Map.of("port", port)));
    context.registerBean(Producer.class, () -> producer);
    context.register(Application.class, Orders.class);
    context.refresh();
    return HttpServer.create()
        .host("127.0.0.1")
        .port(port)
        .handle(
            new ReactorHttpHandlerAdapter(
                WebHttpHandlerBuilder.applicationContext(context).build()))
        .bindNow();
  }

  /** Each order on a virtual thread of its own. */
  private static void workOff(KafkaConsumer<String, String> consumer) throws Exception {
    ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
    while (records.isEmpty()) {
      records = consumer.poll(Duration.ofMillis(200));
    }
    for (ConsumerRecord<String, String> order : records) {
      Runnable work = () -> lookUp(order.value());
      // By reflection: the build does not know them.
      ((Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work))
          .join();
    }
  }

  private static void lookUp(String id) {
    try (Connection connection = DriverManager.getConnection(DATABASE);
        PreparedStatement query =
            connection.prepareStatement("SELECT pieces FROM stock WHERE id = ?")) {
      query.setString(1, id);
      query.executeQuery().close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void print(RecordedSpan span, List<RecordedSpan> spans, String indent) {
    System.out.println(indent + span.kind() + ' ' + span.name());
    spans.stream()
        .filter(each -> each.isChildOf(span))
        .forEach(child -> print(child, spans, indent + "  "));
  }
}
