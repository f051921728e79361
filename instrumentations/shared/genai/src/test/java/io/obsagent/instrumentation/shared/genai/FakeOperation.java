// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.obsagent.spi.telemetry.Operation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation that only remembers. */
final class FakeOperation implements GenAiOperation {
  final List<String> told = new ArrayList<>();
  @Nullable GenAiContent content;
  @Nullable Throwable error;
  private final Context context = Context.root().with(ContextKey.named("call"), "this");
  private boolean named;
  private boolean ended;

  @Override
  public GenAiTask.Kind kind() {
    return GenAiTask.Kind.INFERENCE;
  }

  @Override
  public void chunk() {
    told.add("chunk");
  }

  @Override
  public void response(@Nullable String id, @Nullable String model) {
    told.add(id + " " + model);
    named |= id != null;
  }

  @Override
  public boolean isNamed() {
    return named;
  }

  @Override
  public void finishReason(int choice, String reason) {
    told.add(choice < 0 ? reason : choice + " " + reason);
  }

  @Override
  public void usage(GenAiUsage usage) {
    told.add(usage.toString());
  }

  @Override
  public void servedBy(@Nullable String tier) {
    told.add("tier " + tier);
  }

  @Override
  public void cost(double usd) {
    told.add("cost " + usd);
  }

  @Override
  public void refused(int status, @Nullable String code) {
    told.add("refused " + status + ' ' + code);
  }

  @Override
  public void remaining(Limit of, long limit, long remaining) {
    told.add(of.word() + ' ' + remaining + " of " + limit);
  }

  @Override
  public void found(long documents, double lowest, double highest) {
    told.add("found " + documents + " from " + lowest + " to " + highest);
  }

  @Override
  public void leave() {
    if (!ended) {
      told.add("left");
    }
    end(null);
  }

  @Override
  public @Nullable GenAiContent content() {
    return content;
  }

  @Override
  public boolean asksForUsage() {
    return false;
  }

  @Override
  public Span span() {
    return Span.getInvalid();
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public Operation attach() {
    return this;
  }

  @Override
  public void detach() {}

  @Override
  public void end(@Nullable Throwable failure) {
    if (!ended) {
      ended = true;
      error = failure;
    }
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
