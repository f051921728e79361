// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that logs by some framework: a test says how to configure it and how to log.
 * Requests come from the JDK's HTTP server, whose module has to be there.
 */
@ExtendWith(AgentExtension.class)
public abstract class LoggingApplication {
  /** The logger that the application logs to, where it has a choice. */
  protected static final String LOGGER_NAME = "shop";

  /** The ids, the application's own key, the message. */
  private static final String WITH_IDS =
      "%X{trace_id}|%X{span_id}|%X{correlation_id}|%X{user}|%m%n";

  /** Lines of one measurement. */
  static final int MANY = 10_000;

  @TempDir Path directory;

  String pattern = WITH_IDS;

  /** As the agent calls it: {@code logback}. */
  protected abstract String framework();

  /**
   * Configures the library as an application does.
   *
   * @param file where lines of level INFO and above of all loggers go
   * @param async whether by way of an asynchronous appender
   */
  protected abstract void configure(Path file, boolean async) throws Exception;

  /** The pattern to configure, where a framework has patterns. */
  protected final String pattern() {
    return pattern;
  }

  /** Closes what was configured. */
  protected abstract void stop() throws Exception;

  /** The logger that the application logs to. */
  protected String loggerName() {
    return LOGGER_NAME;
  }

  protected abstract void info(String message);

  protected abstract void debug(String message);

  protected abstract void error(String message, Throwable thrown);

  /** Logs at INFO, with an argument in the place that the template has for it. */
  protected abstract void format(String template, Object argument);

  /** How a template names its argument. */
  protected String placeholder() {
    return "{}";
  }

  /** How the framework calls its level INFO, and its level ERROR. */
  protected List<String> levelNames() {
    return List.of("INFO", "ERROR");
  }

  /** Whether the framework tells the message before its arguments were put in. */
  protected boolean tellsTemplate() {
    return true;
  }

  /** The only record of the application's logger. */
  protected final RecordedLog theRecord() {
    List<RecordedLog> logs = RecordedLogs.of(loggerName());
    assertEquals(1, logs.size(), () -> "records: " + logs);
    return logs.get(0);
  }

  protected static long allocatedBy(Runnable call) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < MANY; i++) {
      call.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < MANY; i++) {
      call.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  protected final Path file() {
    return directory.resolve("shop.log");
  }

  /** What has been logged when there are at least so many lines and logging has stopped. */
  protected final List<String> lines(int count) throws Exception {
    Recorded.await(() -> read().size() >= count, () -> "expected more than " + read());
    stop();
    return read();
  }

  private List<String> read() {
    try {
      return Files.exists(file()) ? Files.readAllLines(file()) : Collections.emptyList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs while a request is served, on the server's thread. */
  protected static void serve(Runnable work) throws IOException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            work.run();
            exchange.sendResponseHeaders(204, -1);
          } catch (Throwable e) {
            failure.set(e);
            throw e;
          }
        });
    server.start();
    try {
      URL url = new URL("http://localhost:" + server.getAddress().getPort() + "/");
      assertEquals(204, ((HttpURLConnection) url.openConnection()).getResponseCode());
    } catch (IOException noAnswer) {
      if (failure.get() != null) {
        throw new AssertionError("the request failed", failure.get());
      }
      throw noAnswer;
    } finally {
      server.stop(0);
    }
  }
}
