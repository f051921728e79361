// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every instrumented logging library: its test extends this and says how to
 * configure and to log. Requests come from the JDK's HTTP server, whose module has to be there.
 */
@ExtendWith(AgentExtension.class)
public abstract class LogKit {
  /** The pattern that a test configures: the ids, the application's own key, the message. */
  protected static final String PATTERN =
      "%X{trace_id}|%X{span_id}|%X{correlation_id}|%X{user}|%m%n";

  /**
   * How the application logs, and keeps its own context of the thread.
   *
   * @param context null or empty without one
   */
  public record Application(
      Consumer<String> info,
      Consumer<String> debug,
      BiConsumer<String, String> put,
      Runnable clear,
      Supplier<Map<String, String>> context) {}

  @TempDir Path directory;

  private final Application application;

  protected LogKit(Application application) {
    this.application = application;
  }

  /**
   * Configures the library as an application does.
   *
   * @param file where lines of level INFO and above go, in the {@link #PATTERN}
   * @param async whether by way of an asynchronous appender
   */
  protected abstract void configure(Path file, boolean async) throws Exception;

  /** Closes what was configured. */
  protected abstract void stop() throws Exception;

  protected final void info(String message) {
    application.info().accept(message);
  }

  protected final void put(String key, String value) {
    application.put().accept(key, value);
  }

  protected final void clear() {
    application.clear().run();
  }

  @AfterEach
  void stopLogging() throws Exception {
    clear();
    stop();
  }

  @Test
  void aLineWithinARequestShowsItsIds() throws Exception {
    assertLogged(false, () -> info("sold"), "shop||sold");
  }

  @Test
  void anAsynchronousAppenderShowsTheIdsOfWhoLogged() throws Exception {
    assertLogged(
        true,
        () -> {
          info("sold");
          put("user", "ada");
          info("shipped");
          clear();
        },
        "shop||sold",
        "shop|ada|shipped");
  }

  @Test
  void theApplicationsOwnContextIsNotTouched() throws Exception {
    AtomicReference<Map<String, String>> seen = new AtomicReference<>();

    assertLogged(
        false,
        () -> {
          put("user", "ada");
          info("sold");
          seen.set(application.context().get());
          clear();
        },
        "shop|ada|sold");

    assertEquals(Map.of("user", "ada"), seen.get());
  }

  @Test
  void anApplicationThatClearsItsContextDoesNotLoseTheIds() throws Exception {
    assertLogged(
        false,
        () -> {
          put("user", "ada");
          info("sold");
          clear();
          info("shipped");
        },
        "shop|ada|sold",
        "shop||shipped");
  }

  @Test
  void keysOfTheApplicationWin() throws Exception {
    configure(file(), false);

    serve(
        () -> {
          put("trace_id", "mine");
          info("sold");
          clear();
        });

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertEquals(
        List.of("mine|" + span.spanId() + "|" + span.attribute("correlation.id") + "||sold"),
        lines(1));
  }

  @Test
  void outsideOfARequestNothingIsAdded() throws Exception {
    configure(file(), false);
    put("user", "ada");

    info("idle");

    assertEquals(List.of("|||ada|idle"), lines(1));
  }

  @Test
  void aLevelThatIsOffCostsNothing() throws Exception {
    AtomicReference<Long> allocated = new AtomicReference<>();

    assertLogged(
        false,
        () -> {
          info("sold");
          allocated.set(allocatedBy(() -> application.debug().accept("too fine")));
        },
        "shop||sold");

    assertTrue(allocated.get() < 10_000, () -> allocated + " bytes for 10,000 calls");
  }

  private static long allocatedBy(Runnable call) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 10_000; i++) {
      call.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      call.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** Expects of one request these lines and no others, {@code shop} standing for its ids. */
  protected final void assertLogged(boolean async, Runnable work, String... lines)
      throws Exception {
    configure(file(), async);
    serve(work);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    String ids = span.traceId() + "|" + span.spanId() + "|" + span.attribute("correlation.id");
    assertEquals(
        List.of(lines),
        lines(lines.length).stream().map(line -> line.replace(ids, "shop")).toList());
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
      return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
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
