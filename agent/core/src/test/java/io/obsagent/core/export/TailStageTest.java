// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanCopy;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailStageTest {
  private static final long MILLI = 1_000_000;

  private final TestMetrics metrics = new TestMetrics();
  private final RecordingExporter exporter = new RecordingExporter();
  private final ExportPipeline<FinishedSpan> behind = pipeline();

  /** Nothing but what failed or took a second. */
  private final TailStage stage =
      new TailStage(
          new TailSampler(1_000 * MILLI, 0, 0, System.nanoTime()), 1 << 20, behind, metrics);

  private ExportPipeline<FinishedSpan> pipeline() {
    ExportPipeline<FinishedSpan> made =
        ExportPipeline.ofSpans(1_000, ExportTiming.withInterval(Duration.ofMillis(10)), metrics);
    made.start(List.of(NamedExporter.of("test", exporter)));
    return made;
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private static SpanCopy span(long trace, long id, long parent, long millis, StatusCode status) {
    return new SpanCopy(
        SpanContext.getInvalid(),
        9,
        trace,
        id,
        parent,
        false,
        "GET /",
        SpanKind.INTERNAL,
        0,
        millis * MILLI,
        status,
        "",
        Map.of(),
        List.of(),
        List.of(),
        "test",
        0);
  }

  private List<FinishedSpan> taken(int count) throws InterruptedException {
    List<FinishedSpan> taken = new ArrayList<>();
    while (taken.size() < count) {
      taken.addAll(exporter.take());
    }
    return taken;
  }

  @Test
  void wholeTracesGoOnOnceTheyHaveFailedOrWereSlow() throws Exception {
    SpanCopy fastChild = span(1, 2, 1, 5, StatusCode.UNSET);
    SpanCopy failedChild = span(2, 2, 1, 5, StatusCode.ERROR);
    SpanCopy slowChild = span(3, 2, 1, 5, StatusCode.UNSET);
    SpanCopy failed = span(2, 1, 0, 9, StatusCode.UNSET);
    SpanCopy slow = span(3, 1, 0, 1_500, StatusCode.UNSET);
    stage.export(List.of(fastChild, failedChild, slowChild));
    stage.export(List.of(span(1, 1, 0, 9, StatusCode.UNSET), failed, slow));

    assertThat(taken(4)).containsExactly(failedChild, failed, slowChild, slow);
    assertThat(metrics.total("obs_agent_tail_traces_total", "dropped")).isEqualTo(1);
    assertThat(metrics.total("obs_agent_tail_traces_total", "error")).isEqualTo(1);
    assertThat(metrics.total("obs_agent_tail_traces_total", "slow")).isEqualTo(1);
  }

  @Test
  void spansThatComeLateFollow() throws Exception {
    SpanCopy slow = span(1, 1, 0, 1_500, StatusCode.UNSET);
    SpanCopy late = span(1, 2, 1, 5, StatusCode.UNSET);
    stage.export(List.of(slow));
    stage.export(List.of(late));
    stage.export(List.of(span(2, 1, 0, 1, StatusCode.UNSET)));
    stage.export(List.of(span(2, 2, 1, 1, StatusCode.UNSET)));

    assertThat(taken(2)).containsExactly(slow, late);
    stage.close();
    assertThat(exporter.batches).isEmpty();
  }

  @Test
  void whatWaitsIsDecidedAtTheEnd() throws Exception {
    SpanCopy child = span(1, 2, 1, 5, StatusCode.ERROR);
    stage.export(List.of(child, span(2, 2, 1, 5, StatusCode.UNSET)));

    stage.close();

    assertThat(taken(1)).containsExactly(child);
    assertThat(exporter.closes).isEqualTo(1);
  }
}
