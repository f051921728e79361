// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

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
  @Nullable Throwable error;
  private final Context context = Context.root().with(ContextKey.named("call"), "this");
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
  }

  @Override
  public void finishReason(String reason) {
    told.add(reason);
  }

  @Override
  public void usage(GenAiUsage usage) {
    told.add(usage.toString());
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
