// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.spi.export.FinishedSpan.Event;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/** Work with AI by the names of others, which it is told by besides, where that is asked for. */
record ModelAliases(GenAiTask.Kind kind, String model, String provider) {
  private static final String EVENT = "AIRequest";
  private static final AttributeKey<String> MODEL = AttributeKey.stringKey("model");
  private static final AttributeKey<Long> TOKENS = AttributeKey.longKey("tokens");
  private static final AttributeKey<Double> DURATION = AttributeKey.doubleKey("duration");

  boolean isCall() {
    return kind == GenAiTask.Kind.INFERENCE || kind == GenAiTask.Kind.EMBEDDINGS;
  }

  boolean isTool() {
    return kind == GenAiTask.Kind.TOOL;
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
    if (usage.input() >= 0 || usage.output() >= 0) {
      attributes.put(TOKENS, Math.max(0, usage.input()) + Math.max(0, usage.output()));
    }
    return new Event(EVENT, epochNanos, attributes.build());
  }
}
