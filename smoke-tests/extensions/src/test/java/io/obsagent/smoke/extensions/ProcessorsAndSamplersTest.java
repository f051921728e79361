// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is called on the threads of requests, and what is said of the process. */
class ProcessorsAndSamplersTest {
  @TempDir Path directory;

  @Test
  void contribsBaggageProcessorCopiesBaggageToSpans() throws Exception {
    try (Extended application =
        Extended.start(
            ExtensionJar.option(ExtensionJar.published("opentelemetry-baggage-processor")),
            // The agent would put its own baggage in the place of what the application sends.
            "-Dobs.instrumentation.httpurlconnection.enabled=false",
            "-Dotel.java.experimental.span-attributes.copy-from-baggage.include=tenant")) {
      application.call("/baggage");
      assertThat(application.serverSpan("/baggage")).contains("\"tenant\":\"blue\"");
      assertThat(application.end()).isZero();
      assertThat(application.err()).doesNotContain("WARN");
    }
  }

  @Test
  void contribsRulesDecideAndAskTheAgentsSamplerForTheRest() throws Exception {
    Path jar =
        ExtensionJar.of(directory, "RulesExtension", AutoConfigurationCustomizerProvider.class);
    try (Extended application =
        Extended.start(
            ExtensionJar.option(jar, ExtensionJar.published("opentelemetry-samplers")),
            "-Dobs.instrumentation.httpurlconnection.enabled=false",
            "-Dobs.sampling.rules=/never/**=0")) {
      application.call("/static/logo.png");
      application.call("/never/traced");
      application.call("/health/live");
      application.call("/orders");
      application.serverSpan("/orders");
      assertThat(application.end()).isZero();
      assertThat(application.spans())
          .noneMatch(span -> span.contains("/static/logo.png"))
          .noneMatch(span -> span.contains("/never/traced"))
          .noneMatch(span -> span.contains("/health/live"));
    }
  }

  @Test
  void aSamplerIsChosenByItsName() throws Exception {
    try (Extended application =
        Extended.start(
            ExtensionJar.option(ExtensionJar.published("opentelemetry-samplers")),
            "-Dobs.sampling.sampler=linksbased_parentbased_always_on")) {
      application.call("/chosen");
      application.serverSpan("/chosen");
      assertThat(application.end()).isZero();
      assertThat(application.err()).doesNotContain("WARN");
    }
  }

  @Test
  void anExtensionSetsAttributesSeesTheEndAndAddsToTheResource() throws Exception {
    Path jar =
        ExtensionJar.of(
            directory,
            "TenantExtension",
            AutoConfigurationCustomizerProvider.class,
            ResourceProvider.class);
    try (Extended application =
        Extended.start("-Dobs.extensions.otel=" + jar, "-Dtenant.name=acme")) {
      application.call("/tenant");
      assertThat(application.serverSpan("/tenant"))
          .contains("\"tenant.name\":\"acme\"")
          .contains("\"service\":\"shop-of-acme\"");
      Extended.await("end seen", () -> application.out().contains("ended GET true true"));
      assertThat(application.end()).isZero();
    }
  }

  @Test
  void theExampleOfTheGuideWrites() throws Exception {
    Path jar =
        ExtensionJar.of(directory, "ConsoleExtension", ConfigurableSpanExporterProvider.class);
    try (Extended application =
        Extended.start(
            ExtensionJar.option(jar),
            "-Dobs.traces.exporter=console",
            "-Dotel.exporter.console.prefix=seen")) {
      application.call("/guide");
      Extended.await("line written", () -> application.out().contains("seen GET"));
      assertThat(application.end()).isZero();
    }
  }
}
