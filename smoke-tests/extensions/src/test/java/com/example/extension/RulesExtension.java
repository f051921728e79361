// SPDX-License-Identifier: Apache-2.0
package com.example.extension;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.contrib.sampler.RuleBasedRoutingSampler;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/** Requests below /static are not traced; of all others, the sampler that was there decides. */
public final class RulesExtension implements AutoConfigurationCustomizerProvider {
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    customizer.addSamplerCustomizer(
        (sampler, config) ->
            RuleBasedRoutingSampler.builder(SpanKind.SERVER, sampler)
                .drop(PATH, "/static/.*")
                .build());
  }
}
