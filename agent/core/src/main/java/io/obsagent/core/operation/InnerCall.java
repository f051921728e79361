// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.obsagent.spi.telemetry.Operation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The same work as an outer layer's, seen from closer to the provider. */
final class InnerCall implements GenAiOperation {
  private final ModelOperation outer;
  private final ModelAnswer answer;
  private volatile boolean ended;

  InnerCall(ModelOperation outer, ModelAnswer answer) {
    this.outer = outer;
    this.answer = answer;
  }

  @Override
  public GenAiTask.Kind kind() {
    return outer.kind();
  }

  @Override
  public void chunk() {
    if (!ended) {
      outer.chunk(true);
    }
  }

  @Override
  public void response(@Nullable String id, @Nullable String model) {
    synchronized (outer) {
      if (!ended()) {
        answer.response(id, model);
      }
    }
  }

  /** One that reads what another thread is about to change has it told again. */
  @Override
  public boolean isNamed() {
    return answer.isNamed();
  }

  @Override
  public void finishReason(int choice, String reason) {
    synchronized (outer) {
      if (!ended()) {
        answer.finishReason(choice, reason);
      }
    }
  }

  @Override
  public void usage(GenAiUsage usage) {
    synchronized (outer) {
      if (!ended()) {
        answer.usage = answer.usage.merge(usage);
      }
    }
  }

  @Override
  public void servedBy(@Nullable String tier) {
    synchronized (outer) {
      if (!ended() && tier != null) {
        answer.tier = tier;
      }
    }
  }

  @Override
  public void cost(double usd) {
    synchronized (outer) {
      if (!ended() && usd >= 0) {
        answer.usd = usd;
      }
    }
  }

  @Override
  public void refused(int status, @Nullable String code) {
    synchronized (outer) {
      if (!ended()) {
        answer.refused(status, code);
      }
    }
  }

  @Override
  public void remaining(Limit of, long limit, long remaining) {
    outer.remaining(of, limit, remaining);
  }

  @Override
  public void found(long documents, double lowest, double highest) {
    outer.found(documents, lowest, highest);
  }

  @Override
  public @Nullable GenAiContent content() {
    return outer.contentOf(this);
  }

  @Override
  public boolean asksForUsage() {
    return outer.asksForUsage();
  }

  /** The outer layer may go on, as with the next call after a tool's. */
  @Override
  public void leave() {
    end(null);
  }

  @Override
  public void end(@Nullable Throwable error) {
    ended = true;
  }

  /** Nothing has to be ended if it is never told: the outer layer has its own owner. */
  @Override
  public void endWhenCollected(Object owner) {}

  @Override
  public boolean ended() {
    return ended || outer.ended();
  }

  @Override
  public Span span() {
    return outer.span();
  }

  @Override
  public Context context() {
    return outer.context();
  }

  @Override
  public Operation attach() {
    return this;
  }

  @Override
  public void detach() {}
}
