// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.extension.SpanListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;

/** Calls the extensions' processors; what one throws reaches neither the request nor another. */
final class Processors implements SpanListener {
  private final Guarded[] starting;
  private final Guarded[] ending;
  private final Resource resource;

  private record Guarded(SpanProcessor processor, Breaker breaker) {
    static Guarded of(SpanProcessor processor) {
      return new Guarded(
          processor, new Breaker(processor.getClass().getName() + Services.place(processor)));
    }
  }

  Processors(List<SpanProcessor> processors, Resource resource) {
    List<Guarded> all = processors.stream().map(Guarded::of).toList();
    this.starting =
        all.stream().filter(each -> each.processor().isStartRequired()).toArray(Guarded[]::new);
    this.ending =
        all.stream().filter(each -> each.processor().isEndRequired()).toArray(Guarded[]::new);
    this.resource = resource;
  }

  @Override
  public <S extends Span & FinishedSpan> void onStart(Context parent, S span) {
    if (starting.length == 0) {
      return;
    }
    RunningSpan view = new RunningSpan(span, span, resource);
    for (Guarded each : starting) {
      if (each.breaker().allows()) {
        try {
          each.processor().onStart(parent, view);
        } catch (Throwable e) {
          each.breaker().caught(e);
        }
      }
    }
  }

  @Override
  public void onEnd(FinishedSpan span) {
    if (ending.length == 0) {
      return;
    }
    EndedSpan view = new EndedSpan(span, resource);
    for (Guarded each : ending) {
      if (each.breaker().allows()) {
        try {
          each.processor().onEnd(view);
        } catch (Throwable e) {
          each.breaker().caught(e);
        }
      }
    }
  }
}
