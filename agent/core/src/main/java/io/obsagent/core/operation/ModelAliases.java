// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.spi.export.FinishedSpan.Event;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/** Work with AI by the names of others, which it is told by besides, where that is asked for. */
record ModelAliases(GenAiTask task, String model, String provider) {
  static final MetricDefinition REQUESTS =
      MetricDefinition.counter(
              "custom_ai_requests_total", "Calls to AI models once more, where ai.aliases is on.")
          .unit("{request}")
          .labels("model", "provider", "status")
          .semconv(SemconvName.of("Custom/AI/Requests", "{request}"));

  static final MetricDefinition TOKENS_USED =
      MetricDefinition.counter(
              "custom_ai_tokens_used_total", "Tokens in and out once more, where ai.aliases is on.")
          .unit("{token}")
          .labels("model", "provider")
          .semconv(SemconvName.of("Custom/AI/TokensUsed", "{token}"));

  private static final String EVENT = "AIRequest";
  private static final AttributeKey<String> MODEL = AttributeKey.stringKey("model");
  private static final AttributeKey<Long> TOKENS = AttributeKey.longKey("tokens");
  private static final AttributeKey<Double> DURATION = AttributeKey.doubleKey("duration");

  boolean isCall() {
    return task.kind() == GenAiTask.Kind.INFERENCE || task.kind() == GenAiTask.Kind.EMBEDDINGS;
  }

  boolean isTool() {
    return task.kind() == GenAiTask.Kind.TOOL;
  }

  /**
   * @param content null where nobody could tell what is asked
   */
  void describe(@Nullable ModelContent content, AttributeWriter writer) {
    writer.put(Attribute.ALIAS_MODEL, model);
    writer.put(Attribute.ALIAS_PROVIDER, provider);
    writer.put(Attribute.ALIAS_PROMPT, content == null ? -1 : content.promptChars());
  }

  /** Without tokens, where nobody has told them. */
  Event event(GenAiUsage usage, double seconds, long epochNanos) {
    AttributesBuilder attributes = Attributes.builder().put(MODEL, model).put(DURATION, seconds);
    long tokens = tokens(usage);
    if (tokens >= 0) {
      attributes.put(TOKENS, tokens);
    }
    return new Event(EVENT, epochNanos, attributes.build());
  }

  void count(MetricRegistry registry, String status, GenAiUsage usage) {
    registry.counter(REQUESTS).labels(model, provider, status).add(1);
    long tokens = task == GenAiTask.FETCH_RESPONSE ? 0 : tokens(usage);
    registry.counter(TOKENS_USED).labels(model, provider).add(Math.max(0, tokens));
  }

  /** Negative where nobody has told them. */
  private static long tokens(GenAiUsage usage) {
    return usage.input() < 0 && usage.output() < 0
        ? -1
        : Math.max(0, usage.input()) + Math.max(0, usage.output());
  }
}
