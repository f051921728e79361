// SPDX-License-Identifier: Apache-2.0
package com.example.extension;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Asks for what it cannot have, and throws wherever it is called. */
public final class AwkwardExtension implements AutoConfigurationCustomizerProvider, SpanProcessor {
  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    customizer
        .addMeterProviderCustomizer((provider, config) -> provider)
        .addLoggerProviderCustomizer(
            (provider, config) -> provider.addLogRecordProcessor((context, record) -> {}))
        .addResourceCustomizer(
            (resource, config) -> {
              throw new IllegalStateException("no resource today");
            })
        .addSamplerCustomizer((sampler, config) -> new AwkwardSampler())
        .addTracerProviderCustomizer(
            (provider, config) ->
                provider.addSpanProcessor(this).setIdGenerator(new ConstantIds()));
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    throw new IllegalStateException("no start today");
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    throw new AssertionError("no end today");
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  private static final class ConstantIds implements IdGenerator {
    @Override
    public String generateSpanId() {
      return "00000000000000aa";
    }

    @Override
    public String generateTraceId() {
      return "000000000000000000000000000000aa";
    }
  }
}
