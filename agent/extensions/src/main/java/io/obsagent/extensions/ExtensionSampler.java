// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.extension.TraceSampler;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;

/** A sampler of an extension in the place of the agent's, which stands in when it fails. */
final class ExtensionSampler implements TraceSampler {
  private final Sampler sampler;
  private final TraceSampler standIn;
  private final Breaker breaker;

  ExtensionSampler(Sampler sampler, TraceSampler standIn) {
    this.sampler = sampler;
    this.standIn = standIn;
    this.breaker = new Breaker(sampler.getClass().getName() + Services.place(sampler));
  }

  @Override
  public boolean sample(Question question) {
    if (breaker.allows()) {
      try {
        return ask(question);
      } catch (Throwable e) {
        breaker.caught(e);
      }
    }
    return standIn.sample(question);
  }

  private boolean ask(Question question) {
    Context parent = Context.root().with(AgentSampler.QUESTION, question);
    if (question.parent().isValid()) {
      parent = parent.with(Span.wrap(question.parent()));
    }
    return sampler
            .shouldSample(
                parent,
                question.traceId(),
                question.name(),
                question.kind(),
                question.attributes(),
                List.of())
            .getDecision()
        == SamplingDecision.RECORD_AND_SAMPLE;
  }
}
