// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(AgentExtension.class)
class SpringBoot2Test {
  /** Spring Boot's own is {@code ${LOG_LEVEL_PATTERN:-%5p}}, in the middle of its pattern. */
  private static final String LEVEL =
      "%5p [%X{trace_id:-},%X{span_id:-},%X{correlation_id:-},%X{nobody:-}]";

  @TempDir Path directory;

  @Test
  void theStockPatternWithTheIdsInItShowsThemOnceOnEachLineOfARequest() throws Exception {
    assertThat(Logger.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("logback-classic-1.2.12.jar");
    Path log = directory.resolve("shop.log");
    SpringApplication application = new SpringApplication(ShopApplication.class);
    try (ConfigurableApplicationContext context =
        application.run(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--logging.file.name=" + log,
            "--logging.pattern.level=" + LEVEL)) {
      String port = context.getEnvironment().getProperty("local.server.port");
      URI uri = URI.create("http://127.0.0.1:" + port + "/sell");
      HttpRequest request = HttpRequest.newBuilder(uri).header("X-Correlation-ID", "c-42").build();
      assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
          .isEqualTo("sold");
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    String ids = " INFO [" + span.traceId() + "," + span.spanId() + ",c-42,] ";
    List<String> lines = Files.readAllLines(log);
    assertThat(lines)
        .filteredOn(line -> line.contains(" shop "))
        .allSatisfy(line -> assertThat(line).contains(ids))
        .extracting(line -> line.substring(line.lastIndexOf(" : ") + 3))
        .containsExactly("by SLF4J", "by Log4j's API", "by java.util.logging");
    assertThat(lines)
        .filteredOn(line -> line.contains("Started"))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains(" INFO [,,,] "));
  }
}
