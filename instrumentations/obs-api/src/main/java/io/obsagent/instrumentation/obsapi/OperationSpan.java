// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import io.obsagent.api.Span;
import io.obsagent.api.Tracked;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.BusinessEvents;
import io.obsagent.spi.telemetry.WorkOperation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation of the agent's as the application sees it. Thread-safe. */
final class OperationSpan implements Tracked {
  private static final Guard GUARD = Guard.of(OperationSpan.class);

  private enum Outcome {
    UNSAID,
    SUCCESS,
    FAILED
  }

  private final WorkOperation operation;

  /** Whether it has failed if nothing is said. */
  private final boolean needsWord;

  /** On which it is current; null when it is no longer. */
  private volatile @Nullable Thread thread = Thread.currentThread();

  private volatile Outcome outcome = Outcome.UNSAID;
  private volatile String reason = "unfinished";
  private volatile @Nullable Throwable cause;

  OperationSpan(WorkOperation operation, boolean needsWord) {
    this.operation = operation;
    this.needsWord = needsWord;
  }

  @Override
  public Span attribute(String key, @Nullable String value) {
    return set(key, value);
  }

  @Override
  public Span attribute(String key, long value) {
    return set(key, value);
  }

  @Override
  public Span attribute(String key, double value) {
    return set(key, value);
  }

  @Override
  public Span attribute(String key, boolean value) {
    return set(key, value);
  }

  private Span set(@Nullable String key, @Nullable Object value) {
    try {
      if (key != null && value != null) {
        operation.span().setAllAttributes(BusinessEvents.attributes(Map.of(key, value)));
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return this;
  }

  @Override
  public Span event(String name, @Nullable Map<String, ?> attributes) {
    try {
      operation
          .span()
          .addEvent(
              String.valueOf(name),
              BusinessEvents.attributes(attributes == null ? Map.of() : attributes));
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return this;
  }

  @Override
  public Span failed(@Nullable Throwable failure) {
    cause = failure;
    return failed(failure == null ? "unknown" : failure.getClass().getName());
  }

  @Override
  public Span failed(@Nullable String why) {
    reason = why == null || why.isEmpty() ? "unknown" : why;
    outcome = Outcome.FAILED;
    return this;
  }

  @Override
  public Tracked success() {
    outcome = Outcome.SUCCESS;
    return this;
  }

  @Override
  public Span detach() {
    try {
      if (thread == Thread.currentThread()) {
        thread = null;
        operation.detach();
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return this;
  }

  @Override
  public void close() {
    detach();
    try {
      boolean failed = outcome == Outcome.FAILED || needsWord && outcome == Outcome.UNSAID;
      if (failed && cause == null) {
        operation.failed(reason);
      }
      operation.end(failed ? cause : null);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }
}
