// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of exceptions. */
class FailureTest {
  private final Fixture fixture = new Fixture();

  @AfterEach
  void no_context_is_left_on_the_thread() {
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void what_the_application_threw_is_told_rather_than_what_it_was_wrapped_in() {
    Exception own = new IllegalArgumentException("own");
    assertThat(errorOf(own, new IllegalStateException(new RuntimeException(own))))
        .isEqualTo("java.lang.IllegalArgumentException");
    assertThat(errorOf(own, new IllegalStateException("another")))
        .isEqualTo("java.lang.IllegalStateException");
  }

  private Object errorOf(Exception handled, Exception thrown) {
    HttpServerOperation operation = fixture.serve(new Request("GET", "/a"));
    operation.handled(handled);
    operation.end(thrown);
    return Fixture.attributes(fixture.spans.get(fixture.spans.size() - 1)).get("error.type");
  }

  @Test
  void requests_that_fail_are_counted_by_what_they_failed_with() {
    errorOf(new IllegalArgumentException(), new IllegalStateException("another"));
    errorOf(new IllegalArgumentException(), new IllegalStateException("again"));
    for (int status : new int[] {503, 404, 200}) {
      HttpServerOperation operation = fixture.serve(new Request("GET", "/a"));
      operation.status(status);
      operation.end(null);
    }
    assertThat(fixture.values("http_request_errors_total"))
        .containsOnly(
            entry(List.of("GET", "unknown", "java.lang.IllegalStateException"), 2.0),
            entry(List.of("GET", "unknown", "503"), 1.0));
  }

  @Test
  void an_exception_that_fails_at_all_that_it_is_asked_is_recorded_by_its_type() {
    HttpServerOperation operation = fixture.serve(new Request("GET", "/a"));
    operation.attach();

    operation.finish(new Untold());

    assertThat(fixture.spans).hasSize(1);
    assertThat(fixture.spans.get(0).statusCode()).isEqualTo(StatusCode.ERROR);
  }

  private static final class Untold extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new AssertionError("no message");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return null;
    }
  }

  @Test
  void the_message_of_a_database_is_kept_out_of_what_wraps_it_too() {
    SQLException refused = new SQLException("Key (email)=(a@b.example) already exists", "23505");
    HttpServerOperation server = fixture.serve(new Request("POST", "/customers"));
    server.end(new IllegalStateException("could not insert: " + refused.getMessage(), refused));

    Attributes exception = fixture.spans.get(0).events().get(0).attributes();
    assertThat(exception.get(AttributeKey.stringKey("exception.message"))).isNull();
    assertThat(exception.get(AttributeKey.stringKey("exception.stacktrace")))
        .startsWith("java.lang.IllegalStateException\n")
        .contains("Caused by: java.sql.SQLException\n")
        .doesNotContain("a@b.example");
  }

  @Test
  void an_exception_is_an_error_with_its_stack_trace_in_the_innermost_span_only() {
    IllegalStateException error = new IllegalStateException("no stock");
    HttpServerOperation server = fixture.serve(new Request("GET", "/"));
    server.attach();
    DbOperation query = fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1);
    query.attach();
    query.finish(error);
    server.finish(error);

    FinishedSpan inner = fixture.spans.get(0);
    FinishedSpan outer = fixture.spans.get(1);
    assertThat(inner.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(inner.events()).hasSize(1);
    FinishedSpan.Event event = inner.events().get(0);
    assertThat(event.name()).isEqualTo("exception");
    // A database's message may quote what the statement was given.
    assertThat(event.attributes().get(AttributeKey.stringKey("exception.message"))).isNull();
    assertThat(event.attributes().get(AttributeKey.stringKey("exception.stacktrace")))
        .startsWith("java.lang.IllegalStateException\n\tat ")
        .hasSizeLessThanOrEqualTo(4_096);
    assertThat(outer.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(outer.events()).isEmpty();
    assertThat(Fixture.attributes(outer))
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .containsEntry("http.response.status_code", 500L);
  }
}
