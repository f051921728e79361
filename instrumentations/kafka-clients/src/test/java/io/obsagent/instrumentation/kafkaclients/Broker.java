// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker of one node, for all classes of tests, in a JVM of its own: it has clients of its
 * version beside those that are tested, and needs neither the agent nor the JVM's second compiler.
 */
final class Broker implements BeforeAllCallback {
  private static Running running;

  static String address() {
    return "127.0.0.1:" + running.port;
  }

  static void create(String topic, int partitions) throws Exception {
    running.admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            Broker.class,
            key -> {
              try {
                running = new Running();
                return running;
              } catch (IOException e) {
                throw new AssertionError("the broker does not start", e);
              }
            });
  }

  private static final class Running implements AutoCloseable {
    private final Path directory = Files.createTempDirectory("kafka");
    private final int port = freePort();
    private final Process process;
    private final Admin admin;

    Running() throws IOException {
      Path file = directory.resolve("server.properties");
      try (OutputStream out = Files.newOutputStream(file)) {
        properties(port, freePort(), directory.resolve("log")).store(out, null);
      }
      Path errors = directory.resolve("errors");
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xshare:auto",
                  "-cp",
                  classPath(),
                  BrokerProcess.class.getName(),
                  file.toString())
              .redirectError(errors.toFile())
              .start();
      BufferedReader output = process.inputReader();
      for (String line = output.readLine();
          !BrokerProcess.READY.equals(line);
          line = output.readLine()) {
        if (line == null) {
          throw new AssertionError("the broker has ended: " + Files.readString(errors));
        }
      }
      admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port));
    }

    private static Properties properties(int port, int controller, Path log) {
      Properties properties = new Properties();
      Map.of(
              "process.roles", "broker,controller",
              "node.id", "1",
              "listeners",
                  "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
              "controller.listener.names", "CONTROLLER",
              "controller.quorum.voters", "1@127.0.0.1:" + controller,
              "log.dirs", log.toString(),
              "offsets.topic.replication.factor", "1",
              "offsets.topic.num.partitions", "1",
              "group.initial.rebalance.delay.ms", "0",
              "auto.create.topics.enable", "false")
          .forEach(properties::setProperty);
      return properties;
    }

    @Override
    public void close() throws Exception {
      admin.close();
      process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      }
    }
  }

  /** That of the tests, with the clients that belong to the broker, from where Maven has them. */
  private static String classPath() {
    String all = System.getProperty("java.class.path");
    Matcher broker = Pattern.compile("kafka_2\\.13-([0-9.]+)\\.jar").matcher(all);
    if (!broker.find()) {
      throw new AssertionError("no broker on the class path: " + all);
    }
    String version = broker.group(1);
    StringJoiner classPath = new StringJoiner(File.pathSeparator);
    for (String entry : all.split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (path.getFileName().toString().startsWith("kafka-clients-")) {
        path =
            path.getParent().resolveSibling(version).resolve("kafka-clients-" + version + ".jar");
      }
      classPath.add(path.toString());
    }
    return classPath.toString();
  }
}
