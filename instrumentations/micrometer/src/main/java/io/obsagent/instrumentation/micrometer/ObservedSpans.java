// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.obsagent.spi.telemetry.WorkOperation;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each observation, but for those of requests and messages, which have one of the
 * agent's. Thread-safe.
 */
final class ObservedSpans implements ObservationHandler<Observation.Context> {
  private static final WorkKind KIND = WorkKind.registerNesting("observation", SpanKind.INTERNAL);

  private static final Guard GUARD = Guard.of(ObservedSpans.class);
  private static final int MAX_NAME = 256;

  /** Under this class an observation keeps its span and its open scope. */
  private static final class Kept {
    final WorkOperation operation;
    @Nullable Open open;

    Kept(WorkOperation operation) {
      this.operation = operation;
    }
  }

  /** A scope, of which one may be opened within another. */
  private record Open(@Nullable Scope scope, @Nullable Open before) {}

  @Override
  public boolean supportsContext(Observation.Context context) {
    return !(context instanceof SenderContext) && !(context instanceof ReceiverContext);
  }

  @Override
  public void onStart(Observation.Context context) {
    try {
      WorkOperation operation = WorkOperation.start(Work.of(KIND, nameOf(context)));
      if (operation != null) {
        context.put(Kept.class, new Kept(operation));
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private static String nameOf(Observation.Context context) {
    String contextual = context.getContextualName();
    String name = String.valueOf(contextual == null ? context.getName() : contextual);
    return name.substring(0, Math.min(name.length(), MAX_NAME));
  }

  @Override
  public void onScopeOpened(Observation.Context context) {
    try {
      Kept kept = context.get(Kept.class);
      if (kept != null) {
        kept.open = new Open(GUARD.attach(kept.operation.context()), kept.open);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  @Override
  public void onScopeClosed(Observation.Context context) {
    Kept kept = context.get(Kept.class);
    if (kept != null && kept.open != null) {
      GUARD.close(kept.open.scope());
      kept.open = kept.open.before();
    }
  }

  @Override
  public void onEvent(Observation.Event event, Observation.Context context) {
    try {
      Kept kept = context.get(Kept.class);
      if (kept != null) {
        kept.operation.span().addEvent(event.getName());
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  @Override
  public void onStop(Observation.Context context) {
    try {
      Kept kept = context.get(Kept.class);
      if (kept != null) {
        for (KeyValue each : context.getAllKeyValues()) {
          kept.operation.span().setAttribute(each.getKey(), each.getValue());
        }
        kept.operation.span().updateName(nameOf(context));
        kept.operation.end(context.getError());
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }
}
