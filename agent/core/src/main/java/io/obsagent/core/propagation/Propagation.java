// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.propagation;

import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.RemoteParent;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes the headers of the configured formats. Immutable. */
public final class Propagation {
  static final List<String> FORMATS = List.of("tracecontext", "baggage", "b3", "b3multi", "jaeger");

  private final String[] traceFormats;
  private final boolean baggage;

  public Propagation(List<String> formats) {
    this.baggage = formats.contains("baggage");
    List<String> ofTraces = new ArrayList<>(formats);
    ofTraces.remove("baggage");
    this.traceFormats = ofTraces.toArray(new String[0]);
  }

  public <Q> @Nullable RemoteParent extract(Q carrier, TextMapGetter<Q> getter) {
    for (String format : traceFormats) {
      RemoteParent parent =
          switch (format) {
            case "tracecontext" -> TraceContext.extract(carrier, getter);
            case "b3" -> OtherFormats.extractB3(carrier, getter);
            case "b3multi" -> OtherFormats.extractB3Multi(carrier, getter);
            default -> OtherFormats.extractJaeger(carrier, getter);
          };
      if (parent != null) {
        return parent;
      }
    }
    return null;
  }

  public <Q> @Nullable Baggage extractBaggage(Q carrier, TextMapGetter<Q> getter) {
    return baggage ? BaggageCodec.parse(getter.getAll(carrier, BaggageCodec.HEADER)) : null;
  }

  /** Writes all headers of the configured formats, and removes those that have no value now. */
  public <C> void inject(LocalSpan span, Context context, C carrier, HeaderSetter<C> setter) {
    for (String format : traceFormats) {
      switch (format) {
        case "tracecontext" -> TraceContext.inject(span, carrier, setter);
        case "b3" -> OtherFormats.injectB3(span, carrier, setter);
        case "b3multi" -> OtherFormats.injectB3Multi(span, carrier, setter);
        default -> OtherFormats.injectJaeger(span, carrier, setter);
      }
    }
    if (baggage) {
      Baggage current = context == Context.root() ? null : Baggage.fromContextOrNull(context);
      setter.set(
          carrier, BaggageCodec.HEADER, BaggageCodec.format(current, span.root().correlationId()));
    }
  }
}
