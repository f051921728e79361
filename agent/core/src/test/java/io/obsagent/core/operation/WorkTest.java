// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.obsagent.spi.telemetry.WorkOperation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkTest {
  private static final WorkKind JOB = WorkKind.register("test-job", SpanKind.INTERNAL);
  private static final WorkKind METHOD = WorkKind.registerNesting("test-method", SpanKind.INTERNAL);
  private static final WorkKind CACHE =
      WorkKind.register("test-cache", SpanKind.CLIENT, WorkKind.DATABASE);
  private static final MetricDefinition DURATION =
      MetricDefinition.histogram("test_job_duration_seconds", "Jobs.", 1)
          .labels("job", Work.OUTCOME);
  private static final AttributeKey<String> JOB_NAME = AttributeKey.stringKey("job.name");

  private final Fixture fixture = new Fixture();

  @BeforeEach
  void install() {
    Telemetry.install(fixture.telemetry());
  }

  private FinishedSpan last() {
    return fixture.spans.get(fixture.spans.size() - 1);
  }

  @Test
  void workHasItsNameItsAttributesAndItsDuration() {
    Work nightly =
        Work.of(JOB, "nightly").attribute(JOB_NAME, "cleanup").duration(DURATION, "cleanup");
    WorkOperation good = WorkOperation.start(nightly);
    good.attach();
    fixture.clock.turn(250);
    good.finish(null);
    WorkOperation bad = WorkOperation.start(nightly);
    bad.failed("timeout");
    bad.end(null);

    FinishedSpan span = fixture.spans.get(0);
    assertThat(span.name()).isEqualTo("nightly");
    assertThat(span.kind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(span.scope()).isEqualTo("io.obsagent.test-job");
    assertThat(Fixture.attributes(span)).containsEntry("job.name", "cleanup");
    assertThat(Fixture.attributes(last())).containsEntry("error.type", "timeout");
    assertThat(last().statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(fixture.values("test_job_duration_seconds"))
        .containsExactly(
            entry(List.of("cleanup", "success"), 1.0), entry(List.of("cleanup", "error"), 1.0));
  }

  @Test
  void aKindSuppressesItselfAndWhatItSaysButNotOthers() {
    WorkOperation cache = WorkOperation.start(Work.of(CACHE, "get"));
    cache.attach();
    assertThat(WorkOperation.start(Work.of(CACHE, "get"))).isNull();
    assertThat(fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1)).isNull();
    WorkOperation job = WorkOperation.start(Work.of(JOB, "job"));
    job.end(null);
    cache.finish(null);

    assertThat(fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1)).isNotNull();
  }

  @Test
  void methodsAreWatchedInsideEachOther() {
    WorkOperation outer = WorkOperation.start(Work.of(METHOD, "outer"));
    outer.attach();
    WorkOperation inner = WorkOperation.start(Work.of(METHOD, "inner"));
    inner.finish(null);
    outer.finish(null);

    assertThat(fixture.spans.get(0).parentSpanId()).isEqualTo(last().spanId());
  }

  @Test
  void aNameIsRegisteredOnce() {
    assertThat(WorkKind.register("test-job", SpanKind.CLIENT)).isSameAs(JOB);
    assertThat(JOB.spanKind()).isEqualTo(SpanKind.INTERNAL);
  }

  @Test
  void workThatNobodyWaitsForIsATraceOfItsOwnWithALink() {
    HttpServerOperation server = fixture.serve(new Fixture.Request("GET", "/"));
    server.attach();
    SpanContext link =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    WorkOperation.startRoot(Work.of(JOB, "later"), List.of(link, SpanContext.getInvalid()))
        .end(null);
    server.finish(null);

    FinishedSpan job = fixture.spans.get(0);
    assertThat(job.parentSpanId()).isZero();
    assertThat(job.context().getTraceId()).isNotEqualTo(last().context().getTraceId());
    assertThat(job.links()).containsExactly(link);
  }

  @Test
  void anOperationEndsWithItsStage() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    WorkOperation operation = WorkOperation.start(Work.of(JOB, "async"));
    operation.endWith(answer);
    assertThat(operation.ended()).isFalse();
    answer.complete("done");
    assertThat(operation.ended()).isTrue();
    assertThat(last().statusCode()).isEqualTo(StatusCode.UNSET);

    CompletableFuture<String> failing = new CompletableFuture<>();
    WorkOperation failed = WorkOperation.start(Work.of(JOB, "async"));
    failed.endWith(failing.thenApply(value -> value));
    failing.completeExceptionally(new IllegalStateException("no"));
    assertThat(Fixture.attributes(last()))
        .containsEntry("error.type", IllegalStateException.class.getName());
  }

  @Test
  @Timeout(180)
  void anOperationEndsWhenItsOwnerIsCollected() {
    WorkOperation operation = WorkOperation.start(Work.of(JOB, "forgotten"));
    operation.endWhenCollected(new Object());
    while (!operation.ended() || fixture.spans.isEmpty()) {
      System.gc();
    }
    assertThat(Fixture.attributes(last()).get("error.type").toString()).endsWith("NeverClosed");
  }
}
