// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for the records and levels of every instrumented logging framework, one without a
 * mapped context included: its test extends this and says how to configure and to log. Requests
 * come from the JDK's HTTP server, whose module has to be there.
 */
@ExtendWith(AgentExtension.class)
public abstract class LogRecordKit {
  /** The logger that the application logs to. */
  protected static final String LOGGER_NAME = "shop";

  /** The ids, the application's own key, the message. */
  private static final String WITH_IDS =
      "%X{trace_id}|%X{span_id}|%X{correlation_id}|%X{user}|%m%n";

  private static final int MANY = 10_000;

  /** What ids may cost a line. */
  private static final int MAX_BYTES_OF_IDS = 64;

  @TempDir Path directory;

  private String pattern = WITH_IDS;

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

  /** Logs to {@link #LOGGER_NAME}. */
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

  @BeforeEach
  void forgetRecords() {
    RecordedLogs.clear();
  }

  @AfterEach
  void stopLogging() throws Exception {
    RecordedLogs.wanted(true);
    stop();
  }

  @Test
  void anEventWithinARequestIsOneRecord() throws Exception {
    configure(file(), false);
    AtomicReference<String> thread = new AtomicReference<>();
    long before = System.currentTimeMillis();

    serve(
        () -> {
          thread.set(Thread.currentThread().getName());
          info("sold");
        });

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    RecordedLog log = theRecord();
    assertEquals("sold", log.message());
    assertEquals(framework(), log.framework());
    assertEquals("INFO", log.severity());
    assertEquals(levelNames().get(0), log.level());
    assertEquals(thread.get(), log.thread());
    assertEquals(span.traceId(), log.traceId());
    assertEquals(span.spanId(), log.spanId());
    assertEquals(span.attribute("correlation.id"), log.correlationId());
    assertEquals(Map.of(), log.mdc());
    assertEquals(List.of(), log.markers());
    assertEquals(List.of(), log.fields());
    assertNull(log.thrown());
    assertNull(log.template(), "without arguments there is no template");
    long millis = log.epochNanos() / 1_000_000;
    assertTrue(millis >= before - 1 && millis <= System.currentTimeMillis(), () -> "at " + millis);
  }

  @Test
  void aRecordOutsideOfARequestHasNoIds() throws Exception {
    configure(file(), false);

    info("idle");

    RecordedLog log = theRecord();
    assertNull(log.traceId());
    assertNull(log.correlationId());
  }

  @Test
  void anAsynchronousAppendersEventIsARecordOnceOnTheThreadThatLogs() throws Exception {
    configure(file(), true);

    serve(
        () -> {
          info("sold");
          format("shipped " + placeholder(), "tea");
          assertEquals(2, RecordedLogs.of(LOGGER_NAME).size(), "at once");
        });
    String traceId = Recorded.awaitSpans(1).get(0).traceId();
    lines(2);

    List<RecordedLog> logs = RecordedLogs.of(LOGGER_NAME);
    assertEquals(List.of("sold", "shipped tea"), logs.stream().map(RecordedLog::message).toList());
    assertEquals(List.of(traceId, traceId), logs.stream().map(RecordedLog::traceId).toList());
  }

  @Test
  void anExceptionIsTheApplicationsOwnWithAllThatItHas() throws Exception {
    configure(file(), false);
    IllegalStateException thrown = new IllegalStateException("no tea", new IOException("cold"));
    thrown.addSuppressed(new IllegalArgumentException("cup"));

    error("failed", thrown);

    RecordedLog log = theRecord();
    assertSame(thrown, log.thrown());
    assertEquals("failed", log.message());
    assertEquals("ERROR", log.severity());
    assertEquals(levelNames().get(1), log.level());
  }

  @Test
  void aMessageIsWhatItsArgumentsWereAndKnowsItsTemplate() throws Exception {
    configure(file(), true);
    StringBuilder argument = new StringBuilder("tea");

    format("sold " + placeholder(), argument);
    argument.append(" and more");

    RecordedLog log = theRecord();
    assertEquals("sold tea", log.message());
    assertEquals(tellsTemplate() ? "sold " + placeholder() : null, log.template());
  }

  @Test
  void anArgumentThatLogsWhileItIsMadeTextEndsAllTheSame() throws Exception {
    configure(file(), false);
    Object chatty =
        new Object() {
          private int depth;

          @Override
          public String toString() {
            if (depth < 3) {
              depth++;
              format("inside " + placeholder(), this);
              depth--;
            }
            return "tea";
          }
        };

    format("sold " + placeholder(), chatty);

    List<RecordedLog> logs = RecordedLogs.of(LOGGER_NAME);
    assertEquals(1, logs.stream().filter(log -> log.message().equals("sold tea")).count());
    assertTrue(logs.size() > 1, "what is logged inside is told, too");
  }

  @Test
  void whatNobodyWantsIsCountedAndNothingMore() throws Exception {
    configure(file(), false);
    info("warm");
    RecordedLogs.clear();
    RecordedLogs.wanted(false);
    long before = RecordedLogs.count(framework());

    serve(() -> info("sold"));

    assertEquals(before + 1, RecordedLogs.count(framework()));
    assertEquals(List.of(), RecordedLogs.of(LOGGER_NAME));
    Recorded.awaitSpans(1);
  }

  @Test
  void aLevelThatIsOffIsNotCounted() throws Exception {
    configure(file(), false);
    long before = RecordedLogs.count(framework());

    debug("too fine");

    assertEquals(before, RecordedLogs.count(framework()));
    assertEquals(List.of(), RecordedLogs.of(LOGGER_NAME));
  }

  @Test
  void idsCostALineAtMost64Bytes() throws Exception {
    pattern = "%m%n";
    configure(file(), false);
    RecordedLogs.wanted(false);
    AtomicReference<Long> within = new AtomicReference<>();

    long without = allocatedBy(() -> info("sold"));
    serve(() -> within.set(allocatedBy(() -> info("sold"))));

    long each = (within.get() - without) / MANY;
    assertTrue(each <= MAX_BYTES_OF_IDS, () -> each + " bytes a line");
    Recorded.awaitSpans(1);
  }

  /** Whether levels can be changed while the framework runs. */
  protected boolean levelsChange() {
    return true;
  }

  @Test
  void aLevelIsSetWhileTheApplicationRunsAndInheritedAgain() throws Exception {
    assumeTrue(levelsChange(), "levels of this framework are fixed");
    configure(file(), false);
    info("warm");
    RecordedLogs.clear();
    assertLevels(null, "INFO");

    RecordedLogs.setLevel(framework(), LOGGER_NAME, "DEBUG");
    debug("finer");
    assertLevels("DEBUG", "DEBUG");
    RecordedLogs.setLevel(framework(), LOGGER_NAME, "ERROR");
    info("too fine");
    assertLevels("ERROR", "ERROR");
    RecordedLogs.setLevel(framework(), LOGGER_NAME, null);
    debug("too fine again");
    info("sold");

    assertLevels(null, "INFO");
    assertEquals(
        List.of("finer", "sold"),
        RecordedLogs.of(LOGGER_NAME).stream().map(RecordedLog::message).toList());
  }

  @Test
  void theRootsLevelIsSetToo() throws Exception {
    assumeTrue(levelsChange(), "levels of this framework are fixed");
    configure(file(), false);
    info("warm");
    assertEquals("INFO", levels("")[0]);

    RecordedLogs.setLevel(framework(), "", "WARN");

    assertEquals("WARN", levels("")[0]);
    assertLevels(null, "WARN");
    RecordedLogs.setLevel(framework(), "", "INFO");
    assertLevels(null, "INFO");
  }

  @Test
  void aLoggerThatNobodyHasAskedForIsMade() throws Exception {
    assumeTrue(levelsChange(), "levels of this framework are fixed");
    configure(file(), false);
    info("warm");
    String name = "depot.of." + Long.toHexString(System.nanoTime());

    RecordedLogs.setLevel(framework(), name, "DEBUG");

    assertEquals("DEBUG", levels(name)[1]);
    RecordedLogs.setLevel(framework(), name, null);
  }

  private void assertLevels(@Nullable String level, String effective) {
    @Nullable String[] found = levels(LOGGER_NAME);
    assertEquals(level, found[0], "level of its own");
    assertEquals(effective, found[1], "effective level");
  }

  private @Nullable String[] levels(String logger) {
    Map<String, @Nullable String[]> levels = RecordedLogs.levels(framework());
    @Nullable String[] found = levels.get(logger);
    assertTrue(found != null, () -> "no logger '" + logger + "' in " + levels.keySet());
    return found;
  }

  /** The only record of the application's logger. */
  protected final RecordedLog theRecord() {
    List<RecordedLog> logs = RecordedLogs.of(LOGGER_NAME);
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
