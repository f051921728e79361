// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.spi.telemetry.LogFields;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * Who a span is: its ids, as numbers and as the texts that logs and headers want, and what it
 * shares with its trace. A span extends it instead of holding it. Thread-safe.
 */
abstract class SpanIdentity extends Attachments implements SpanContext {
  final LocalRoot root;
  private final long spanId;

  /** Made when first asked for, by two threads perhaps: they are the same. */
  private @Nullable LogFields logFields;

  SpanIdentity(LocalRoot root) {
    this.root = root;
    this.spanId = Ids.next();
  }

  public final LocalRoot root() {
    return root;
  }

  public final long traceIdHigh() {
    return root.traceHigh;
  }

  public final long traceIdLow() {
    return root.traceLow;
  }

  public final long spanId() {
    return spanId;
  }

  public final LogFields logFields() {
    LogFields fields = logFields;
    if (fields == null) {
      fields =
          new LogFields(
              root.traceId(), Ids.hex(spanId), root.sampled() ? "01" : "00", root.correlationId());
      logFields = fields;
    }
    return fields;
  }

  @Override
  public final String getTraceId() {
    return root.traceId();
  }

  @Override
  public final String getSpanId() {
    LogFields fields = logFields;
    return fields != null ? fields.spanId() : Ids.hex(spanId);
  }

  @Override
  public final TraceFlags getTraceFlags() {
    return TraceFlags.fromByte(root.flags);
  }

  @Override
  public final TraceState getTraceState() {
    return root.parsedTraceState();
  }

  @Override
  public final boolean isSampled() {
    return root.sampled();
  }

  @Override
  public final boolean isValid() {
    return true;
  }

  @Override
  public final boolean isRemote() {
    return false;
  }
}
