// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker, for all classes of tests, where one is installed ({@code rabbitmq-server} of
 * Debian): on loopback, with a name, a directory and a port mapper of its own.
 */
public final class RabbitBroker implements BeforeAllCallback {
  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
  private static final Path PORT_MAPPER = Path.of("/usr/bin/epmd");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static @Nullable Running running;

  /** Where it listens, on 127.0.0.1; user and password are {@code guest}. */
  public static int port() {
    return Objects.requireNonNull(running).port;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    assumeTrue(
        Files.isExecutable(SERVER) && Files.isExecutable(PORT_MAPPER),
        "no RabbitMQ is installed: apt-get install rabbitmq-server");
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            RabbitBroker.class,
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
    private final Path directory = Files.createTempDirectory("rabbitmq");
    private final int port = freePort();
    private final int mapperPort = freePort();
    private final Process mapper;
    private final Process server;

    Running() throws IOException {
      mapper =
          new ProcessBuilder(
                  PORT_MAPPER.toString(), "-port", "" + mapperPort, "-address", "127.0.0.1")
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("mapper.log").toFile())
              .start();
      Path log = directory.resolve("server.log");
      Files.writeString(directory.resolve("plugins"), "[].");
      ProcessBuilder builder =
          new ProcessBuilder(SERVER.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment());
      server = builder.start();
      long start = System.nanoTime();
      while (!Files.readString(log).contains("Starting broker... completed")) {
        if (!server.isAlive() || System.nanoTime() - start > PATIENCE_NANOS) {
          close();
          throw new AssertionError("the broker does not start: " + Files.readString(log));
        }
        LockSupport.parkNanos(50_000_000);
      }
    }

    private Map<String, String> environment() throws IOException {
      return Map.ofEntries(
          Map.entry("HOME", directory.toString()),
          Map.entry("ERL_EPMD_PORT", "" + mapperPort),
          Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
          Map.entry("RABBITMQ_NODENAME", "obs-" + port + "@localhost"),
          Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
          Map.entry("RABBITMQ_NODE_PORT", "" + port),
          Map.entry("RABBITMQ_DIST_PORT", "" + freePort()),
          Map.entry("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString()),
          Map.entry("RABBITMQ_LOG_BASE", directory.resolve("log").toString()),
          Map.entry("RABBITMQ_PID_FILE", directory.resolve("pid").toString()),
          Map.entry("RABBITMQ_FEATURE_FLAGS_FILE", directory.resolve("flags").toString()),
          Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString()),
          Map.entry("RABBITMQ_CONFIG_FILE", directory.resolve("none").toString()),
          Map.entry(
              "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
              "+S 1:1 -kernel inet_dist_use_interface {127,0,0,1}"));
    }

    @Override
    public void close() throws IOException {
      for (Process process : List.of(server, mapper)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
      }
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
}
