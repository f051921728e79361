// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The main class of the broker's JVM, which has no clients but the broker's own. */
final class BrokerProcess {
  static final String READY = "ready";

  private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

  private BrokerProcess() {}

  /** Formats and serves until its parent is gone. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    Class.forName("kafka.tools.StorageTool")
        .getMethod("execute", String[].class, PrintStream.class)
        .invoke(
            null,
            new String[] {"format", "-t", CLUSTER, "-c", file.toString()},
            new PrintStream(OutputStream.nullOutputStream()));
    Object server = server(properties(file));
    server.getClass().getMethod("startup").invoke(server);
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // what ends it is the end of the stream
    }
    Runtime.getRuntime().halt(0);
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
