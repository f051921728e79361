// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.obsagent.testing.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real server with JetStream, for all classes of tests, where one is installed. */
final class NatsServer implements BeforeAllCallback {
  private static final Path SERVER = Path.of("/usr/sbin/nats-server");
  private static @Nullable Running running;

  static Connection connect() throws Exception {
    return Nats.connect(
        new Options.Builder().server(Objects.requireNonNull(running).url()).noReconnect().build());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    assumeTrue(Files.isExecutable(SERVER), "no NATS is installed: apt-get install nats-server");
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            NatsServer.class,
            key -> {
              try {
                running = Ports.serve(Running::start);
                return running;
              } catch (IOException e) {
                throw new AssertionError("the server does not start", e);
              }
            });
  }

  private record Running(String url, Process process) implements AutoCloseable {
    static Running start(int port) throws IOException {
      Path directory = Files.createTempDirectory("nats");
      Path log = directory.resolve("log");
      Process process =
          new ProcessBuilder(
                  SERVER.toString(),
                  "--addr",
                  "127.0.0.1",
                  "--port",
                  "" + port,
                  "--jetstream",
                  "--store_dir",
                  directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      while (!Files.readString(log).contains("Server is ready")) {
        if (!process.isAlive()) {
          throw new IOException(Files.readString(log));
        }
        LockSupport.parkNanos(10_000_000);
      }
      return new Running("nats://127.0.0.1:" + port, process);
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
