// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.LogFields;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

/** What goes on in the context of a request that is over, as in a thread that it has started. */
class AfterlifeTest {
  private static final int FIVE_MINUTES = 5 * 60 * 1_000;

  private final Fixture fixture = new Fixture();
  private final HttpServerOperation request = fixture.serve(new Fixture.Request("GET", "/"));
  private final Context kept = request.context();

  private FinishedSpan query() {
    try (Scope scope = kept.makeCurrent()) {
      DbOperation operation = fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1);
      operation.end(null);
      return (FinishedSpan) operation.span();
    }
  }

  private LogFields logFields() {
    try (Scope scope = kept.makeCurrent()) {
      return fixture.telemetry().logFields();
    }
  }

  @Test
  void aRequestThatRunsForLongHasItsChildren() {
    fixture.clock.turn(2 * FIVE_MINUTES);

    assertThat(query().parentSpanId()).isNotZero();
    assertThat(logFields()).isNotNull();
  }

  @Test
  void whatItLeavesBehindIsItsChildForFiveMinutes() {
    request.end(null);
    fixture.clock.turn(FIVE_MINUTES);

    FinishedSpan span = query();
    assertThat(span.parentSpanId()).isEqualTo(fixture.spans.get(0).spanId());
    assertThat(span.links()).isEmpty();
    assertThat(logFields().traceId()).isEqualTo(span.context().getTraceId());
  }

  @Test
  void afterwardsEachPieceOfWorkIsATraceOfItsOwnWithALink() {
    request.end(null);
    fixture.clock.turn(FIVE_MINUTES + 1);

    FinishedSpan first = query();
    FinishedSpan second = query();
    FinishedSpan ended = fixture.spans.get(0);
    assertThat(first.parentSpanId()).isZero();
    assertThat(first.links()).containsExactly(ended.context());
    assertThat(first.context().getTraceId())
        .isNotEqualTo(ended.context().getTraceId())
        .isNotEqualTo(second.context().getTraceId());
    assertThat(logFields()).isNull();
  }
}
