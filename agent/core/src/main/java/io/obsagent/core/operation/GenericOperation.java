// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramCell;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkOperation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Work of a registered kind: its facts are those of the place, which many operations share. */
final class GenericOperation extends LocalOperation implements WorkOperation {
  private final Work work;
  private @Nullable String errorType;

  GenericOperation(
      CoreTelemetry telemetry,
      Context current,
      @Nullable LocalSpan enclosing,
      Work work,
      List<SpanContext> links) {
    super(telemetry, work.kind(), current, enclosing);
    this.work = work;
    for (int i = 0; i < links.size(); i++) {
      span.addLink(links.get(i), Attributes.empty());
    }
  }

  @Override
  public void failed(String type) {
    if (!span.ended()) {
      errorType = Bounds.cut(type, Bounds.MAX_NAME);
    }
  }

  @Override
  void complete(@Nullable Throwable error) {
    if (error != null) {
      errorType = error.getClass().getName();
    }
    if (errorType != null) {
      span.fail(error);
    }
    Metrics.Histogram.Series series = work.series(errorType == null);
    if (series instanceof HistogramCell cell) {
      cell.record(span.seconds(), span, span.endNanos());
    } else if (series != null) {
      series.record(span.seconds());
    }
  }

  @Override
  public String spanName() {
    return work.name();
  }

  @Override
  public void describe(AttributeWriter writer) {
    work.forEachAttribute(writer::writeAny);
    writer.put(Attribute.ERROR_TYPE, errorType);
  }
}
