// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import io.obsagent.core.export.ExportPipeline;
import io.obsagent.core.export.LogPipeline;
import io.obsagent.core.export.NamedExporter;
import io.obsagent.core.span.SpanSink;
import io.obsagent.core.span.Tracer;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.extension.SpanListener;

/**
 * Where telemetry sends what is finished. It is there first: the pipelines count in metrics, which
 * telemetry makes. Extensions see spans on the way.
 */
final class LateSink implements SpanSink {
  ExportPipeline<FinishedSpan> pipeline;
  LogPipeline logs;
  Tracer tracer;

  @Override
  public void accept(FinishedSpan span) {
    SpanListener listener = tracer.listener();
    if (listener != null) {
      listener.onEnd(span);
    }
    pipeline.accept(span);
  }

  @Override
  public boolean accept(FinishedLog log) {
    return logs.accept(log);
  }

  @Override
  public void add(String name, SpanExporter consumer) {
    pipeline.add(NamedExporter.of(name, consumer));
  }
}
