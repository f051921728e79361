// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.extension.SpanListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * Bytes that operations allocate on the application's threads. The budgets hold for the
 * interpreter, too, so they do not depend on what the compiler has got to.
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
    assertBudget("server", sampled::server, 440);
    assertBudget("server, trace continued", sampled::serverContinued, 540);
    assertBudget("request with jdbc, 2 redis, ai over http", sampled::request, 2_150);
  }

  @Test
  void an_unsampled_request_stays_within_its_budget() {
    assertBudget("server, unsampled", unsampled::server, 440);
    assertBudget("request, unsampled", unsampled::request, 1_850);
  }

  @Test
  void operations_alone_stay_within_their_budgets() {
    assertBudget("database", sampled::database, 310);
    assertBudget("redis", sampled::redis, 270);
    assertBudget("work of a registered kind", sampled::work, 250);
    assertBudget("http client", sampled::client, 840);
    assertBudget("chat over http", sampled::chat, 1_250);
  }

  @Test
  void showing_spans_to_an_extension_costs_only_what_the_extension_does() {
    HotPath shown = new HotPath("always");
    shown.telemetry.tracer().extend(new Blind(), null);
    assertBudget("server, shown", shown::server, 800);
    assertBudget("request, shown", shown::request, 2_800);
  }

  /** Looks at nothing. */
  private static final class Blind implements SpanListener {
    @Override
    public <S extends Span & FinishedSpan> void onStart(Context parent, S span) {}

    @Override
    public void onEnd(FinishedSpan span) {}
  }
}
