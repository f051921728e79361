// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan.Event;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is said to models is kept, of how many calls, how much of it, and where it goes.
 *
 * @param maxChars in each direction
 * @param ratio of calls, 0 to 1
 * @param where one of {@link ModelOptions}' places, off among them
 * @param aliases whether calls are told by other names, too, one of which is a prompt's length
 */
record ContentCapture(int maxChars, double ratio, String where, boolean aliases) {
  private static final String EVENT = "gen_ai.client.inference.operation.details";

  /** Of a record: nobody's logger. */
  private static final String SCOPE = "obs-agent.genai";

  private static final int INFO = 9;

  /** What a record takes without its texts, about. */
  private static final int LOG_BYTES = 512;

  /** Null where nothing is looked at. */
  static @Nullable ContentCapture of(Config config) {
    String where = config.get(ModelOptions.CONTENT);
    boolean off = where.equals(ModelOptions.OFF);
    boolean aliases = config.get(ModelOptions.ALIASES);
    return off && !aliases
        ? null
        : new ContentCapture(
            config.get(ModelOptions.CONTENT_CHARS),
            off ? 0 : config.get(ModelOptions.CONTENT_RATIO),
            where,
            aliases);
  }

  /** Null for a call of which nothing is kept. */
  @Nullable ModelContent sample() {
    boolean kept = ratio >= 1 || ThreadLocalRandom.current().nextDouble() < ratio;
    return kept || aliases ? new ModelContent(this, kept) : null;
  }

  void describe(ModelContent content, boolean ofTool, AttributeWriter writer) {
    if (where.equals(ModelOptions.ATTRIBUTES)) {
      content.describe(ofTool, writer::write);
    }
  }

  @Nullable Event event(ModelContent content, boolean ofTool, long epochNanos) {
    if (!where.equals(ModelOptions.EVENT) || !content.kept) {
      return null;
    }
    AttributesBuilder attributes = Attributes.builder();
    content.describe(ofTool, attributes::put);
    return new Event(EVENT, epochNanos, attributes.build());
  }

  /** A record of a log, which the conventions' events are by now; null where it is to be none. */
  @Nullable FinishedLog log(ModelContent content, ModelAliases of, LocalSpan span) {
    if (!where.equals(ModelOptions.LOG) || !content.kept) {
      return null;
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("event.name", EVENT);
    attributes.put(Attribute.AI_OPERATION.getKey(), of.task().word());
    attributes.put(Attribute.AI_PROVIDER.getKey(), of.provider());
    if (of.isCall()) {
      attributes.put(Attribute.AI_REQUEST_MODEL.getKey(), of.model());
    }
    content.describe(of.isTool(), (key, text) -> attributes.put(key.getKey(), text));
    String name = span.name();
    int chars = name.length();
    for (Object value : attributes.values()) {
      chars += value.toString().length();
    }
    return new FinishedLog(
        span.endEpochNanos(),
        span.endEpochNanos(),
        INFO,
        "INFO",
        name,
        SCOPE,
        SCOPE,
        span.traceIdHigh(),
        span.traceIdLow(),
        span.spanId(),
        span.getTraceFlags().asByte(),
        span.root().correlationId(),
        Collections.unmodifiableMap(attributes),
        null,
        null,
        null,
        LOG_BYTES + chars);
  }
}
