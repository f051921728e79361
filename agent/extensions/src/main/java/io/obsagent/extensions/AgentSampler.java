// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.extension.TraceSampler;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/** The agent's sampler as one of the SDK, for extensions that build on it. */
final class AgentSampler implements Sampler {
  /** What the agent has asked, so that nothing of it is lost on the way through an extension. */
  static final ContextKey<TraceSampler.Question> QUESTION = ContextKey.named("obs-question");

  private final TraceSampler sampler;

  AgentSampler(TraceSampler sampler) {
    this.sampler = sampler;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    TraceSampler.Question asked = parent.get(QUESTION);
    return sampler.sample(asked != null ? asked : question(parent, traceId, name, kind, attributes))
        ? SamplingResult.recordAndSample()
        : SamplingResult.drop();
  }

  /** An extension may ask in a context of its own. */
  private static TraceSampler.Question question(
      Context parent, String traceId, String name, SpanKind kind, Attributes attributes) {
    SpanContext caller = Span.fromContext(parent).getSpanContext();
    long low = Long.parseUnsignedLong(traceId.substring(16), 16);
    Boolean decided = caller.isValid() ? caller.isSampled() : null;
    return new TraceSampler.Question(traceId, low, caller, decided, name, kind, "", attributes);
  }

  @Override
  public String getDescription() {
    return "obs-agent";
  }
}
