// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extensions that are not there, are broken or throw: told with place and way out, no more. */
class FaultsTest {
  @TempDir Path directory;

  @Test
  void withoutAnExtensionNothingOfTheSdkIsLoaded() throws Exception {
    try (Extended application = Extended.start("-Xlog:class+load")) {
      application.call("/plain");
      application.serverSpan("/plain");
      assertThat(application.end()).isZero();
      List<String> loaded = application.out().lines().filter(l -> l.contains("load]")).toList();
      assertThat(loaded)
          .anyMatch(line -> line.contains("io.opentelemetry.context.Context"))
          .noneMatch(line -> line.contains("io.opentelemetry.sdk"))
          .noneMatch(line -> line.contains("io.obsagent.extensions"));
    }
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestIsUsed() throws Exception {
    Path broken = Files.writeString(directory.resolve("broken.jar"), "no jar");
    Path missing = directory.resolve("missing.jar");
    try (Extended application =
        Extended.start(
            ExtensionJar.option(
                broken, missing, ExtensionJar.published("opentelemetry-baggage-processor")),
            "-Dobs.instrumentation.httpurlconnection.enabled=false",
            "-Dotel.java.experimental.span-attributes.copy-from-baggage.include=*")) {
      application.call("/faults");
      assertThat(application.serverSpan("/faults")).contains("\"tenant\":\"blue\"");
      String page = application.page("/monitoring/agent");
      assertThat(application.end()).isZero();
      for (String told : new String[] {application.err(), page}) {
        assertThat(told)
            .contains("-Dobs.extensions: " + broken + ": ")
            .contains("-Dobs.extensions: " + missing + ": there is no such file; it is left out");
      }
    }
  }

  @Test
  void aMissingLibraryIsNamed() throws Exception {
    Path jar =
        ExtensionJar.of(directory, "JaegerExtension", ConfigurableSpanExporterProvider.class);
    try (Extended application =
        Extended.start(ExtensionJar.option(jar), "-Dobs.traces.exporter=jaeger-thrift,logging")) {
      application.call("/lonely");
      application.serverSpan("/lonely");
      assertThat(application.end()).isZero();
      assertThat(application.err())
          .contains(
              "exporter jaeger-thrift is off: com.example.extension.JaegerExtension in Jaeger")
          .contains("io/opentelemetry/exporter/jaeger/thrift/JaegerThriftSpanExporter")
          .contains("put the jar with that class into obs.extensions, too");
    }
  }

  @Test
  void anExtensionThatThrowsEverywhereChangesNothing() throws Exception {
    Path jar =
        ExtensionJar.of(directory, "AwkwardExtension", AutoConfigurationCustomizerProvider.class);
    try (Extended application = Extended.start(ExtensionJar.option(jar))) {
      for (int i = 0; i < 30; i++) {
        application.call("/awkward/" + i);
      }
      application.serverSpan("/awkward/29");
      String page = application.page("/monitoring/agent");
      assertThat(application.end()).isZero();
      assertThat(page)
          .contains("wants to change the meter provider")
          .contains("wants to change the logger provider")
          .contains("wants to change ids")
          .contains("no resource today")
          .contains("AwkwardExtension in AwkwardExtension.jar failed often and rests for a minute")
          .contains("AwkwardSampler in AwkwardExtension.jar failed often and rests for a minute");
      assertThat(application.spans()).filteredOn(span -> span.contains("SERVER")).hasSize(30);
      assertThat(application.err()).doesNotContain("000000aa");
    }
  }

  @Test
  void aSamplerThatNobodyHasIsTold() throws Exception {
    try (Extended application =
        Extended.start(
            ExtensionJar.option(ExtensionJar.published("opentelemetry-samplers")),
            "-Dobs.sampling.sampler=linksbased")) {
      application.call("/unknown");
      application.serverSpan("/unknown");
      assertThat(application.end()).isZero();
      assertThat(application.err())
          .contains("'sampling.sampler' names 'linksbased', which neither the agent nor");
    }
  }

  @Test
  void anExporterThatNobodyChoseIsTold() throws Exception {
    Path jar =
        ExtensionJar.of(directory, "ConsoleExtension", ConfigurableSpanExporterProvider.class);
    try (Extended application =
        Extended.start(ExtensionJar.option(jar), "-Dobs.traces.exporter=auto")) {
      application.call("/unchosen");
      assertThat(application.end()).isZero();
      assertThat(application.err())
          .contains(
              "the exporter 'console' is there but not in use; 'traces.exporter' has to name");
      assertThat(application.out()).doesNotContain("span GET");
    }
  }
}
