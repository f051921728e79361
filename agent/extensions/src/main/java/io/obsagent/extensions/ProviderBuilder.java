// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.diagnostics.Problems;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.lang.reflect.Field;
import java.util.List;

/**
 * Reads what extensions have put into a builder of the SDK. It is final and tells nothing, and a
 * provider that were built of it would only make spans of its own: so its fields are read. The SDK
 * is the agent's, of one version; a test finds a field that is gone.
 *
 * @param resource what was added
 */
record ProviderBuilder(List<SpanProcessor> processors, Sampler sampler, Resource resource) {
  private static final SdkTracerProviderBuilder UNTOUCHED = SdkTracerProvider.builder();

  /**
   * @throws IllegalStateException if the SDK is another than the one this was written for
   */
  @SuppressWarnings("unchecked") // of the SDK's own declaration
  static ProviderBuilder read(SdkTracerProviderBuilder builder) {
    tellChanged(builder, "idsGenerator", IdGenerator.class, "ids");
    tellChanged(builder, "clock", Clock.class, "the clock");
    return new ProviderBuilder(
        List.copyOf((List<SpanProcessor>) get(builder, "spanProcessors", List.class)),
        get(builder, "sampler", Sampler.class),
        get(builder, "resource", Resource.class));
  }

  /** Whether somebody has added processors of log records. */
  static boolean hasProcessors(SdkLoggerProviderBuilder builder) {
    return !get(builder, "logRecordProcessors", List.class).isEmpty();
  }

  private static void tellChanged(
      SdkTracerProviderBuilder builder, String field, Class<?> type, String what) {
    if (get(builder, field, type) != get(UNTOUCHED, field, type)) {
      Problems.add(
          Services.AREA,
          "obs.extensions: an extension wants to change "
              + what
              + " ("
              + get(builder, field, type).getClass().getName()
              + "), which an extension cannot; the rest of it is used");
    }
  }

  private static <T> T get(Object builder, String name, Class<T> type) {
    try {
      Field field = builder.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(builder));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another SDK than expected: no field " + name, e);
    }
  }
}
