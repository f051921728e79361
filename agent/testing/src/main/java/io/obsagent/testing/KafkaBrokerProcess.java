// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The main class of the JVM of {@link KafkaBroker}, which has no clients but the broker's own: they
 * are called by name. Each line that it reads is a topic to make, and its partitions.
 */
final class KafkaBrokerProcess {
  static final String DONE = "done";

  private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

  private KafkaBrokerProcess() {}

  /** Formats and serves until its parent is gone. */
  public static void main(String[] arguments) throws Exception {
    Properties properties = properties(Path.of(arguments[0]));
    Class.forName("kafka.tools.StorageTool")
        .getMethod("execute", String[].class, PrintStream.class)
        .invoke(
            null,
            new String[] {"format", "-t", CLUSTER, "-c", arguments[0]},
            new PrintStream(OutputStream.nullOutputStream()));
    Object server = server(properties);
    server.getClass().getMethod("startup").invoke(server);
    Object admin =
        Class.forName("org.apache.kafka.clients.admin.Admin")
            .getMethod("create", Map.class)
            .invoke(null, Map.of("bootstrap.servers", arguments[1]));
    System.out.println(DONE);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      create(admin, line.split(" "));
      System.out.println(DONE);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void create(Object admin, String[] topic) throws Exception {
    Object made =
        Class.forName("org.apache.kafka.clients.admin.NewTopic")
            .getConstructor(String.class, int.class, short.class)
            .newInstance(topic[0], Integer.parseInt(topic[1]), (short) 1);
    Object result =
        Class.forName("org.apache.kafka.clients.admin.Admin")
            .getMethod("createTopics", Collection.class)
            .invoke(admin, List.of(made));
    Object future = result.getClass().getMethod("all").invoke(result);
    Class.forName("org.apache.kafka.common.KafkaFuture").getMethod("get").invoke(future);
  }

  private static Object server(Properties properties) throws Exception {
    Class<?> config = Class.forName("kafka.server.KafkaConfig");
    Class<?> time = Class.forName("org.apache.kafka.common.utils.Time");
    Constructor<?> constructor =
        Class.forName("kafka.server.KafkaRaftServer").getConstructor(config, time);
    return constructor.newInstance(
        config.getConstructor(Map.class, boolean.class).newInstance(properties, false),
        time.getField("SYSTEM").get(null));
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties;
  }
}
