// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Locale;
import java.util.function.BiConsumer;

/** What the time of a span is spent on. */
enum Category {
  OWN,
  DB,
  REDIS,
  HTTP,
  AI,
  MESSAGING,

  /** For a message, or between the parts of a trace: nothing that is known of runs. */
  WAITING;

  /** As JSON has it. */
  final String text = name().toLowerCase(Locale.ROOT);

  static Category of(FinishedSpan span) {
    SpanKind kind = span.kind();
    if (kind == SpanKind.SERVER) {
      return OWN;
    }
    Finder finder = new Finder();
    span.forEachAttribute(finder);
    if (finder.found == MESSAGING && kind == SpanKind.CONSUMER) {
      return finder.receives ? WAITING : OWN;
    }
    if (finder.found != OWN) {
      return finder.found;
    }
    return kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER ? HTTP : OWN;
  }

  private static final class Finder implements BiConsumer<AttributeKey<?>, Object> {
    Category found = OWN;
    boolean receives;

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      String name = key.getKey();
      if (name.startsWith("gen_ai.") || name.startsWith("mcp.")) {
        found = AI;
      } else if (name.equals("db.system.name") || name.equals("db.system")) {
        found = value.equals("redis") || value.equals("valkey") ? REDIS : DB;
      } else if (name.equals("messaging.system")) {
        found = MESSAGING;
      } else if (name.equals("messaging.operation.type")) {
        receives = value.equals("receive");
      }
    }
  }
}
