// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.extension.SpanListener;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * Bytes that operations allocate on the application's threads. The budgets are what the interpreter
 * allocates, on each JDK the same, and 2 % more, so they do not depend on what the compiler has got
 * to.
 */
class AllocationTest {
  private static final int ROUNDS = 20_000;

  private final HotPath sampled = new HotPath("always");
  private final HotPath unsampled = new HotPath("never");

  private static long bytesOf(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < ROUNDS; i++) {
      work.run();
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ROUNDS; i++) {
        work.run();
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS);
    }
    return least;
  }

  private static void assertBudget(String name, Runnable work, long budget) {
    long bytes = bytesOf(work);
    System.out.println("[allocation] " + name + ": " + bytes + " bytes, budget " + budget);
    assertThat(bytes).as(name).isLessThanOrEqualTo(budget);
  }

  @Test
  void a_sampled_request_stays_within_its_budget() {
    assertBudget("server", sampled::server, 391);
    assertBudget("server, trace continued", sampled::serverContinued, 475);
    assertBudget("request with jdbc, 2 redis, ai over http", sampled::request, 2_081);
  }

  @Test
  void an_unsampled_request_stays_within_its_budget() {
    assertBudget("server, unsampled", unsampled::server, 391);
    assertBudget("request, unsampled", unsampled::request, 1_500);
    assertBudget("database, unsampled", unsampled.within(unsampled::database), 64);
    assertBudget("redis, unsampled", unsampled.within(unsampled::redis), 64);
  }

  @Test
  void operations_alone_stay_within_their_budgets() {
    assertBudget("database", sampled::database, 217);
    assertBudget("redis", sampled::redis, 217);
    assertBudget("work of a registered kind", sampled::work, 200);
    assertBudget("http client", sampled::client, 816);
    assertBudget("chat over http", sampled::chat, 1_298);
  }

  @Test
  void a_chunk_of_a_stream_keeps_nothing() {
    GenAiOperation stream = sampled.telemetry.startGenAi(Fixture.CHAT);
    assertBudget("chunk of a stream", stream::chunk, 0);
    stream.end(null);
  }

  @Test
  void showing_spans_to_an_extension_costs_only_what_the_extension_does() {
    HotPath shown = new HotPath("always");
    shown.telemetry.tracer().extend(new Blind(), null);
    assertBudget("server, shown", shown::server, 391);
    assertBudget("request, shown", shown::request, 2_082);
  }

  /** Looks at nothing. */
  private static final class Blind implements SpanListener {
    @Override
    public <S extends Span & FinishedSpan> void onStart(Context parent, S span) {}

    @Override
    public void onEnd(FinishedSpan span) {}
  }
}
