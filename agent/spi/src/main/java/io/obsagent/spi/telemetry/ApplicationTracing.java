// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The agent's tracing in words of the JDK alone, for the module that stands between the
 * application's OpenTelemetry API and the agent's: it sees the application's classes where all
 * others see the agent's, which have the same names. Contexts are the agent's own, and opaque.
 * Thread-safe; nothing blocks.
 */
public interface ApplicationTracing {
  static ApplicationTracing get() {
    return Telemetry.provider().applicationTracing();
  }

  Object root();

  Object current();

  /** Makes a context current on this thread; what is answered ends that, on the same thread. */
  Runnable attach(Object context);

  /** What the application has in its context besides; null for nothing. */
  @Nullable Object values(Object context);

  Object withValues(Object context, Object values);

  /** The span of a context, whoever has started it; null for none. */
  @Nullable ApplicationSpan span(Object context);

  /** With a span that {@link #start} has answered. */
  Object withSpan(Object context, ApplicationSpan span);

  /**
   * With a span that somebody else has started: another tracer, another process.
   *
   * @param traceId 32 hexadecimal digits, and the span's id 16
   */
  Object withForeignSpan(
      Object context, String traceId, String spanId, boolean sampled, boolean remote);

  /** Names to values. */
  Map<String, String> baggage(Object context);

  Object withBaggage(Object context, Map<String, String> baggage);

  /** Begins a span; null where the agent watches nothing. */
  @Nullable ApplicationSpan start(Start start);

  /** Names of headers that {@link #inject} may write and {@link #extract} reads. */
  Collection<String> fields();

  void inject(Object context, BiConsumer<String, String> header);

  /**
   * The context with what headers tell.
   *
   * @param headers answers the value of a header, or null
   */
  Object extract(Object context, UnaryOperator<@Nullable String> headers);

  /**
   * A span that is to begin.
   *
   * @param kind as OpenTelemetry names it, e.g. {@code SERVER}
   * @param scope who begins it
   * @param epochNanos when it began, or 0 for now
   */
  record Start(Object parent, String name, String kind, String scope, long epochNanos) {}
}
