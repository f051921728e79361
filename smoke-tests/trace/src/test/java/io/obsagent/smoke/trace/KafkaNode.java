// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.trace;

import io.obsagent.testing.Ports;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Time;

/** A broker of one node in this JVM, with one topic. */
final class KafkaNode implements AutoCloseable {
  private final Path directory = Files.createTempDirectory("kafka");
  private final String address;
  private final KafkaRaftServer server;

  private KafkaNode(String address, String controller) throws Exception {
    this.address = address;
    Properties properties = new Properties();
    Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller,
            "controller.listener.names", "CONTROLLER",
            "controller.quorum.voters", "1@" + controller,
            "log.dirs", directory.resolve("log").toString(),
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "group.initial.rebalance.delay.ms", "0")
        .forEach(properties::setProperty);
    Path file = directory.resolve("server.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    StorageTool.execute(
        new String[] {"format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c", file.toString()},
        new PrintStream(OutputStream.nullOutputStream()));
    server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server.startup();
  }

  /** Starts one; its two ports are chosen before they are used. */
  static KafkaNode with(String topic) throws Exception {
    KafkaNode node = Ports.serve(port -> Ports.serve(controller -> started(port, controller)));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.address))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    return node;
  }

  private static KafkaNode started(int port, int controller) throws IOException {
    try {
      return new KafkaNode("127.0.0.1:" + port, "127.0.0.1:" + controller);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the broker does not start", e);
    }
  }

  String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    server.shutdown();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
