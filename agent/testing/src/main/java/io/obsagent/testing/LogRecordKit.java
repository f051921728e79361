// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What holds for the records and levels of every instrumented logging framework, one without a
 * mapped context included.
 */
public abstract class LogRecordKit extends LoggingApplication {
  /** What ids may cost a line. */
  private static final int MAX_BYTES_OF_IDS = 64;

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
          assertEquals(2, RecordedLogs.of(loggerName()).size(), "at once");
        });
    String traceId = Recorded.awaitSpans(1).get(0).traceId();
    lines(2);

    List<RecordedLog> logs = RecordedLogs.of(loggerName());
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

    List<RecordedLog> logs = RecordedLogs.of(loggerName());
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
    assertEquals(List.of(), RecordedLogs.of(loggerName()));
    Recorded.awaitSpans(1);
  }

  @Test
  void aLevelThatIsOffIsNotCounted() throws Exception {
    configure(file(), false);
    long before = RecordedLogs.count(framework());

    debug("too fine");

    assertEquals(before, RecordedLogs.count(framework()));
    assertEquals(List.of(), RecordedLogs.of(loggerName()));
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

    RecordedLogs.setLevel(framework(), loggerName(), "DEBUG");
    debug("finer");
    assertLevels("DEBUG", "DEBUG");
    RecordedLogs.setLevel(framework(), loggerName(), "ERROR");
    info("too fine");
    assertLevels("ERROR", "ERROR");
    RecordedLogs.setLevel(framework(), loggerName(), null);
    debug("too fine again");
    info("sold");

    assertLevels(null, "INFO");
    assertEquals(
        List.of("finer", "sold"),
        RecordedLogs.of(loggerName()).stream().map(RecordedLog::message).toList());
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
    @Nullable String[] found = levels(loggerName());
    assertEquals(level, found[0], "level of its own");
    assertEquals(effective, found[1], "effective level");
  }

  private @Nullable String[] levels(String logger) {
    Map<String, @Nullable String[]> levels = RecordedLogs.levels(framework());
    @Nullable String[] found = levels.get(logger);
    assertTrue(found != null, () -> "no logger '" + logger + "' in " + levels.keySet());
    return found;
  }
}
