// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A span, from its start to the exporter that reads it: no builder before, no copy after. It is its
 * own {@link SpanContext}, too. What few spans have (own attributes, events, links) is in {@link
 * SpanExtras}, made when first needed; what the operation knows is read from {@link SpanFacts}.
 *
 * <p>Thread-safe. After the end nothing changes it.
 */
public final class LocalSpan extends SpanIdentity implements Span, FinishedSpan {
  private static final AttributeKey<String> CORRELATION_ID =
      AttributeKey.stringKey("correlation.id");
  private static final VarHandle STATE;
  private static final int LIVE = 0;
  private static final int ENDED = 1;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(LocalSpan.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final WorkKind work;
  private final SpanFacts facts;
  private final boolean recording;
  private final boolean remoteParent;
  private final long startNanos;
  private final long parentId;

  /** The enclosing span while both live; gone at the end, lest a trace be held by its last span. */
  private volatile @Nullable LocalSpan enclosing;

  private volatile int state;
  private long endNanos;
  private boolean failed;
  private volatile boolean endGuessed;
  private @Nullable SpanExtras extras;

  public LocalSpan(
      LocalRoot root,
      WorkKind work,
      SpanFacts facts,
      long parentId,
      @Nullable LocalSpan enclosing,
      long startNanos) {
    super(root);
    this.work = work;
    this.facts = facts;
    this.parentId = parentId;
    this.enclosing = enclosing;
    this.startNanos = startNanos;
    this.recording = root.tracer.admit(root);
    SpanKind kind = work.spanKind();
    this.remoteParent =
        parentId != 0
            && enclosing == null
            && (kind == SpanKind.SERVER || kind == SpanKind.CONSUMER);
  }

  /** The span of a context if it is one of ours, else null. */
  public static @Nullable LocalSpan of(Context context) {
    if (context instanceof SpanInContext own) {
      return own.localSpan();
    }
    return context == Context.root() || !(Span.fromContextOrNull(context) instanceof LocalSpan span)
        ? null
        : span;
  }

  /** Whether this or an enclosing span still runs and suppresses work of a kind. */
  public boolean isWithin(WorkKind sought) {
    for (LocalSpan span = this; span != null; span = span.enclosing) {
      if (span.state == LIVE && span.work.suppresses(sought)) {
        return true;
      }
      if (span.state == LIVE && span.work.isOtherLayer(sought)) {
        return false;
      }
    }
    return false;
  }

  /** The innermost operation of a type that still runs, this span's included. */
  public <T> @Nullable T running(Class<T> type) {
    for (LocalSpan span = this; span != null; span = span.enclosing) {
      if (span.state == LIVE && type.isInstance(span.facts)) {
        return type.cast(span.facts);
      }
    }
    return null;
  }

  /** Whether somebody will read the span: if not, only what metrics need has to be found out. */
  public boolean recording() {
    return recording;
  }

  /** As {@link System#nanoTime}. */
  public long startNanos() {
    return startNanos;
  }

  public boolean ended() {
    return state == ENDED;
  }

  /**
   * Whether it ended so long ago that what goes on in its context is not its doing any more: a
   * thread that it has started and that runs for ever. One whose end is guessed may have been over
   * since its start.
   */
  public boolean outlived() {
    long end = state == ENDED ? endNanos : endGuessed ? startNanos : 0;
    return end != 0 // not yet visible
        && root.tracer.clock.nanoTime() - end > Bounds.AFTERLIFE_NANOS;
  }

  /** Says that nobody may tell of the end. */
  public void guessEnd() {
    endGuessed = true;
  }

  /** Ends the span for the one caller that gets true, which then completes and submits it. */
  public boolean tryEnd() {
    return tryEnd(root.tracer.clock.nanoTime());
  }

  /** The same of what was over earlier, as {@link System#nanoTime}. */
  public boolean tryEnd(long nanoTime) {
    if (!STATE.compareAndSet(this, LIVE, ENDED)) {
      return false;
    }
    endNanos = Math.max(nanoTime, startNanos);
    enclosing = null;
    return true;
  }

  /** From start to end; only after the end. */
  public double seconds() {
    return (endNanos - startNanos) / 1e9;
  }

  public long endNanos() {
    return endNanos;
  }

  /** Only between {@link #tryEnd} and {@link #submit}. */
  public void fail(@Nullable Throwable error) {
    failed = true;
    if (recording && error != null && root.isNewError(error)) {
      extras()
          .addEvent(
              new Event(
                  "exception",
                  endNanos + root.epochOffset,
                  ErrorEvents.describe(error, work.quotesMessages())));
    }
  }

  /** Notes what few spans have; only between {@link #tryEnd} and {@link #submit}. */
  public <T> void note(AttributeKey<T> key, T value) {
    if (recording) {
      extras().put(key, value);
    }
  }

  public void submit() {
    if (recording) {
      root.tracer.sink.accept(this);
    }
  }

  private synchronized SpanExtras extras() {
    if (extras == null) {
      extras = new SpanExtras();
    }
    return extras;
  }

  private boolean writable() {
    return recording && state == LIVE;
  }

  // Span

  @Override
  public <T> Span setAttribute(AttributeKey<T> key, @Nullable T value) {
    if (writable() && value != null) {
      extras().put(key, value);
    }
    return this;
  }

  @Override
  public Span addEvent(String name, Attributes attributes) {
    return writable() ? addEventAt(name, attributes, now()) : this;
  }

  @Override
  public Span addEvent(String name, Attributes attributes, long timestamp, TimeUnit unit) {
    return addEventAt(name, attributes, unit.toNanos(timestamp));
  }

  private Span addEventAt(String name, Attributes attributes, long epochNanos) {
    if (writable()) {
      extras().addEvent(new Event(name, epochNanos, attributes));
    }
    return this;
  }

  private long now() {
    return root.tracer.clock.nanoTime() + root.epochOffset;
  }

  @Override
  public Span setStatus(StatusCode code, String description) {
    if (writable()) {
      extras().setStatus(code, description);
    }
    return this;
  }

  @Override
  public Span recordException(Throwable error, Attributes attributes) {
    if (writable()) {
      Attributes all = ErrorEvents.describe(error).toBuilder().putAll(attributes).build();
      addEventAt("exception", all, now());
    }
    return this;
  }

  @Override
  public Span updateName(String name) {
    if (writable()) {
      extras().setName(name);
    }
    return this;
  }

  @Override
  public LocalSpan addLink(SpanContext link, Attributes attributes) {
    if (writable() && link.isValid()) {
      extras().addLink(link);
    }
    return this;
  }

  @Override
  public void end() {
    if (facts.scope() != null && tryEnd()) { // else its operation ends it
      submit();
    }
  }

  @Override
  public void end(long timestamp, TimeUnit unit) {
    if (facts.scope() != null && tryEnd(unit.toNanos(timestamp) - root.epochOffset)) {
      submit();
    }
  }

  @Override
  public SpanContext getSpanContext() {
    return this;
  }

  @Override
  public boolean isRecording() {
    return writable();
  }

  // FinishedSpan

  @Override
  public SpanContext context() {
    return this;
  }

  @Override
  public long parentSpanId() {
    return parentId;
  }

  @Override
  public boolean isParentRemote() {
    return remoteParent;
  }

  @Override
  public String name() {
    SpanExtras own = extras;
    String name = own == null ? null : own.name();
    return name != null ? name : facts.spanName();
  }

  @Override
  public SpanKind kind() {
    return work.spanKind();
  }

  @Override
  public long startEpochNanos() {
    return startNanos + root.epochOffset;
  }

  @Override
  public long endEpochNanos() {
    return endNanos + root.epochOffset;
  }

  @Override
  public StatusCode statusCode() {
    SpanExtras own = extras;
    StatusCode set = own == null ? StatusCode.UNSET : own.status();
    return set == StatusCode.UNSET && failed ? StatusCode.ERROR : set;
  }

  @Override
  public String statusDescription() {
    SpanExtras own = extras;
    return own == null ? "" : own.statusDescription();
  }

  @Override
  public void forEachAttribute(BiConsumer<AttributeKey<?>, Object> consumer) {
    write(consumer);
  }

  @Override
  public int attributeCount() {
    return write(null);
  }

  private int write(@Nullable BiConsumer<AttributeKey<?>, Object> consumer) {
    SpanExtras own = extras;
    AttributeWriter writer =
        own == null ? new AttributeWriter(null, 0, consumer) : own.writer(consumer);
    facts.describe(writer);
    writer.put(CORRELATION_ID, root.correlationId());
    return writer.written() + (own == null ? 0 : own.writeAttributes(consumer));
  }

  @Override
  public List<Event> events() {
    SpanExtras own = extras;
    List<Event> events = own == null ? List.of() : own.events();
    List<Event> details = facts.details(endEpochNanos());
    if (details.isEmpty()) {
      return events;
    }
    List<Event> all = new ArrayList<>(events);
    all.addAll(details);
    return List.copyOf(all);
  }

  @Override
  public List<SpanContext> links() {
    SpanExtras own = extras;
    return own == null ? List.of() : own.links();
  }

  @Override
  public String scope() {
    String own = facts.scope();
    return own == null ? work.scope() : own;
  }

  @Override
  public int droppedAttributes() {
    SpanExtras own = extras;
    return own == null ? 0 : own.droppedAttributes();
  }

  @Override
  public String toString() {
    return "LocalSpan[" + work + ' ' + getTraceId() + '/' + getSpanId() + ']';
  }
}
