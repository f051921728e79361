// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.diagnostics.Problems;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That the SDK's builders hold what is read of them. */
class ProviderBuilderTest {
  @AfterEach
  void clear() {
    Problems.clear(Services.AREA);
  }

  @Test
  void processorsSamplerAndResourceAreRead() {
    SpanProcessor first = SpanProcessor.composite();
    SpanProcessor second = SpanProcessor.composite();
    Sampler sampler = Sampler.alwaysOff();
    Resource resource = Resource.create(Attributes.builder().put("a", "b").build());

    ProviderBuilder read =
        ProviderBuilder.read(
            SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(sampler)
                .addSpanProcessor(second)
                .addSpanProcessorFirst(first));

    assertThat(read.processors()).containsExactly(first, second);
    assertThat(read.sampler()).isSameAs(sampler);
    assertThat(read.resource()).isEqualTo(resource);
    assertThat(Problems.all()).isEmpty();
  }

  @Test
  void othersIdsAreRefusedAloud() {
    IdGenerator others =
        new IdGenerator() {
          @Override
          public String generateSpanId() {
            return "00000000000000aa";
          }

          @Override
          public String generateTraceId() {
            return "000000000000000000000000000000aa";
          }
        };

    ProviderBuilder.read(SdkTracerProvider.builder().setIdGenerator(others));

    assertThat(Problems.all())
        .singleElement()
        .asString()
        .contains("wants to change ids", others.getClass().getName());
  }

  @Test
  void processorsOfLogRecordsAreSeen() {
    assertThat(ProviderBuilder.hasProcessors(SdkLoggerProvider.builder())).isFalse();
    assertThat(
            ProviderBuilder.hasProcessors(
                SdkLoggerProvider.builder().addLogRecordProcessor((context, record) -> {})))
        .isTrue();
  }
}
