// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for the lines of JSON of every instrumented logging framework: its test extends this
 * and says how to configure and to log. Requests come from the JDK's HTTP server, whose module has
 * to be there.
 */
@ExtendWith(AgentExtension.class)
public abstract class LogFormatKit {
  /** The logger that the application logs to. */
  protected static final String LOGGER_NAME = "shop";

  @TempDir Path directory;

  /**
   * Configures the library as an application does: lines of level INFO and above, of the word
   * {@code text}, a blank and the message.
   *
   * @param async whether by way of an asynchronous appender
   */
  protected abstract void configure(Path file, boolean async) throws Exception;

  /** Closes what was configured, when all of it is written. */
  protected abstract void stop() throws Exception;

  /** The logger's name in the lines. */
  protected String loggerName() {
    return LOGGER_NAME;
  }

  /** Logs to {@link #loggerName}. */
  protected abstract void info(String message);

  protected abstract void error(String message, Throwable thrown);

  @AfterEach
  void off() throws Exception {
    format();
    stop();
  }

  @Test
  void isSwitchedOnAndOffWhileTheApplicationRuns() throws Exception {
    configure(file(), false);

    info("one");
    format("logging.format", "json");
    info("two");
    info("three \"quoted\"");
    format("logging.format", "ecs");
    info("four");
    format();
    info("five");
    stop();

    List<String> lines = lines(file());
    assertEquals(5, lines.size(), lines::toString);
    assertEquals("text one", lines.get(0));
    assertJson("two", lines.get(1));
    assertJson("three \\\"quoted\\\"", lines.get(2));
    assertTrue(lines.get(3).startsWith("{\"@timestamp\":\""), lines.get(3));
    assertEquals("text five", lines.get(4));
  }

  @Test
  void aLineWithinARequestHasItsIds() throws Exception {
    assertIds(false);
  }

  @Test
  void anAsynchronousAppenderWritesTheIdsOfWhoLogged() throws Exception {
    assertIds(true);
  }

  private void assertIds(boolean async) throws Exception {
    format("logging.format", "json");
    configure(file(), async);

    AtomicReference<String> thread = new AtomicReference<>();
    LogRecordKit.serve(
        () -> {
          thread.set(Thread.currentThread().getName());
          info("sold");
        });
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    stop();

    String ids =
        "\"service\":\"shop\",\"trace_id\":\""
            + span.traceId()
            + "\",\"span_id\":\""
            + span.spanId()
            + "\",\"correlation_id\":\""
            + span.attribute("correlation.id")
            + "\",\"logger\":\""
            + loggerName()
            + "\",\"thread\":\""
            + thread
            + "\",\"message\":\"sold\"";
    String line = lines(file()).get(0);
    assertTrue(line.contains(ids), line);
    assertFalse(line.contains("attributes"), line);
  }

  @Test
  void anExceptionIsInTheLineOnceWithAllThatItHas() throws Exception {
    format("logging.format", "json");
    configure(file(), false);
    IllegalStateException thrown = new IllegalStateException("cold", new IOException("ice"));
    thrown.addSuppressed(new IllegalArgumentException("cup"));

    error("no tea", thrown);
    stop();

    List<String> lines = lines(file());
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(
        lines
            .get(0)
            .contains(
                "\"message\":\"no tea\",\"exception\":{\"type\":\"java.lang.IllegalStateException\","
                    + "\"message\":\"cold\",\"stacktrace\":\"java.lang.IllegalStateException: cold"),
        lines.get(0));
    assertTrue(lines.get(0).contains("Caused by: java.io.IOException: ice"), lines.get(0));
    assertTrue(
        lines.get(0).contains("Suppressed: java.lang.IllegalArgumentException: cup"), lines.get(0));
  }

  @Test
  void besideIsASecondFileAndTheFirstStaysAsItIs() throws Exception {
    configure(file(), false);

    info("one");
    format("logging.format", "json", "logging.mode", "beside");
    info("two");
    info("three");
    format();
    info("four");
    stop();

    assertEquals(List.of("text one", "text two", "text three", "text four"), lines(file()));
    List<String> beside = lines(beside());
    assertEquals(2, beside.size(), beside::toString);
    assertJson("two", beside.get(0));
    assertJson("three", beside.get(1));
  }

  @Test
  void replaceWritesTheSecondFileOnly() throws Exception {
    configure(file(), false);

    info("one");
    format("logging.format", "json", "logging.mode", "replace");
    info("two");
    format();
    info("three");
    stop();

    assertEquals(List.of("text one", "text three"), lines(file()));
    List<String> beside = lines(beside());
    assertEquals(1, beside.size(), beside::toString);
    assertJson("two", beside.get(0));
  }

  /** Changes options of the agent by pairs of key and value; none switches JSON off. */
  @SuppressWarnings("unchecked")
  protected static void format(String... pairs) {
    ((Consumer<Map<String, String>>) Recorded.property("obs.testing.logs.format"))
        .accept(
            switch (pairs.length) {
              case 0 -> Map.of();
              case 2 -> Map.of(pairs[0], pairs[1]);
              default -> Map.of(pairs[0], pairs[1], pairs[2], pairs[3]);
            });
  }

  protected static void assertJson(String message, String line) {
    assertTrue(line.startsWith("{\"timestamp\":\"20"), line);
    assertTrue(line.contains("\"message\":\"" + message + "\""), line);
    assertTrue(line.endsWith("}"), line);
  }

  protected final Path directory() {
    return directory;
  }

  protected final Path file() {
    return directory.resolve("shop.log");
  }

  protected final Path beside() {
    return directory.resolve("shop.log.json");
  }

  /** Waits until the file beside is rolled and packed. */
  protected final void awaitRolled() {
    awaitRolled("shop");
  }

  /**
   * @param base of the file's name
   */
  protected final void awaitRolled(String base) {
    Recorded.await(
        () ->
            names().stream()
                .anyMatch(name -> name.matches(base + "-\\d{8}T\\d{6}Z\\.log\\.json\\.gz")),
        () -> "no packed file among " + names());
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is in a file; nothing if there is none. */
  protected static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
