// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What holds for every instrumented logging framework that has a mapped context of the thread (MDC,
 * thread context): the ids are in its lines, and the context stays what it was.
 */
public abstract class LogKit extends LogRecordKit {
  /** In the context of this thread. */
  protected abstract void put(String key, String value);

  protected abstract void clear();

  /** The context of this thread; null or empty without one. */
  protected abstract @Nullable Map<String, String> context();

  @AfterEach
  void clearContext() {
    clear();
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
          seen.set(context());
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
          allocated.set(allocatedBy(() -> debug("too fine")));
        },
        "shop||sold");

    assertTrue(allocated.get() < 10_000, () -> allocated + " bytes for 10,000 calls");
  }

  @Test
  void aRecordHasTheContextWithoutTheIds() throws Exception {
    configure(file(), false);

    serve(
        () -> {
          put("user", "ada");
          info("sold");
          clear();
          put("span_id", "mine");
          info("shipped");
          clear();
        });

    Recorded.awaitSpans(1);
    assertEquals(
        List.of(Map.of("user", "ada"), Map.of("span_id", "mine")),
        RecordedLogs.of(loggerName()).stream().map(RecordedLog::mdc).toList());
  }

  @Test
  void aContextThatChangesLaterDoesNotChangeARecord() throws Exception {
    configure(file(), true);

    put("user", "ada");
    info("sold");
    put("user", "bob");
    put("till", "7");
    info("shipped");

    assertEquals(
        List.of(Map.of("user", "ada"), Map.of("user", "bob", "till", "7")),
        RecordedLogs.of(loggerName()).stream().map(RecordedLog::mdc).toList());
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
}
