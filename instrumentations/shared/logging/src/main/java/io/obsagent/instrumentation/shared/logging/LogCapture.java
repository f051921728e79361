// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.logging;

import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.LogSink;
import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.Logs;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the events and contexts of one framework to the agent. One constant per module:
 *
 * <pre>
 *   if (CAPTURE.wants(severity)) {
 *     CAPTURE.accept(new LogRecord(…, CAPTURE.message(event::formatted, event.template()), …));
 *   }
 * </pre>
 *
 * Thread-safe.
 */
public final class LogCapture {
  /** Arguments that log while they are made text must not be asked again without end. */
  private static final int MAX_DEPTH = 4;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

  private final String framework;

  /** Lives as long as its context; the agent holds both weakly. */
  private final WeakMap<Object, LoggerControl> controls = new WeakMap<>();

  private volatile @Nullable Binding binding;

  public LogCapture(String framework) {
    this.framework = framework;
  }

  public String framework() {
    return framework;
  }

  /** Counts an event, and says whether its record is wanted. Allocates nothing. */
  public boolean wants(Severity severity) {
    return binding().source.wants(severity);
  }

  public void accept(LogRecord record) {
    binding().source.accept(record);
  }

  /**
   * The text of an event now: its arguments may change after it. Where these cannot be made text,
   * it is the template.
   */
  public static String message(Supplier<@Nullable String> formatted, @Nullable String template) {
    int[] depth = DEPTH.get();
    String text = template;
    if (depth[0] < MAX_DEPTH) {
      depth[0]++;
      try {
        text = formatted.get();
      } catch (RuntimeException | StackOverflowError ofAnArgument) {
        // The template tells more than nothing.
      } finally {
        depth[0]--;
      }
    }
    return text == null ? "" : text;
  }

  /** Since the epoch, as a record has them. */
  public static long nanos(Instant time) {
    return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
  }

  /** Whether a context is known to whom the agent tells events now. */
  public boolean hasContext() {
    return binding().last.get() != null;
  }

  /** Makes known a context whose levels can be changed; cheap where it is known already. */
  public <C> void context(C context, Function<C, LoggerControl> control) {
    Binding bound = binding();
    if (bound.last.refersTo(context)) {
      return;
    }
    if (bound.known.get(context) == null) {
      LoggerControl made = controls.get(context);
      made = made == null ? controls.putIfAbsent(context, control.apply(context)) : made;
      bound.sink.register(context, made);
      bound.known.put(context, true);
    }
    bound.last = new WeakReference<>(context);
  }

  /** A sink may come after the first event. */
  private Binding binding() {
    Binding bound = binding;
    LogSink sink = Logs.sink();
    if (bound == null || bound.sink != sink) {
      bound = new Binding(sink, sink.source(framework));
      binding = bound;
    }
    return bound;
  }

  private static final class Binding {
    private final LogSink sink;
    private final LogSink.Source source;
    private final WeakMap<Object, Boolean> known = new WeakMap<>();
    private volatile WeakReference<@Nullable Object> last = new WeakReference<>(null);

    Binding(LogSink sink, LogSink.Source source) {
      this.sink = sink;
      this.source = source;
    }
  }
}
