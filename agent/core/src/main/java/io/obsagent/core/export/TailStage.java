// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.export.TraceAssembly;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Between the queue of spans and the exporters: lets whole traces through once it is known whether
 * they are worth it.
 *
 * <pre>
 * queue ─► tail stage ─► trace has ended ─► kept? ─► queue of each exporter
 *                                   late spans follow ─┘
 * </pre>
 *
 * Thread-safe.
 */
public final class TailStage implements SpanExporter {
  static final MetricDefinition DECIDED =
      MetricDefinition.counter(
              "obs_agent_tail_traces_total",
              "Traces that tail sampling has decided about: error, slow and sample go to the"
                  + " exporters, dropped does not.")
          .unit("{trace}")
          .labels("decision");

  private static final int MAX_TRACES = 20_000;
  private static final long SECOND = 1_000_000_000L;
  private static final int MEBI = 20;

  private final ExportPipeline<FinishedSpan> exporters;
  private final Metrics.Counter decided;
  private final TailSampler sampler;
  private final TraceAssembly assembly;
  private final AgentLoop loop;
  private long now;

  TailStage(
      TailSampler sampler, long maxBytes, ExportPipeline<FinishedSpan> exporters, Metrics metrics) {
    this.sampler = sampler;
    this.exporters = exporters;
    this.decided = metrics.counter(DECIDED);
    this.assembly = new TraceAssembly(MAX_TRACES, maxBytes, new Decisions());
    this.loop = new AgentLoop("tail", this::settle);
  }

  /**
   * @param exporters takes what is kept; closed with the stage
   */
  public static TailStage start(
      Config config, ExportPipeline<FinishedSpan> exporters, Metrics metrics) {
    TailSampler sampler =
        new TailSampler(
            config.get(ExportOptions.TAIL_SLOW).toNanos(),
            config.get(ExportOptions.TAIL_RATIO),
            config.get(ExportOptions.TAIL_RATE),
            System.nanoTime());
    long maxBytes = (long) config.get(ExportOptions.TAIL_MEMORY) << MEBI;
    TailStage stage = new TailStage(sampler, maxBytes, exporters, metrics);
    stage.loop.start();
    return stage;
  }

  private final class Decisions implements TraceAssembly.Decider {
    @Override
    public boolean decide(@Nullable FinishedSpan root, List<FinishedSpan> spans, boolean failed) {
      FinishedSpan first = root == null ? spans.get(spans.size() - 1) : root;
      long duration = first.endEpochNanos() - first.startEpochNanos();
      String decision = sampler.decide(first.name(), duration, failed, first.traceIdLow(), now);
      decided.labels(decision).add(1);
      boolean keep = !decision.equals("dropped");
      if (keep) {
        spans.forEach(exporters::accept);
      }
      return keep;
    }

    @Override
    public void late(FinishedSpan span) {
      exporters.accept(span);
    }
  }

  @Override
  public synchronized int export(List<FinishedSpan> batch) {
    now = System.nanoTime();
    for (FinishedSpan span : batch) {
      assembly.add(span, now);
    }
    assembly.settle(now);
    return 0;
  }

  private synchronized long settle() {
    now = System.nanoTime();
    assembly.settle(now);
    return SECOND;
  }

  /** Decides what is left, and sends what is kept of it. */
  @Override
  public void close() {
    loop.close();
    synchronized (this) {
      now = System.nanoTime();
      assembly.flush();
    }
    exporters.close();
  }
}
