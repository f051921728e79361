// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.propagation.CorrelationIds;
import io.obsagent.core.span.RemoteParent;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/** What the headers of a message or a remote call tell of where it comes from. */
record Incoming(@Nullable RemoteParent parent, Context base, @Nullable String correlationId) {
  static <Q> Incoming of(CoreTelemetry telemetry, TextMapGetter<Q> reader, Q carrier) {
    Baggage baggage = telemetry.propagation.extractBaggage(carrier, reader);
    return new Incoming(
        telemetry.propagation.extract(carrier, reader),
        base(baggage),
        correlationId(telemetry, reader, carrier, baggage));
  }

  /** That of a header, or else one that came in the baggage. */
  static <Q> @Nullable String correlationId(
      CoreTelemetry telemetry, TextMapGetter<Q> reader, Q carrier, @Nullable Baggage baggage) {
    String id = telemetry.correlationIds.read(carrier, reader);
    if (id != null || baggage == null) {
      return id;
    }
    String carried = baggage.getEntryValue(CorrelationIds.BAGGAGE_KEY);
    return carried != null && CorrelationIds.isValid(carried) ? carried : null;
  }

  static Context base(@Nullable Baggage baggage) {
    return baggage == null ? Context.root() : Context.root().with(baggage);
  }
}
