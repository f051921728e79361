// SPDX-License-Identifier: Apache-2.0
package com.example.extension;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Map;

/** Says on each span, and of the process, whose it is; prints how long each span took. */
public final class TenantExtension
    implements AutoConfigurationCustomizerProvider, ResourceProvider, SpanProcessor {
  private String tenant = "";

  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    customizer
        .addPropertiesSupplier(() -> Map.of("tenant.name", "nobody"))
        .addTracerProviderCustomizer(
            (provider, config) -> {
              tenant = config.getString("tenant.name", "");
              return provider.addSpanProcessor(this);
            });
  }

  @Override
  public Resource createResource(ConfigProperties config) {
    return Resource.create(
        Attributes.builder()
            .put("service.name", "shop-of-" + config.getString("tenant.name"))
            .put("tenant.shards", 3)
            .build());
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    span.setAttribute("tenant.name", tenant);
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    System.out.println(
        "ended " + span.getName() + ' ' + span.hasEnded() + ' ' + (span.getLatencyNanos() > 0));
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
