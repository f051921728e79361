// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.FinishedSpan.Event;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is said to models is kept, of how many calls, how much of it, and where it goes.
 *
 * @param maxChars in each direction
 * @param ratio of calls, 0 to 1
 * @param asEvent an event of the span, in place of its attributes
 * @param aliases whether calls are told by other names, too, one of which is a prompt's length
 */
record ContentCapture(int maxChars, double ratio, boolean asEvent, boolean aliases) {
  private static final String EVENT = "gen_ai.client.inference.operation.details";

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
            where.equals(ModelOptions.EVENT),
            aliases);
  }

  /** Null for a call of which nothing is kept. */
  @Nullable ModelContent sample() {
    boolean kept = ratio >= 1 || ThreadLocalRandom.current().nextDouble() < ratio;
    return kept || aliases ? new ModelContent(this, kept) : null;
  }

  void describe(ModelContent content, boolean ofTool, AttributeWriter writer) {
    if (!asEvent) {
      content.describe(ofTool, writer::write);
    }
  }

  @Nullable Event event(ModelContent content, boolean ofTool, long epochNanos) {
    if (!asEvent || !content.kept) {
      return null;
    }
    AttributesBuilder attributes = Attributes.builder();
    content.describe(ofTool, attributes::put);
    return new Event(EVENT, epochNanos, attributes.build());
  }
}
