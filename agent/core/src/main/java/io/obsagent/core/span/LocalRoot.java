// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.spi.telemetry.HttpServerOperation;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of one trace in this process share: ids, the sampling decision, the correlation
 * id, the anchor of their clock. Thread-safe.
 */
public final class LocalRoot {
  /** Flags of {@code traceparent}. */
  static final byte SAMPLED = 1;

  static final byte RANDOM = 2;

  private static final VarHandle SPANS;

  static {
    try {
      SPANS = MethodHandles.lookup().findVarHandle(LocalRoot.class, "spans", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Tracer tracer;
  final long traceHigh;
  final long traceLow;
  final byte flags;

  /** The text as it came, or {@link ParsedState} once somebody has asked for more. */
  private volatile @Nullable Object traceState;

  /** Added to a {@link System#nanoTime}, gives nanoseconds since the epoch. */
  final long epochOffset;

  private final @Nullable String givenCorrelationId;
  private @Nullable String traceId;
  private volatile @Nullable HttpServerOperation server;
  private volatile int recordedError;
  private volatile @Nullable Object repetitions;

  @SuppressWarnings("unused") // through SPANS
  private volatile int spans;

  LocalRoot(
      Tracer tracer,
      long traceHigh,
      long traceLow,
      byte flags,
      @Nullable String traceState,
      @Nullable String correlationId,
      long nanoTime) {
    this.tracer = tracer;
    this.traceHigh = traceHigh;
    this.traceLow = traceLow;
    this.flags = flags;
    this.traceState = traceState;
    this.givenCorrelationId = correlationId;
    this.epochOffset = tracer.epochOffset(nanoTime);
  }

  /**
   * A moment as {@link System#nanoTime} was then.
   *
   * @param epochNanos since the epoch, or 0 for now
   */
  public long nanoTime(long epochNanos, long now) {
    return epochNanos == 0 ? now : epochNanos - epochOffset;
  }

  public boolean sampled() {
    return (flags & SAMPLED) != 0;
  }

  /** Counts one more span, and answers whether it is within the bound. */
  boolean admitSpan() {
    return (int) SPANS.getAndAdd(this, 1) < Bounds.SPANS_PER_TRACE;
  }

  /** Another one for each, even of the same trace; never 0. */
  public long number() {
    return traceLow ^ (long) System.identityHashCode(this) << 31 | 1;
  }

  /** Made when first asked for; two threads at once make the same. */
  public String traceId() {
    String id = traceId;
    if (id == null) {
      id = Ids.hex(traceHigh, traceLow);
      traceId = id;
    }
    return id;
  }

  /** What came in, else the trace id: as unique, and one id fewer to look for. */
  public String correlationId() {
    return givenCorrelationId != null ? givenCorrelationId : traceId();
  }

  public byte flags() {
    return flags;
  }

  /** Checked, as it came; null for none. */
  public @Nullable String traceState() {
    Object state = traceState;
    return state instanceof ParsedState parsed ? parsed.text : (String) state;
  }

  TraceState parsedTraceState() {
    Object state = traceState;
    if (state instanceof ParsedState known) {
      return known.parsed;
    }
    if (!(state instanceof String text)) {
      return TraceState.getDefault();
    }
    ParsedState made = new ParsedState(text, parse(text));
    traceState = made;
    return made.parsed;
  }

  private static final class ParsedState {
    final String text;
    final TraceState parsed;

    ParsedState(String text, TraceState parsed) {
      this.text = text;
      this.parsed = parsed;
    }
  }

  /** The request that is being served, if the trace began here with one. */
  public @Nullable HttpServerOperation server() {
    return server;
  }

  public void setServer(@Nullable HttpServerOperation operation) {
    server = operation;
  }

  /** What the operations of a kind keep of what the trace did before; null at first. */
  public @Nullable Object repetitions() {
    return repetitions;
  }

  public void keepRepetitions(Object kept) {
    repetitions = kept;
  }

  /**
   * Whether this throwable is new to the trace. On its way up it passes through many spans: its
   * stack trace is kept by the innermost. Only its hash is kept: a throwable holds its application.
   */
  boolean isNewError(Throwable error) {
    int hash = System.identityHashCode(error);
    if (recordedError == hash) {
      return false;
    }
    recordedError = hash;
    return true;
  }

  /** A checked {@code tracestate} as the API's own type. */
  private static TraceState parse(String checked) {
    TraceStateBuilder builder = TraceState.builder();
    String[] members = checked.split(",");
    for (int i = members.length - 1; i >= 0; i--) { // put adds in front
      int separator = members[i].indexOf('=');
      builder.put(members[i].substring(0, separator), members[i].substring(separator + 1));
    }
    return builder.build();
  }
}
