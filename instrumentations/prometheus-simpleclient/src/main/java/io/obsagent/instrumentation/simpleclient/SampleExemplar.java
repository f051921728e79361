// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.simpleclient;

import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** The exemplar of a sample, which samples have since 0.11. Thread-safe. */
final class SampleExemplar {
  private record Access(
      MethodHandle exemplar,
      MethodHandle labels,
      MethodHandle name,
      MethodHandle label,
      MethodHandle value,
      MethodHandle time) {}

  private static final @Nullable Access ACCESS = access();

  private SampleExemplar() {}

  private static @Nullable Access access() {
    try {
      Class<?> type =
          Class.forName(
              "io.prometheus.client.exemplars.Exemplar", false, Sample.class.getClassLoader());
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodType text = MethodType.methodType(String.class, int.class);
      return new Access(
          lookup.findGetter(Sample.class, "exemplar", type),
          lookup.findVirtual(type, "getNumberOfLabels", MethodType.methodType(int.class)),
          lookup.findVirtual(type, "getLabelName", text),
          lookup.findVirtual(type, "getLabelValue", text),
          lookup.findVirtual(type, "getValue", MethodType.methodType(double.class)),
          lookup.findVirtual(type, "getTimestampMs", MethodType.methodType(Long.class)));
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }

  /** Null where there is none, or none with the ids of a span. */
  static @Nullable Exemplar of(Sample sample) {
    Access access = ACCESS;
    try {
      Object exemplar = access == null ? null : (Object) access.exemplar.invoke(sample);
      if (access == null || exemplar == null) {
        return null;
      }
      String traceId = null;
      String spanId = null;
      int labels = (int) access.labels.invoke(exemplar);
      for (int i = 0; i < labels; i++) {
        String name = (String) access.name.invoke(exemplar, i);
        if (name.equals("trace_id")) {
          traceId = (String) access.label.invoke(exemplar, i);
        } else if (name.equals("span_id")) {
          spanId = (String) access.label.invoke(exemplar, i);
        }
      }
      Long time = (Long) access.time.invoke(exemplar);
      return Exemplar.of(
          traceId,
          spanId,
          (double) access.value.invoke(exemplar),
          time == null ? System.currentTimeMillis() : time);
    } catch (Throwable e) {
      return null;
    }
  }
}
