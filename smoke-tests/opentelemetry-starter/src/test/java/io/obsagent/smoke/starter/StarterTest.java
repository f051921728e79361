// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** OpenTelemetry's starter for Spring Boot, with its SDK, without it, and with the agent's. */
class StarterTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String BRIDGED =
      "io.obsagent.instrumentation.opentelemetryapi.BridgedOpenTelemetry";

  /** The console's exporter: name, trace, span. */
  private static boolean isTold(Started application, String span, String trace) {
    return application.log().contains("'" + span + "' : " + trace);
  }

  private static List<String> spans(Started application, String part) {
    return application.agentsSpans().stream().filter(line -> line.contains(part)).toList();
  }

  private static void awaitServed(Started application, int times) {
    application.await("served", () -> spans(application, "\"SERVER\"").size() >= times);
  }

  @Test
  void itsSdkKeepsItsSpansInTheAgentsTrace() throws Exception {
    try (Started application = Started.start()) {
      String[] answer = application.order().split(" ");
      assertThat(answer[0]).startsWith("io.opentelemetry.");
      String trace = answer[1];
      String order = answer[2];
      assertThat(answer[3]).as("one trace").isEqualTo("true");
      application.await("its spans", () -> isTold(application, "place order", trace));
      application.await("its annotation", () -> isTold(application, "pack", trace));

      awaitServed(application, 1);
      assertThat(spans(application, "\"SERVER\"")).singleElement().asString().contains(trace);
      assertThat(spans(application, "\"CLIENT\""))
          .singleElement()
          .asString()
          .as("the agent's call below the SDK's span")
          .contains(trace)
          .contains(order);
      assertThat(spans(application, "place order")).isEmpty();
      assertThat(spans(application, "\"pack\"")).isEmpty();

      application.order("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
      application.await("the caller's trace", () -> isTold(application, "place order", TRACE));
      awaitServed(application, 2);
      assertThat(spans(application, TRACE)).hasSize(2);

      assertThat(application.page("/metrics")).doesNotContain("starter_orders_total");
      assertThat(application.page("/monitoring/agent"))
          .contains("OpenTelemetry SDK of the application")
          .contains("otel.sdk.disabled=true");
    }
  }

  @Test
  void theAgentServesWhatItsSdkDoesNot() throws Exception {
    try (Started application = Started.start("-Dotel.sdk.disabled=true")) {
      assertServedByTheAgent(application);
      assertThat(application.page("/monitoring/agent"))
          .doesNotContain("OpenTelemetry SDK of the application");
    }
  }

  @Test
  void theAgentServesWhereTheApplicationNamesIt() throws Exception {
    try (Started application = Started.start("-Dshop.agents=true")) {
      assertServedByTheAgent(application);
    }
  }

  private static void assertServedByTheAgent(Started application) throws Exception {
    String[] answer = application.order().split(" ");
    assertThat(answer[0]).isEqualTo(BRIDGED);
    String trace = answer[1];
    assertThat(answer[3]).as("one trace").isEqualTo("true");
    awaitServed(application, 1);
    application.await("end of order", () -> !spans(application, "\"place order\"").isEmpty());
    assertThat(spans(application, "\"place order\"")).singleElement().asString().contains(trace);
    assertThat(spans(application, "\"pack\"")).singleElement().asString().contains(trace);
    assertThat(spans(application, "\"CLIENT\"")).singleElement().asString().contains(answer[2]);
    assertThat(application.log()).doesNotContain("LoggingSpanExporter");
    assertThat(application.page("/metrics")).contains("starter_orders_total 1");
  }
}
