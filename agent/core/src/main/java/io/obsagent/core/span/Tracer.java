// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.sampling.Sampler;
import io.obsagent.core.sampling.SamplingOptions;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.extension.SpanListener;
import io.obsagent.spi.extension.TraceSampler;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Starts local roots: continues the caller's trace or begins one, and has it sampled. */
public final class Tracer {
  private static final long ANCHOR_NANOS = 1_000_000_000L;
  private static final long ANCHOR_WIDTH_NANOS = 50_000;
  private static final int ANCHOR_TRIES = 5;

  /** Begins the name of a server's span. */
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");

  final NanoClock clock;
  final SpanSink sink;
  private final Config config;
  private final Metrics.Counter.Series droppedSpans;
  private volatile Sampler sampler;
  private volatile @Nullable TraceSampler extension;
  private volatile @Nullable SpanListener listener;
  private volatile Anchor anchor;

  public Tracer(Config config, SpanSink sink, MetricRegistry metrics, NanoClock clock) {
    this.config = config;
    this.clock = clock;
    this.sink = sink;
    this.droppedSpans = metrics.dropped("traces", "spans_per_trace");
    this.sampler = newSampler();
    this.anchor = newAnchor(clock.nanoTime());
    for (Option<?> option : SamplingOptions.ALL) {
      config.onChange(option, value -> sampler = newSampler());
    }
  }

  private Sampler newSampler() {
    return new Sampler(
        config.get(SamplingOptions.SAMPLER),
        config.get(SamplingOptions.RATIO),
        config.get(SamplingOptions.RATE),
        config.get(SamplingOptions.RULES),
        config.get(SamplingOptions.EXCLUDED_PATHS),
        clock.nanoTime());
  }

  /** Lets extensions see spans, and decide which traces are kept; null for what they do not. */
  public void extend(@Nullable SpanListener spans, @Nullable TraceSampler traces) {
    listener = spans != null ? spans : listener;
    extension = traces != null ? traces : extension;
  }

  /** Whether an extension decides, which may look at attributes. */
  public boolean asksExtension() {
    return extension != null;
  }

  /** What sees spans start and end; null for nothing. */
  public @Nullable SpanListener listener() {
    return listener;
  }

  /** The agent's own decision, for extensions that build on it. */
  public boolean decide(TraceSampler.Question question) {
    String path = question.path().isEmpty() ? null : question.path();
    return sampler.sample(question.traceLow(), path, question.decided(), clock.nanoTime());
  }

  /**
   * @param path of the request being served, or null
   * @param correlationId what the caller gave, if valid
   * @param attributes that an extension may decide by
   */
  public LocalRoot newRoot(
      @Nullable RemoteParent parent,
      WorkKind kind,
      @Nullable String path,
      @Nullable String correlationId,
      Attributes attributes,
      long nanoTime) {
    boolean continued = parent != null && parent.hasTrace();
    long high = continued ? parent.traceHigh() : Ids.next();
    long low = continued ? parent.traceLow() : Ids.next();
    Boolean decided = parent == null ? null : parent.sampled();
    TraceSampler other = extension;
    boolean sampled =
        other == null || path != null && sampler.isExcluded(path)
            ? sampler.sample(low, path, decided, nanoTime)
            : other.sample(question(parent, kind, path, attributes, high, low));
    int flags = sampled ? LocalRoot.SAMPLED : 0;
    if (continued && parent.random()) {
      flags |= LocalRoot.RANDOM;
    }
    String traceState = continued ? parent.traceState() : null;
    return new LocalRoot(this, high, low, (byte) flags, traceState, correlationId, nanoTime);
  }

  private static TraceSampler.Question question(
      @Nullable RemoteParent parent,
      WorkKind kind,
      @Nullable String path,
      Attributes attributes,
      long high,
      long low) {
    String method = attributes.get(METHOD);
    return new TraceSampler.Question(
        Ids.hex(high, low),
        low,
        parent != null && parent.hasTrace() ? parent.spanContext() : SpanContext.getInvalid(),
        parent == null ? null : parent.sampled(),
        method == null ? kind.toString() : method,
        kind.spanKind(),
        path == null ? "" : path,
        attributes);
  }

  /**
   * What added to a {@link System#nanoTime} gives nanoseconds since the epoch. Read from the wall
   * clock anew each second: it is dear to ask, and may be set meanwhile. Both clocks are read again
   * where the thread had to wait between them: all spans of a second would be early by that.
   */
  long epochOffset(long nanoTime) {
    Anchor last = anchor;
    if (nanoTime - last.nanoTime >= ANCHOR_NANOS) {
      last = newAnchor(nanoTime);
      anchor = last;
    }
    return last.offset;
  }

  private Anchor newAnchor(long nanoTime) {
    long offset = 0;
    long width = Long.MAX_VALUE;
    for (int tries = 0; tries < ANCHOR_TRIES && width > ANCHOR_WIDTH_NANOS; tries++) {
      long before = clock.nanoTime();
      long wall = clock.epochNanos();
      long between = clock.nanoTime() - before;
      if (between < width) {
        width = between;
        offset = wall - (before + between / 2);
      }
    }
    return new Anchor(nanoTime, offset);
  }

  private record Anchor(long nanoTime, long offset) {}

  /** A span of another tracer in the context, as the caller it is. */
  public static @Nullable RemoteParent foreignParent(Context context) {
    if (context == Context.root()) {
      return null;
    }
    Span span = Span.fromContextOrNull(context);
    if (span == null) {
      return null;
    }
    SpanContext other = span.getSpanContext();
    if (!other.isValid()) {
      return null;
    }
    String traceId = other.getTraceId();
    return new RemoteParent(
        Ids.parse(traceId, 0, 16),
        Ids.parse(traceId, 16, 32),
        Ids.parse(other.getSpanId(), 0, 16),
        other.isSampled(),
        false,
        null);
  }

  /** Whether a new span of this trace is recorded. */
  boolean admit(LocalRoot root) {
    if (!root.sampled()) {
      return false;
    }
    if (root.admitSpan()) {
      return true;
    }
    droppedSpans.add(1);
    return false;
  }
}
