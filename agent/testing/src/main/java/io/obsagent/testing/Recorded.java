// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the agent in this JVM has recorded. Tests in one JVM run one after another. */
public final class Recorded {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Long enough for a span that should not be there to turn up. */
  private static final Duration SURPRISE = Duration.ofMillis(150);

  private Recorded() {}

  /** How far the clock of spans may be behind the system's. */
  private static final long CLOCK_SKEW_NANOS = 2_000_000;

  /**
   * Epoch nanoseconds: a span that began earlier belongs to a test before, however late it ends.
   */
  private static volatile long since = Long.MIN_VALUE;

  /**
   * Forgets all spans so far, those on their way and those that end later included; the extension
   * does so before each test.
   */
  public static void clear() {
    settle();
    Instant now = Instant.now();
    since = now.getEpochSecond() * 1_000_000_000L + now.getNano() - CLOCK_SKEW_NANOS;
    queue().clear();
  }

  /**
   * Waits for exactly this many spans.
   *
   * @return ordered by start
   * @throws AssertionError if there are fewer after a minute, or more
   */
  public static List<RecordedSpan> awaitSpans(int count) {
    await(() -> spans().size() >= count, () -> "expected " + count + " spans, got " + spans());
    if (count == 0 || spans().size() == count) {
      awaitQuiet(count);
    }
    List<RecordedSpan> spans = spans();
    if (spans.size() != count) {
      throw new AssertionError("expected " + count + " spans, got " + spans);
    }
    return spans;
  }

  /** The spans so far, ordered by start. */
  public static List<RecordedSpan> spans() {
    List<RecordedSpan> spans = new ArrayList<>();
    for (Map<String, Object> map : queue()) {
      RecordedSpan span = RecordedSpan.of(map);
      if (span.startNanos() >= since) {
        spans.add(span);
      }
    }
    spans.sort(Comparator.comparingLong(RecordedSpan::startNanos));
    return spans;
  }

  /**
   * All spans that have ended before on this thread, and nothing less: without waiting, one may
   * still be on its way. For what is not to be among them.
   */
  public static List<RecordedSpan> settled() {
    settle();
    return spans();
  }

  /** Spans arrive in the order of their ends: with one that ends now, all before are there. */
  @SuppressWarnings("unchecked")
  private static void settle() {
    String mark;
    try {
      mark = ((Supplier<String>) property("obs.testing.mark")).get();
    } catch (RuntimeException agentIsToFail) {
      return;
    }
    if (!mark.isEmpty()) {
      await(() -> queue().removeIf(span -> mark.equals(span.get("name"))), () -> "no " + mark);
    }
  }

  /** The only span with a name among the spans so far. */
  public static RecordedSpan span(String name) {
    List<RecordedSpan> found = spans().stream().filter(span -> span.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one span '" + name + "' among " + spans());
    }
    return found.get(0);
  }

  /** How many distinct users the agent has seen since it started. */
  public static int distinctUsers() {
    return ((IntSupplier) property("obs.testing.users")).getAsInt();
  }

  /**
   * What the agent has added up of a SQL statement since it started.
   *
   * @param calls in all
   * @param rows that were read, where rows are counted
   * @param large results that had many
   * @param unbounded calls that took long, and had no time-out
   */
  public record Statement(long calls, long rows, long large, long unbounded) {}

  /**
   * @param text without values
   */
  @SuppressWarnings("unchecked")
  public static Statement statement(String text) {
    long[] sums =
        ((Supplier<Map<String, long[]>>) property("obs.testing.statements")).get().get(text);
    return sums == null
        ? new Statement(0, 0, 0, 0)
        : new Statement(sums[0], sums[1], sums[2], sums[3]);
  }

  /**
   * Value of a series now, or null without it.
   *
   * @param series as in {@code http_requests_total{method="GET",route="/",status_code="200"}},
   *     labels in the metric's own order
   */
  public static @Nullable Double metric(String series) {
    return metrics().get(series);
  }

  /** All series now. */
  public static Set<String> seriesNames() {
    return metrics().keySet();
  }

  /** Buckets of histograms and quantiles now, with their labels {@code le} and such at the end. */
  @SuppressWarnings("unchecked")
  public static Map<String, Double> parts() {
    return ((Supplier<Map<String, Double>>) property("obs.testing.parts")).get();
  }

  /** Series and buckets that have an exemplar now, with {@code trace id/span id}. */
  @SuppressWarnings("unchecked")
  public static Map<String, String> exemplars() {
    return ((Supplier<Map<String, String>>) property("obs.testing.exemplars")).get();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Double> metrics() {
    return ((Supplier<Map<String, Double>>) property("obs.testing.metrics")).get();
  }

  /** What the application's frameworks know of its health, to be asked by name. */
  @SuppressWarnings("unchecked")
  public static Map<String, Callable<?>> health() {
    return ((Supplier<Map<String, Callable<?>>>) property("obs.testing.health")).get();
  }

  /**
   * Lets the agent keep what is said to models from now on.
   *
   * @param options {@code ai.content} and what belongs to it; none for off
   */
  @SuppressWarnings("unchecked")
  public static void keepContent(Map<String, String> options) {
    ((Consumer<Map<String, String>>) property("obs.testing.ai.content")).accept(options);
  }

  /** The sum of all series of a metric now; 0 without any. */
  public static double sum(String metric) {
    double sum = 0;
    for (Map.Entry<String, Double> series : metrics().entrySet()) {
      String key = series.getKey();
      sum += key.equals(metric) || key.startsWith(metric + '{') ? series.getValue() : 0;
    }
    return sum;
  }

  /**
   * Does something within a request that is served, which becomes a span of its own.
   *
   * @param headers that the request came with, such as {@code traceparent}
   */
  @SuppressWarnings("unchecked")
  public static <T> T served(Map<String, String> headers, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    ((BiConsumer<Map<String, String>, Runnable>) property("obs.testing.served"))
        .accept(headers, task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception thrown ? thrown : e;
    }
  }

  /** Waits until a condition holds. */
  public static void await(BooleanSupplier condition, Supplier<String> complaint) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(complaint.get());
      }
      pause();
    }
  }

  private static void awaitQuiet(int count) {
    settle();
    long deadline = System.nanoTime() + SURPRISE.toNanos();
    while (spans().size() == count && System.nanoTime() < deadline) {
      pause();
    }
  }

  private static void pause() {
    java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
  }

  @SuppressWarnings("unchecked")
  static Queue<Map<String, Object>> queue() {
    return (Queue<Map<String, Object>>) property("obs.testing.spans");
  }

  /** What the agent leaves for tests; it does so a while after the program has begun. */
  static Object property(String name) {
    Map<Object, Object> properties = System.getProperties();
    await(
        () -> properties.get(name) != null,
        () ->
            "the agent is not running in this JVM: start the tests by Maven, or with"
                + " -javaagent:obs-agent-for-tests.jar");
    return properties.get(name);
  }
}
