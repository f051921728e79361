// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real MariaDB, for all classes of tests, where one is installed ({@code mariadb-server-core} and
 * {@code mariadb-client-core} of Debian): on loopback, with a directory of its own, the database
 * {@code test} and the user {@code root} without a password. Locks are waited for one second.
 */
public final class MariaDb implements BeforeAllCallback {
  private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
  private static final Path INSTALLER = Path.of("/usr/bin/mariadb-install-db");

  /** What the installer calls; of another package. */
  private static final Path DEFAULTS = Path.of("/usr/bin/my_print_defaults");

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final int ATTEMPTS = 3;
  private static @Nullable Running running;

  /** Where it listens, on 127.0.0.1. */
  public static int port() {
    return Objects.requireNonNull(running).port;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    assumeTrue(
        Stream.of(SERVER, INSTALLER, DEFAULTS).allMatch(Files::isExecutable),
        "no MariaDB is installed: apt-get install mariadb-server-core mariadb-client-core");
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(MariaDb.class, key -> running = start(1));
  }

  /**
   * Starts another, which can follow the first as its replica; its number is 2.
   *
   * @param port takes where it listens, on 127.0.0.1
   * @return what stops it
   */
  public static AutoCloseable startAnother(IntConsumer port) {
    Running another = start(2);
    port.accept(another.port);
    return another;
  }

  private static Running start(int number) {
    try {
      Path directory = Files.createTempDirectory("mariadb");
      run(
          directory,
          INSTALLER.toString(),
          "--no-defaults",
          "--user=" + System.getProperty("user.name"),
          "--auth-root-authentication-method=normal",
          "--datadir=" + directory.resolve("data"));
      Files.createDirectories(directory.resolve("data/test"));
      for (int attempt = 1; ; attempt++) {
        Running started = new Running(directory, number);
        if (started.awaitReady()) {
          return started;
        } else if (attempt == ATTEMPTS) { // another took the port
          throw new AssertionError("no start: " + Files.readString(started.log));
        }
      }
    } catch (IOException e) {
      throw new AssertionError("MariaDB does not start", e);
    }
  }

  private static void run(Path directory, String... command) throws IOException {
    Path log = directory.resolve("install.log");
    Process process = process(directory, command).redirectOutput(log.toFile()).start();
    if (process.onExit().join().exitValue() != 0) {
      throw new AssertionError(Files.readString(log));
    }
  }

  /** A server that starts removes temporary tables, those of another in the same place, too. */
  private static ProcessBuilder process(Path directory, String... command) {
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("TMPDIR", directory.toString());
    return process;
  }

  private static final class Running implements AutoCloseable {
    private final Path directory;
    private final Path log;
    private final int port = freePort();
    private final Process server;

    Running(Path directory, int number) throws IOException {
      this.directory = directory;
      this.log = directory.resolve("server-" + port + ".log");
      this.server =
          process(
                  directory,
                  SERVER.toString(),
                  "--no-defaults",
                  "--user=" + System.getProperty("user.name"),
                  "--datadir=" + directory.resolve("data"),
                  "--socket=" + directory.resolve("socket"),
                  "--pid-file=" + directory.resolve("pid"),
                  "--bind-address=127.0.0.1",
                  "--port=" + port,
                  "--server-id=" + number,
                  "--log-bin=changes",
                  "--innodb-lock-wait-timeout=1",
                  "--innodb-flush-log-at-trx-commit=0")
              .redirectOutput(log.toFile())
              .start();
    }

    boolean awaitReady() throws IOException {
      long start = System.nanoTime();
      while (!Files.readString(log).contains("ready for connections")) {
        if (!server.isAlive() || System.nanoTime() - start > PATIENCE_NANOS) {
          server.destroyForcibly().onExit().join();
          return false;
        }
        LockSupport.parkNanos(50_000_000);
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      server.destroyForcibly().onExit().join();
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }
  }
}
